import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import path from 'node:path';
import {
  eventually,
  type PostgresServer,
  type Program,
  postgres,
  skipUnless,
  startProgram,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confidential, encode, type JsonAnswer, TestClient } from '../client.ts';
import { serverEnvironment, startServer, type TestServer } from '../server.ts';

/** The published race test: `GATEHOUSE_RACE_REFRESHES=1000 GATEHOUSE_RACE_CRASHES=200` is the full form. */
const doubleRefreshes = Number(process.env['GATEHOUSE_RACE_REFRESHES'] ?? 300);
const crashes = Number(process.env['GATEHOUSE_RACE_CRASHES'] ?? 5);
const families = 10;

const newest = (answer: JsonAnswer) => String(answer.body['refresh_token']);

/** Sends a refresh and hangs up before the answer can arrive. */
function refreshAndHangUp(client: TestClient, refreshToken: string): Promise<void> {
  const { headers, parameters } = client.authentication;
  const body = encode({ ...parameters, grant_type: 'refresh_token', refresh_token: refreshToken }).toString();
  return new Promise((resolve) => {
    const outgoing = request(`${client.server.issuer}/token`, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    });
    outgoing.on('error', () => undefined).on('close', resolve);
    outgoing.end(body, () => setImmediate(() => outgoing.destroy()));
  });
}

function onDatabase(database: () => Promise<Record<string, string>>): void {
  describe('AS-05: refreshing twice, losing the answer, and a crash in between', () => {
    let server: TestServer;
    let client: TestClient;

    beforeAll(async () => {
      server = await startServer({ env: await database() });
      client = await confidential(server, 'web-app');
    });
    afterAll(() => server?.stop());

    it(`AS-05: ${doubleRefreshes} double refreshes log nobody out and begin no second family`, async () => {
      const alice = await server.person('alice');
      let loggedOut = 0;
      let secondFamilies = 0;
      const family = async () => {
        let token = (await client.signIn(alice)).refresh_token;
        for (let round = 0; round < doubleRefreshes / families; round += 1) {
          const [one, two] = await Promise.all([client.refresh(token), client.refresh(token)]);
          if (one.status !== 200 || two.status !== 200) loggedOut += 1;
          if (newest(one) !== newest(two)) secondFamilies += 1;
          token = newest(one);
        }
      };
      await Promise.all(Array.from({ length: families }, family));
      expect({ loggedOut, secondFamilies }).toEqual({ loggedOut: 0, secondFamilies: 0 });
    });

    it('AS-05: 100 lost answers log nobody out', async () => {
      let token = (await client.signIn(await server.person('bob'))).refresh_token;
      for (let round = 0; round < 100; round += 1) {
        await refreshAndHangUp(client, token);
        const again = await client.refresh(token);
        expect(again).toMatchObject({ status: 200 });
        token = newest(again);
      }
    });
  });

  it('AS-05: a refresh that its client gave up ends nothing, however late it comes to be read', async () => {
    const server = await startServer({ env: await database() });
    try {
      const client = await confidential(server, 'web-app');
      const { refresh_token: first } = await client.signIn(await server.person('bob'));
      const { artefacts } = server.server.storage;
      const findWithKin = artefacts.findWithKin.bind(artefacts);
      const held = Promise.withResolvers<void>();
      let reads = 0;
      Object.assign(artefacts, {
        findWithKin: async (...asked: Parameters<typeof findWithKin>) => {
          if (asked[1] === first && (reads += 1) === 1) await held.promise;
          return findWithKin(...asked);
        },
      });
      await refreshAndHangUp(client, first);
      await eventually(() => reads === 1);
      const second = newest(await client.refresh(first));
      const third = newest(await client.refresh(second));
      held.resolve();
      const types = async () => {
        await server.server.audit.flush();
        return (await server.audited()).map(({ type }) => type);
      };
      await eventually(async () => (await types()).includes('token.refused'));
      expect(await types()).not.toContain('refresh_token.reused');
      expect(await client.refresh(third)).toMatchObject({ status: 200 });
    } finally {
      await server.stop();
    }
  });

  describe('AS-05 OPS-01: a crash between commit and answer', () => {
    it(`logs nobody out in ${crashes} crashes`, async () => {
      const { path: directory, remove } = await temporaryDirectory();
      const env: Record<string, string> = {
        ...(await serverEnvironment(directory)),
        ...(await database()),
        GATEHOUSE_LOG_LEVEL: 'fatal',
        // However long a start takes on a busy machine.
        GATEHOUSE_REFRESH_RETRY_SECONDS: '60',
      };
      const readyUrl = `http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/readyz`;
      const start = () => startProgram({ entry: 'apps/authorization-server/src/main.ts', env, readyUrl });
      let program: Program = await start();
      try {
        const issuer = env['GATEHOUSE_ISSUER'] as string;
        const secret = (kind: string, name: string) => readFile(path.join(directory, 'secrets', kind, name), 'utf8');
        const client = new TestClient({ issuer }, 'web-app', { secret: await secret('clients', 'web-app') });
        let token = (await client.signIn({ login: 'alice', password: await secret('users', 'alice') })).refresh_token;
        for (let crash = 0; crash < crashes; crash += 1) {
          // Refreshes go on until the server is gone in the middle of one.
          const killed = new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 40)).then(() =>
            program.kill9(),
          );
          for (let alive = true; alive; ) {
            const answer: JsonAnswer | undefined = await client.refresh(token).catch(() => undefined);
            if (answer) expect(answer).toMatchObject({ status: 200 });
            if (answer) token = newest(answer);
            else alive = false;
          }
          await killed;
          program = await start();
          const repeated = await client.refresh(token);
          expect(repeated).toMatchObject({ status: 200 });
          token = newest(repeated);
        }
      } finally {
        await program.kill9();
        await remove();
      }
    });
  });
}

describe('on SQLite', () => {
  onDatabase(async () => ({}));
});

skipUnless('postgres')('on PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server?.stop());
  onDatabase(async () => ({ GATEHOUSE_DATABASE_URL: await server.newDatabase() }));
});
