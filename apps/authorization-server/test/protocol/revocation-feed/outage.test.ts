/** The feed of an instance that has lost its database, while others may still have it. */
import { eventually, postgres, skipUnless } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { createRevocationFeed } from '../../../src/protocol/revocation-feed/feed.ts';
import { confidential } from '../../client.ts';
import { startServer } from '../../server.ts';

skipUnless('postgres')('the revocation feed without a database', () => {
  it('AS-07: does not let subscribers wait, and sends them to another instance', async () => {
    const database = await postgres();
    const server = await startServer({ env: { GATEHOUSE_DATABASE_URL: await database.newDatabase() } });
    try {
      const api = await confidential(server, 'api');
      const ask = (form: Record<string, string>) =>
        fetch(`${server.issuer}/revocations`, {
          method: 'POST',
          headers: { ...api.authentication.headers },
          body: new URLSearchParams(form),
        });
      const first = await ask({});
      expect(first.headers.get('connection')).toBe('keep-alive');
      const { version: after } = JSON.parse(((await first.json()) as { payload: string }).payload) as {
        version: string;
      };
      let waited = false;
      const waiting = ask({ after, wait: '30' });
      void waiting.then(() => (waited = true));
      await eventually(async () =>
        /^revocation_feed_waiting\S* 1$/mu.test(await server.server.service.metrics.metrics()),
      );
      expect(waited).toBe(false);
      await database.halt('kill9');
      const answer = await waiting;
      expect([answer.status, answer.headers.get('connection')]).toEqual([503, 'close']);
      await database.start();
    } finally {
      await server.stop();
      await database.stop();
    }
  });
});

it('AS-07: who waits for news hears that the database is away, however long they would wait', async () => {
  let isAway = false;
  let unheard: (() => void) | undefined;
  const head = async () => {
    if (isAway) throw new Error('away');
    return { version: 0, stamp: undefined };
  };
  const feed = createRevocationFeed({
    issuer: 'https://login.example.com',
    storage: {
      revocations: { head, since: async () => ({ head: await head(), records: [] }) } as never,
      onChange(_kind, _changed, tell) {
        unheard = tell;
        return () => undefined;
      },
    },
    clock: Date.now,
    signingKey: () => ({}) as never,
  });
  const asked = feed.poll('0.', 3600, new AbortController().signal);
  await eventually(() => feed.waiting === 1);
  isAway = true;
  unheard?.();
  expect(feed.waiting).toBe(0);
  await expect(asked).rejects.toThrow('away');
});

it('AS-07: what was announced and could not be read is read before anybody waits', async () => {
  let isAway = false;
  let announce: (() => unknown) | undefined;
  let version = 0;
  const head = async () => {
    if (isAway) throw new Error('away');
    return { version, stamp: undefined };
  };
  const feed = createRevocationFeed({
    issuer: 'https://login.example.com',
    storage: {
      revocations: { head, since: async () => ({ head: await head(), records: [] }) } as never,
      onChange(_kind, changed) {
        announce = changed;
        return () => undefined;
      },
    },
    clock: Date.now,
    signingKey: () => ({ sign: () => Promise.reject(new Error('signed')) }) as never,
  });
  const { signal } = new AbortController();
  /** How a poll ends, or that it waits: then nobody would wake it. */
  const ending = async () => {
    let ended: string | undefined;
    void feed.poll('0.', 3600, signal).catch((error: Error) => {
      ended = error.message;
    });
    return eventually(() => ended ?? (feed.waiting > 0 && 'waits'));
  };
  const first = feed.poll('0.', 3600, signal);
  await eventually(() => feed.waiting === 1);
  isAway = true;
  version = 1;
  await expect(announce?.()).rejects.toThrow('away');
  expect(feed.waiting).toBe(0);
  await expect(first).rejects.toThrow('away');
  expect(await ending()).toBe('away');
  isAway = false;
  // What counts is that it is answered at once.
  expect(await ending()).toBe('signed');
});
