/** What each route answers while the database is gone: what cannot be done says so in a form that callers understand, and when to come back. */
import { type PostgresServer, postgres, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Answer, errorOf } from '../browser.ts';
import { everyRoute } from '../every-route.ts';
import { startServer, type TestServer } from '../server.ts';

/** The stable code of a refusal, of whichever form it is. */
function codeOf({ headers, body }: Answer): unknown {
  if (String(headers['content-type']).startsWith('text/html')) return errorOf(body);
  const document = JSON.parse(body) as Record<string, unknown>;
  return document['code'] ?? document['error'] ?? document['status'];
}

/** What is wrong with an answer; undefined: nothing. */
function faultOf(answer: Answer, hasBody: boolean): string | undefined {
  if (answer.status < 500) return undefined;
  if (answer.status !== 503) return `${answer.status} ${answer.body.slice(0, 200)}`;
  if (!/^[1-9]\d*$/u.test(String(answer.headers['retry-after']))) return 'no Retry-After';
  if (!hasBody) return undefined;
  const code = codeOf(answer);
  return typeof code === 'string' && /^[a-z_ ]+$/u.test(code) ? undefined : `no code: ${answer.body.slice(0, 200)}`;
}

/** Of those that cannot do without it, some of each kind. */
const needing = [
  'POST /token',
  'POST /token/introspection',
  'POST /token/revocation',
  'POST /revocations',
  'POST /request',
  'POST /device/auth',
  'GET /me',
  'GET /auth',
  'GET /interaction/:uid',
  'POST /interaction/:uid/:form',
  'POST /account/recover',
  'GET /account/profile',
  'POST /account/profile',
  'GET /',
  'GET /admin/v1/users',
  'GET /readyz',
];

skipUnless('postgres')('while PostgreSQL is gone', () => {
  let database: PostgresServer;
  let server: TestServer;
  beforeAll(async () => {
    database = await postgres();
    server = await startServer({ env: { GATEHOUSE_DATABASE_URL: await database.newDatabase() } });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.stop();
  });

  it('OPS-07: every route that needs it answers 503 with Retry-After and a code, and no route anything worse', async () => {
    const requests = await everyRoute(server);
    await database.halt('immediate');
    // What the server remembers of clients has run out: they too must be asked for.
    server.aheadMs += 2000;
    const faults: string[] = [];
    const unavailable: string[] = [];
    const look = async ({ route, send }: (typeof requests)[number]) => {
      const answer = await send();
      const fault = faultOf(answer, !route.startsWith('HEAD '));
      if (fault !== undefined) faults.push(`${route}: ${fault}`);
      if (answer.status === 503) unavailable.push(route);
    };
    // Each waits for the database as long as it may, so several go together.
    for (let at = 0; at < requests.length; at += 16) await Promise.all(requests.slice(at, at + 16).map(look));
    expect(faults).toEqual([]);
    expect(unavailable).toEqual(expect.arrayContaining(needing));
  });
});
