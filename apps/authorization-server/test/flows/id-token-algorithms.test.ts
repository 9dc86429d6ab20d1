/** ID tokens and logout tokens by the algorithm of the client (OpenID Connect Core, section 2; FAPI 2.0, section 5.4.1). */
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { tokenAlgorithms } from '../../src/directory/clients/token-algorithms.ts';
import { Browser, type Person } from '../browser.ts';
import { confidential, encode, headerOf, type TestClient } from '../client.ts';
import { type LogoutReceiver, startLogoutReceiver, tells } from '../logout-receiver.ts';
import { gatehouse, revokeKey } from '../protocol/keys/gatehouse.ts';
import { startTransit } from '../protocol/keys/transit-stand-in.ts';
import { startServer, type TestServer, writeRegistry } from '../server.ts';

let server: TestServer;
let receiver: LogoutReceiver;
let webApp: TestClient;
let alice: Person;

beforeAll(async () => {
  receiver = await startLogoutReceiver();
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: receiver.origin, GATEHOUSE_JWKS_MAX_AGE_SECONDS: '0' },
    registry: tells({ 'web-app': receiver }),
  });
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(async () => {
  receiver?.stop();
  await server?.stop();
});

const metadataOf = async (at = server) => (await at.server.storage.clients.find('web-app'))!.metadata;
/** Changes the client as somebody else would: nobody waits until the server has heard of it. */
async function setAlgorithm(algorithm: string, at = server): Promise<void> {
  const metadata = { ...(await metadataOf(at)), id_token_signed_response_alg: algorithm };
  await at.change('clients', at.server.storage.clients.writes.put({ clientId: 'web-app', metadata }));
}
const verified = (token: string, at = server) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${at.issuer}/jwks`)), { issuer: at.issuer, audience: 'web-app' });

describe('ID tokens', () => {
  it.each(tokenAlgorithms)('C1: %s, from the first request after the client was set to it', async (algorithm) => {
    await setAlgorithm(algorithm);
    const tokens = await webApp.signIn(alice, { scope: 'openid', resource: undefined });
    const { protectedHeader } = await verified(tokens.id_token);
    expect(protectedHeader).toMatchObject({ alg: algorithm, kid: expect.any(String) });
    const refreshed = await webApp.refresh(tokens.refresh_token);
    expect(headerOf(String(refreshed.body['id_token']))['alg']).toBe(algorithm);
  });

  it('C1: discovery names every algorithm that a client may be set to', async () => {
    const answer = await fetch(`${server.issuer}/.well-known/openid-configuration`);
    const { id_token_signing_alg_values_supported: names } = (await answer.json()) as Record<string, unknown>;
    expect(names).toEqual(['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA']);
  });

  it('C1: a hint that was signed by the algorithm of before signs out without a question', async () => {
    await setAlgorithm('RS256');
    const browser = new Browser();
    const tokens = await webApp.signIn(alice, {}, browser);
    await setAlgorithm('ES256');
    const later = await webApp.code(alice, { id_token_hint: tokens.id_token, prompt: 'none' }, browser);
    expect(later.code).toEqual(expect.any(String));
    const query = encode({ id_token_hint: tokens.id_token }).toString();
    expect((await browser.get(`${server.issuer}/session/end?${query}`)).status).toBe(303);
  });

  it.each(['ES256', 'Ed25519', 'RS256'])('C1: a logout token is signed by %s as the ID token is', async (algorithm) => {
    await setAlgorithm(algorithm);
    receiver.tokens.length = 0;
    const browser = new Browser();
    const tokens = await webApp.signIn(alice, {}, browser);
    await browser.get(`${server.issuer}/session/end?${encode({ id_token_hint: tokens.id_token }).toString()}`);
    await receiver.received(1);
    const { protectedHeader, payload } = await verified(receiver.tokens[0]!);
    expect([protectedHeader.alg, protectedHeader.typ, payload['nonce']]).toEqual([algorithm, 'logout+jwt', undefined]);
  });

  it('C1: a rotation by command lets the next key of each algorithm sign; one of before still verifies', async () => {
    await setAlgorithm('ES256');
    const before = (await webApp.signIn(alice)).id_token;
    const kid = String(headerOf(before)['kid']);
    await revokeKey(server, kid);
    const after = await webApp.signIn(alice);
    const { protectedHeader } = await verified(after.id_token);
    expect([protectedHeader.alg, protectedHeader.kid === kid]).toEqual(['ES256', false]);
    await expect(verified(before)).rejects.toThrow();
  });

  it('C1: keys of an algorithm that nobody asks for any more retire, and what they signed verifies on', async () => {
    await setAlgorithm('PS256');
    const { id_token: before } = await webApp.signIn(alice);
    await setAlgorithm('RS256');
    const { id_token: after } = await webApp.signIn(alice);
    expect(headerOf(after)['alg']).toBe('RS256');
    const kid = headerOf(before)['kid'];
    const states = async () =>
      (await server.server.storage.signingKeys.list('token')).find((key) => key.kid === kid)?.state;
    await eventually(async () => (await states()) === 'retired');
    await verified(before);
  });
});

async function algorithmsOf({ issuer }: TestServer): Promise<Set<string>> {
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { readonly keys: { readonly alg: string }[] };
  return new Set(keys.map(({ alg }) => alg));
}

describe('clients that change elsewhere', () => {
  it('C1: another program applies a registry; the next redemption, of a code from before, has its algorithm', async () => {
    const other = await startServer();
    try {
      const client = await confidential(other, 'web-app');
      const code = await client.code(await other.person('alice'));
      const file = await writeRegistry(other.directory, ({ clients }) => {
        clients.find(({ client_id }) => client_id === 'web-app')!['id_token_signed_response_alg'] = 'ES256';
      });
      await gatehouse(other, ['registry', 'apply', file]);
      // It is heard of within a second: then there is a key of the algorithm.
      await eventually(async () => (await algorithmsOf(other)).has('ES256'), { what: 'a key for ES256' });
      const answers = await Promise.all([
        client.redeem(code),
        client.token({ grant_type: 'client_credentials' }),
        client.signIn(await other.person('alice')),
      ]);
      expect(answers[0].status).toBe(200);
      for (const token of [String(answers[0].body['id_token']), answers[2].id_token])
        expect((await verified(token, other)).protectedHeader.alg).toBe('ES256');
    } finally {
      await other.stop();
    }
  });

  it('C1: the key is made by the external signer; while it is away there is 503, and the code stays good', async () => {
    const transit = await startTransit();
    const other = await startServer({
      env: {
        GATEHOUSE_SIGNER: 'transit',
        GATEHOUSE_TRANSIT_URL: transit.url,
        GATEHOUSE_TRANSIT_TOKEN: transit.token,
      },
    });
    try {
      const client = await confidential(other, 'web-app');
      const code = await client.code(await other.person('alice'));
      transit.failing = 503;
      await setAlgorithm('Ed25519', other);
      const refused = await client.redeem(code);
      expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2']);
      transit.failing = undefined;
      const { status, body } = await client.redeem(code);
      expect(status).toBe(200);
      expect((await verified(String(body['id_token']), other)).protectedHeader.alg).toBe('Ed25519');
    } finally {
      await other.stop();
      await transit.stop();
    }
  });

  it.each(['none', 'HS256', 'RS384', 'ES512', 'ed25519', ''])('C1: a registry cannot say %p', async (algorithm) => {
    const file = await writeRegistry(server.directory, ({ clients }) => {
      clients[0]!['id_token_signed_response_alg'] = algorithm;
    });
    expect(await gatehouse(server, ['registry', 'check', file], 78)).toContain('id_token_signed_response_alg');
  });
});
