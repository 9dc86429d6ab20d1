import { eventually, expectWithin } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, flattenedVerify } from 'jose';
import { markOf, type RevocationFact } from '../../../src/directory/revocation/revocations.ts';
import { confidential, type JsonAnswer, type TestClient } from '../../client.ts';
import { startInstance, startServer, type TestServer } from '../../server.ts';

interface Feed {
  readonly iss: string;
  readonly iat: number;
  readonly version: string;
  readonly after?: string;
  readonly revoked: Record<string, string>;
  readonly issued_before: Record<string, string>;
  readonly all_issued_before?: number;
}

let server: TestServer;
let api: TestClient;

beforeAll(async () => {
  server = await startServer();
  api = await confidential(server, 'api');
});
afterAll(() => server?.stop());

const poll = (after?: string, wait?: number) =>
  api.post('/revocations', { after, wait: wait === undefined ? undefined : String(wait) });

const mark = (fact: RevocationFact, value: string) => markOf(fact, value).toString('base64url').slice(0, 9);
const marksIn = (groups: Record<string, string>) => Object.values(groups).flatMap((text) => text.match(/.{9}/gu) ?? []);
const content = ({ body }: JsonAnswer) => JSON.parse(String(body['payload'])) as Feed;
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

const somebodyWaits = async () => {
  await eventually(async () => /^revocation_feed_waiting\S* 1$/mu.test(await server.server.service.metrics.metrics()));
};

const revocations = async () => {
  const { createRevocations } = await import('../../../src/directory/revocation/revocations.ts');
  return createRevocations(server.server.storage, Date.now).writes;
};

describe('the revocation feed', () => {
  it('AS-07: is a signed document that any JOSE library verifies, for clients that are an API alone', async () => {
    const answer = await poll();
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/jose+json']);
    expect(answer.headers['cache-control']).toBe('no-store');
    const jws = answer.body as unknown as Parameters<typeof flattenedVerify>[0];
    expect(decodeProtectedHeader(jws)).toMatchObject({ alg: 'RS256', typ: 'revocations+jws', b64: false });
    const keys = createRemoteJWKSet(new URL(`${server.issuer}/jwks`));
    const { payload } = await flattenedVerify({ ...jws, payload: Buffer.from(String(jws.payload)) }, keys);
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({ iss: server.issuer, revoked: {} });
    const worker = await confidential(server, 'worker');
    expect((await worker.post('/revocations', {})).body).toMatchObject({ error: 'unauthorized_client' });
    expect((await api.post('/revocations', {}, { authorization: 'Basic eDp5' })).status).toBe(401);
    const discovery = await fetch(`${server.issuer}/.well-known/oauth-authorization-server`);
    expect(await discovery.json()).toMatchObject({ revocation_feed_endpoint: `${server.issuer}/revocations` });
  });

  it('AS-07: tells what came after a cursor, to whoever waits within a second', async () => {
    const writes = await revocations();
    const before = inSeconds(0);
    await server.server.storage.commit([writes.token({ jti: 'first' }, inSeconds(300))]);
    const { version } = content(await poll());
    const startedAt = performance.now();
    const waiting = poll(version, 20);
    await somebodyWaits();
    await server.server.storage.commit([writes.token({ jti: 'a' }, inSeconds(300)), writes.account('alice', before)]);
    const delta = content(await waiting);
    expectWithin(performance.now() - startedAt, 2000);
    expect(delta.after).toBe(version);
    expect(marksIn(delta.revoked)).toEqual([mark('jti', 'a')]);
    expect(delta.issued_before).toEqual({ [before]: mark('sub', 'alice') });
    await server.server.storage.commit([writes.grants(['g', 'h']), writes.key('k'), writes.everything(before - 5)]);
    const further = content(await poll(delta.version));
    expect(marksIn(further.revoked).toSorted()).toEqual(
      [mark('gid', 'g'), mark('gid', 'h'), mark('kid', 'k')].toSorted(),
    );
    expect(further.all_issued_before).toBe(before - 5);
    const all = content(await poll());
    expect(marksIn(all.revoked)).toHaveLength(5);
    expect(all.after).toBeUndefined();
  });

  it('AS-07: who waits in vain is told so, and a cursor of another past gets everything', async () => {
    const { version } = content(await poll());
    const nothing = content(await poll(version, 1));
    expect([nothing.version, nothing.after, nothing.revoked]).toEqual([version, version, {}]);
    const [number] = version.split('.');
    for (const foreign of [`${number}.elsewhere`, '1.elsewhere', '99999.x', 'nonsense']) {
      expect(content(await poll(foreign, 5)).after).toBeUndefined();
    }
  });

  it('AS-07: is the same at every instance, and after a restart', async () => {
    const writes = await revocations();
    const { version } = content(await poll());
    const second = await startInstance(server);
    const host = new URL(server.issuer).host;
    const other = async (after?: string) => {
      const { postForm } = await import('../../client.ts');
      const headers = { ...api.authentication.headers, host };
      return content(await postForm(`${second.url}/revocations`, { after }, headers));
    };
    expect((await other(version)).after).toBe(version);
    await server.server.storage.commit([writes.token({ jti: 'b' }, inSeconds(300))]);
    const delta = await other(version);
    expect(marksIn(delta.revoked)).toEqual([mark('jti', 'b')]);
    await second.stop();
    await server.restart();
    expect(content(await poll(delta.version))).toMatchObject({ after: delta.version, revoked: {} });
    expect(marksIn(content(await poll()).revoked)).toContain(mark('jti', 'b'));
  });

  it('AS-07: entries leave when what they are about has expired', async () => {
    const writes = await revocations();
    await server.server.storage.commit([writes.token({ jti: 'short' }, inSeconds(1))]);
    expect(marksIn(content(await poll()).revoked)).toContain(mark('jti', 'short'));
    server.aheadMs = 2_100_000;
    expect(marksIn(content(await poll('0.old')).revoked)).not.toContain(mark('jti', 'short'));
    server.aheadMs = 0;
  });

  it('OPS-05: who waits does not hold up a stop', async () => {
    const { version } = content(await poll());
    const waiting = poll(version, 30);
    await somebodyWaits();
    const startedAt = performance.now();
    await server.restart();
    expectWithin(performance.now() - startedAt, 5000);
    const answer = await waiting;
    // What holds up a stop is answered 503 in the end.
    expect(answer.status).toBe(200);
    expect(content(answer).version).toBe(version);
  });
});
