import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { Browser, csrfOf, errorOf } from '../browser.ts';
import { confidential } from '../client.ts';
import { startMailServer } from '../mail-server.ts';
import { Newcomer } from '../newcomer.ts';
import { outboxEmpty } from '../outbox.ts';
import { startServer } from '../server.ts';

it('OPS-16: while the mail server is away, what waits stays few, people are told, and it goes on by itself', async () => {
  const mail = await startMailServer();
  mail.refuseNext = Number.POSITIVE_INFINITY;
  const server = await startServer({
    env: {
      GATEHOUSE_SMTP_URL: mail.url,
      GATEHOUSE_MAIL_QUEUE_LIMIT: '3',
      GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000',
    },
  });
  try {
    const webApp = await confidential(server, 'web-app');
    const browser = new Browser();
    const ask = async (login: string) => {
      const page = await browser.get(`${server.issuer}/account/recover`);
      return browser.post(`${server.issuer}/account/recover`, { csrf: csrfOf(page.body), login });
    };
    // A login may ask five times an hour, which is not what is looked at here.
    const forgive = async () => {
      const { storage } = server.server;
      const keys = ['alice', 'bob', 'carol'].map((login) => `throttle:password_reset:3600:account:${login}`);
      await storage.commit(keys.map((key) => storage.counters.writes.reset(key)));
    };
    const answers: number[] = [];
    for (let n = 0; answers.at(-1) !== 503; n += 1) {
      expect(n).toBeLessThan(100);
      answers.push((await ask(['alice', 'bob', 'carol'][n % 3]!)).status);
      await forgive();
      await delay(100);
    }
    const refused = await ask('alice');
    expect([refused.status, errorOf(refused.body), refused.headers['retry-after']]).toEqual([503, 'busy', '60']);
    const newcomer = new Newcomer('new@example.com');
    const sent = await newcomer.submit(await newcomer.openForm(webApp.request().url));
    expect([sent.status, errorOf(sent.body)]).toEqual([503, 'busy']);
    const waiting = await server.server.storage.outbox.count();
    expect(waiting).toBeLessThan(30);
    const types = (await server.audited({ limit: 500 })).map(({ type }) => type);
    expect(types.filter((type) => type === 'mail.refused')).toHaveLength(1);
    const metrics = await (await fetch(`${server.server.service.managementUrl}/metrics`)).text();
    expect(metrics).toMatch(/^mail_refused_total\{[^}]*\} \d+$/mu);

    mail.refuseNext = 0;
    server.aheadMs = 1_000_000;
    await mail.mailTo('alice@example.com');
    await outboxEmpty(server);
    server.aheadMs = 0;
    // The queue is counted now and then.
    await eventually(async () => {
      await forgive();
      return (await ask('carol')).status === 200;
    });
  } finally {
    await server.stop();
    await mail.stop();
  }
});
