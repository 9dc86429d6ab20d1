import { randomUUID } from 'node:crypto';
import { eventually, expectWithin } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { carryOut } from '../../../src/directory/keys/carry-out.ts';
import { configuredSigners } from '../../../src/directory/keys/configured-signers.ts';
import { type RotatingPurpose, rotationPolicies } from '../../../src/directory/keys/policies.ts';
import { rotationSettings, signerSettings } from '../../../src/settings-views.ts';
import { Browser, openPage, send, submitPassword } from '../../browser.ts';
import { claimsOf, confidential, headerOf, type TestClient } from '../../client.ts';
import { api, type Instance, startInstance, startServer, type TestServer } from '../../server.ts';
import { gatehouse, type ListedKey } from './gatehouse.ts';

let server: TestServer;
let second: Instance;
let webApp: TestClient;
let worker: TestClient;

beforeAll(async () => {
  server = await startServer({
    env: {
      GATEHOUSE_JWKS_MAX_AGE_SECONDS: '0',
      GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: '0',
      GATEHOUSE_KEY_ROTATION_SECONDS: '0',
    },
  });
  second = await startInstance(server);
  webApp = await confidential(server, 'web-app');
  worker = await confidential(server, 'worker');
});
afterAll(async () => {
  await second?.stop();
  await server?.stop();
});

const keys = () => server.server.storage.signingKeys.list();
/** What `gatehouse keys rotate` does, without starting a process for it. */
async function rotate(purpose: RotatingPurpose): Promise<void> {
  const { storage } = server.server;
  const policies = await rotationPolicies(storage, rotationSettings(server.settings));
  const signers = configuredSigners(signerSettings(server.settings));
  const parts = { storage, signers, clock: Date.now, onError: () => undefined };
  await carryOut(parts, purpose, policies[purpose], { rotate: true });
}
const currentKey = async () => (await keys()).find(({ purpose, state }) => purpose === 'token' && state === 'current')!;
const workerToken = async () => {
  const { body } = await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' });
  return String(body['access_token']);
};
const introspect = async (token: string) => (await worker.post('/token/introspection', { token })).body['active'];
const published = async (origin: string, { issuer } = server): Promise<string[]> => {
  const { body } = await send('GET', `${origin}/jwks`, { host: new URL(issuer).host });
  return (JSON.parse(body) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
};
/** Waits until the key is the first that an instance publishes, which is the one that signs. */
async function signsAt(origin: string, kid: string, of = server): Promise<void> {
  await eventually(async () => (await published(origin, of))[0] === kid, { what: `the key ${kid} at ${origin}` });
}

describe('keys of running servers', () => {
  it('OPS-06: two instances sign with the next key within a second of the order', async () => {
    const before = await currentKey();
    const [, next] = await published(server.issuer);
    await rotate('token');
    const orderedAt = performance.now();
    const after = await currentKey();
    expect([after.kid, after.kid === before.kid]).toEqual([next, false]);
    await Promise.all([signsAt(server.issuer, after.kid), signsAt(second.url, after.kid)]);
    expectWithin(performance.now() - orderedAt, 1000);
    expect(headerOf(await workerToken())['kid']).toBe(after.kid);
    for (const origin of [server.issuer, second.url]) expect(await published(origin)).toContain(before.kid);
  });

  it('AS-18: a retired key of this process has no private half any more, at rest neither', async () => {
    const records = await server.server.storage.signingKeys.list('token');
    for (const { state, privateKey } of records) expect(privateKey === '').toBe(state === 'retired');
    expect(records.some(({ state }) => state === 'retired')).toBe(true);
  });

  it('OPS-06: a sign-in under way, a session, a form and an ID token hint survive a rotation of all keys', async () => {
    const browser = new Browser();
    const { url, verifier } = webApp.request();
    const page = await openPage(browser, url);
    await Promise.all([rotate('token'), rotate('cookie'), rotate('dpop-nonce'), rotate('refresh-token')]);
    await signsAt(server.issuer, (await currentKey()).kid);
    const callback = await submitPassword(browser, page, await server.person('alice'));
    expect(callback).toBeInstanceOf(URL);
    const code = (callback as URL).searchParams.get('code') ?? '';
    const tokens = await webApp.redeem({ code, verifier, redirectUri: webApp.redirectUri });
    expect(tokens.status).toBe(200);
    await Promise.all([rotate('token'), rotate('cookie')]);
    await signsAt(server.issuer, (await currentKey()).kid);
    const silent = await browser.get(webApp.request({ prompt: 'none' }).url);
    expect(new URL(silent.location).searchParams.has('code')).toBe(true);
    const hint = new URLSearchParams({ id_token_hint: String(tokens.body['id_token']) }).toString();
    expect((await browser.get(`${server.issuer}/session/end?${hint}`)).status).toBe(303);
  });

  it('OPS-06: what counts and listens does so once, whatever number of keys there was', async () => {
    const metrics = async () => server.server.service.metrics.metrics();
    const count = async () =>
      Number(
        /^oauth_token_requests_total\{[^}]*client_credentials[^}]*success[^}]*\} (\d+)/mu.exec(await metrics())?.[1],
      );
    await workerToken();
    const before = await count();
    await rotate('token');
    await signsAt(server.issuer, (await currentKey()).kid);
    const { jti } = claimsOf(await workerToken());
    expect(await count()).toBe(before + 1);
    expect(await metrics()).toMatch(/^signing_keys\{[^}]*state="current"[^}]*\} 1$/mu);
    const issued = await server.audited({ type: 'token.issued' });
    expect(issued.filter(({ data }) => data['jti'] === jti)).toHaveLength(1);
  });

  it('OPS-06: a compromised key is gone everywhere at once, and the others are unaffected', async () => {
    const compromised = await currentKey();
    const bad = await workerToken();
    await rotate('token');
    const { kid } = await currentKey();
    await signsAt(server.issuer, kid);
    const good = await workerToken();
    await gatehouse(server, ['keys', 'revoke', compromised.kid]);
    const revokedAt = performance.now();
    await eventually(async () => !(await introspect(bad)));
    expectWithin(performance.now() - revokedAt, 2000);
    expect(await introspect(good)).toBe(true);
    await eventually(async () => !(await published(second.url)).includes(compromised.kid));
    expect(await keys()).not.toContainEqual(expect.objectContaining({ kid: compromised.kid }));
    // The current key too can be taken away: the next one is known already.
    await gatehouse(server, ['keys', 'revoke', kid]);
    const replacement = await currentKey();
    await signsAt(server.issuer, replacement.kid);
    expect(await introspect(good)).toBe(false);
    expect(await introspect(await workerToken())).toBe(true);
  });

  it('OPS-06: the command says what it cannot do', async () => {
    expect(await gatehouse(server, ['keys', 'revoke', 'nobody'], 1)).toContain('there is no key nobody');
    expect(await gatehouse(server, ['keys', 'rotate', '--purpose', 'doors'], 64)).toContain(
      'token, cookie, dpop-nonce, refresh-token',
    );
    const retired = (await keys()).find(({ state }) => state === 'retired')!;
    expect(await gatehouse(server, ['keys', 'retire', retired.kid], 1)).toContain('is retired and leaves on');
  });

  it('OPS-06: a rotation by command waits until verifiers may know the key', async () => {
    const patient = await startServer();
    try {
      await gatehouse(patient, ['keys', 'rotate']);
      const listed = await gatehouse<ListedKey[]>(patient, ['keys', 'list']);
      const [current, next] = ['current', 'next'].map((state) =>
        listed.find((key) => key.purpose === 'token' && key.state === state),
      );
      expect(current?.not_after).not.toBe('');
      expect(Date.parse(next!.not_before) - Date.now()).toBeGreaterThan(86_000_000);
      patient.aheadMs = 86_500_000;
      await patient.change('keys', patient.server.storage.announce('keys'));
      await signsAt(patient.issuer, next!.kid, patient);
      const records = (await patient.audited({ type: 'key.rotated' })).map(({ data }) => data);
      expect(records).toContainEqual(
        expect.objectContaining({
          actor: { type: 'system', id: 'rotation' },
          target: { type: 'key', id: 'token' },
          changed: expect.arrayContaining([current!.kid, next!.kid]),
        }),
      );
    } finally {
      await patient.stop();
    }
  });
});

describe('DPoP nonces', () => {
  it('RFC 9449 section 8: one that an older secret made is good until it expires', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = await exportJWK(publicKey);
    const ask = async (nonce: string | undefined) => {
      const proof = await new SignJWT({ htm: 'POST', htu: `${server.issuer}/token`, jti: randomUUID(), nonce })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .setIssuedAt()
        .sign(privateKey);
      return worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' }, { dpop: proof });
    };
    const nonce = String((await ask(undefined)).headers['dpop-nonce']);
    await rotate('dpop-nonce');
    const newer = async () => {
      const offered = String((await ask(undefined)).headers['dpop-nonce']);
      return offered !== nonce && offered;
    };
    const given = await eventually(newer, { what: 'a nonce of the newer secret' });
    expect((await ask(nonce)).status).toBe(200);
    expect((await ask(given)).status).toBe(200);
    expect((await ask('made-up')).status).toBe(400);
  });
});

describe('algorithms', () => {
  it('AS-07: a resource that asks for ES256 or PS256 gets it; ID tokens stay RS256', async () => {
    const other = await startServer({
      registry(document) {
        document.resources[0]!['access_token_signing_alg'] = 'ES256';
        document.resources.find(({ indicator }) => indicator === 'https://billing.localhost')![
          'access_token_signing_alg'
        ] = 'PS256';
      },
    });
    try {
      const client = await confidential(other, 'web-app');
      const tokens = await client.signIn(await other.person('alice'), { resource: api });
      expect(headerOf(tokens.access_token)['alg']).toBe('ES256');
      expect(headerOf(tokens.id_token)['alg']).toBe('RS256');
      const bills = await client.signIn(await other.person('alice'), {
        resource: 'https://billing.localhost',
        scope: 'openid billing_read',
      });
      expect(headerOf(bills.access_token)['alg']).toBe('PS256');
      for (const token of [tokens.access_token, bills.access_token]) {
        const answer = await client.post('/token/introspection', { token });
        expect(answer.body['active']).toBe(true);
      }
    } finally {
      await other.stop();
    }
  });
});
