import { execFile } from 'node:child_process';
import type { JsonWebKey } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createDpopClient } from '@gatehouse/oauth-guard/testing';
import { eventually, rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { Browser, signIn } from '../../../../authorization-server/test/browser.ts';
import { type Product, startProduct } from '../../product.ts';
import type { Running } from '../foreign-program.ts';
import { everywhere, startElsewhere } from './programs.ts';
import { type Forgery, forgeries } from './tokens.ts';

/** The longest time that a program allows clocks to differ. */
const TOLERANCE_SECONDS = 10;
const ANOTHER_API = 'https://archive.localhost';
const here = 'apps/quickstart/test/interop/verify-elsewhere';

let product: Product;
let worker: client.Configuration;
let lateToken: string;

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
const kidOf = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()).kid;

const freshToken = async (resource = product.api): Promise<string> =>
  (await client.clientCredentialsGrant(worker, { resource, scope: 'invoice_read' })).access_token;

/** A person's tokens for one API. */
async function signedIn(scope: string, resource: string): Promise<client.TokenEndpointResponse> {
  const basic = client.ClientSecretBasic(await product.secretOf('web-app'));
  const webApp = await client.discovery(new URL(product.issuer), 'web-app', undefined, basic);
  const verifier = client.randomPKCECodeVerifier();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(webApp, {
    redirect_uri: `${product.webApp}/callback`,
    scope,
    resource,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    nonce,
  });
  const person = { login: 'alice', password: await product.passwordOf('alice') };
  const callback = await signIn(new Browser(), url.href, person);
  return client.authorizationCodeGrant(webApp, callback, { pkceCodeVerifier: verifier, expectedNonce: nonce });
}

/** A token that is bound to a client certificate (RFC 8705). */
async function certificateBoundToken(): Promise<string> {
  const file = (ending: string) => readFileSync(join(product.certificates, `client.${ending}`));
  const outgoing = request(worker.serverMetadata().token_endpoint!, {
    method: 'POST',
    agent: false,
    cert: file('pem'),
    key: file('key'),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const form = {
    client_id: 'worker-mtls',
    grant_type: 'client_credentials',
    resource: product.api,
    scope: 'invoice_read',
  };
  const [answer] = (await once(outgoing.end(new URLSearchParams(form).toString()), 'response')) as [IncomingMessage];
  return ((await json(answer)) as { access_token: string }).access_token;
}

/** A token that is bound to a key (RFC 9449). */
async function keyBoundToken(): Promise<string> {
  const key = await createDpopClient();
  const secret = await product.secretOf('worker');
  const url = worker.serverMetadata().token_endpoint!;
  const ask = async (nonce?: string): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`worker:${secret}`).toString('base64')}`,
        dpop: await key.proof({ method: 'POST', url, ...(nonce !== undefined && { nonce }) }),
      },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        resource: product.api,
        scope: 'invoice_read',
      }),
    });
  const first = await ask();
  const answer = first.ok ? first : await ask(first.headers.get('dpop-nonce')!);
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** What must not get in. Made just before it is tried, as otherwise it would be refused for its age. */
async function badTokens(): Promise<Forgery[]> {
  const mine = await signedIn('openid invoice_read', product.api);
  // Good in all but its audience.
  const elsewhere = await freshToken(ANOTHER_API);
  expect(claimsOf(elsewhere)).toMatchObject({ aud: ANOTHER_API, scope: 'invoice_read' });
  const [byKey, byCertificate] = await Promise.all([keyBoundToken(), certificateBoundToken()]);
  for (const bound of [byKey, byCertificate]) expect(claimsOf(bound)['cnf']).toBeDefined();
  const good = await freshToken();
  const { keys } = (await (await fetch(worker.serverMetadata().jwks_uri!)).json()) as { keys: JsonWebKey[] };
  const jwk = keys.find((key) => key['kid'] === kidOf(good))!;
  return [
    ...forgeries(good, jwk),
    ['a token for another API', elsewhere],
    ['an ID token', mine.id_token!],
    ['a token bound to a key, without proof', byKey],
    ['a token bound to a certificate, without it', byCertificate],
  ];
}

beforeAll(async () => {
  const env = {
    GATEHOUSE_KEY_ROTATION_SECONDS: '0',
    GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: '1',
    GATEHOUSE_JWKS_MAX_AGE_SECONDS: '1',
    GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS: '30',
  };
  const scopes = { invoice_read: 'See old invoices' };
  product = await startProduct(env, {
    indicator: ANOTHER_API,
    name: 'Archive',
    scopes,
    clients: ['worker'],
    roles: [],
  });
  const basic = client.ClientSecretBasic(await product.secretOf('worker'));
  worker = await client.discovery(new URL(product.issuer), 'worker', undefined, basic);
  lateToken = await freshToken();
});
afterAll(() => product?.stop());

const ask = async (url: string, token?: string): Promise<[number, string]> => {
  const answer = await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  await answer.body?.cancel();
  return [answer.status, answer.headers.get('www-authenticate') ?? ''];
};

describe.each(everywhere.map((program) => [program.name, program] as const))('%s', (name, program) => {
  if (program.missing !== undefined && process.env['CI'] !== 'true') {
    it.skip(`verifies our tokens [SKIP: ${program.missing}]`, () => undefined);
    return;
  }
  let running: Running;

  beforeAll(async () => {
    if (program.missing !== undefined) throw new Error(program.missing);
    running = await startElsewhere(program, product, join(product.state, name.replaceAll(' ', '-')));
  });
  afterAll(() => running?.stop());

  it('accepts a good token', async () => {
    expect(await ask(running.url, await freshToken())).toEqual([200, '']);
  });

  it('asks for a token where there is none', async () => {
    const [status, challenge] = await ask(running.url);
    expect(status).toBe(401);
    expect(challenge).toMatch(/^Bearer/);
  });

  it('refuses what is forged, for another API, or no access token', async () => {
    const bad = await badTokens();
    const accepted: string[] = [];
    const odd: string[] = [];
    for (const [what, token] of bad) {
      const [status, challenge] = await ask(running.url, token);
      if (status === 200) accepted.push(what);
      else if (status !== 401) odd.push(`${what}: ${status} ${challenge}`);
    }
    expect({ accepted, odd }).toEqual({ accepted: [], odd: [] });
    expect(bad.length).toBe(20);
    for (const [, token] of bad.slice(-4)) expect(claimsOf(token)['exp']).toBeGreaterThan(Date.now() / 1000);
  });

  it('refuses a token that lacks the scope, and says which', async () => {
    const { access_token } = await signedIn('openid profile_read', product.api);
    const [status, challenge] = await ask(running.url, access_token);
    expect([401, 403]).toContain(status);
    expect(challenge).toContain('insufficient_scope');
  });

  it('refuses an expired token', async () => {
    const endsAt = ((claimsOf(lateToken)['exp'] as number) + TOLERANCE_SECONDS + 1) * 1000;
    await delay(Math.max(0, endsAt - Date.now()));
    const [status] = await ask(running.url, lateToken);
    expect(status).toBe(401);
  });

  it('follows two rotations of the keys', async () => {
    const before = await freshToken();
    for (let rotation = 0; rotation < 2; rotation += 1) await rotate();
    // With the usual settings the new key was known for a day. Here it is news, and may be asked for after a while only.
    const isFollowed = async () => {
      const after = await freshToken();
      expect(kidOf(after)).not.toBe(kidOf(before));
      expect(await ask(running.url, after)).toEqual([200, '']);
      return true;
    };
    await eventually(isFollowed, { what: 'a token of the new key that is accepted', intervalMs: 250 });
  });
});

/** Lets the next key sign, by command, and waits until it does. */
async function rotate(): Promise<void> {
  const known = kidOf(await freshToken());
  const command = join(rootDirectory, 'apps/authorization-server/bin/gatehouse.js');
  const env = {
    ...process.env,
    ...product.env,
    GATEHOUSE_DATABASE_URL: `sqlite:${join(product.state, 'authorization-server.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: product.state,
    GATEHOUSE_TLS: 'false',
  };
  await promisify(execFile)(process.execPath, [command, 'keys', 'rotate'], { cwd: rootDirectory, env });
  await eventually(async () => kidOf(await freshToken()) !== known, {
    what: 'a token of the next key',
    intervalMs: 100,
  });
}

describe('docs/verify-elsewhere.md', () => {
  it('shows the programs as they are', () => {
    const text = readFileSync(join(rootDirectory, 'docs/verify-elsewhere.md'), 'utf8');
    const shown = [...text.matchAll(/<!-- file: (?<file>\S+) -->\n```\w+\n(?<code>[^]*?)```/gu)];
    expect(shown.map(({ groups }) => groups!['file'])).toEqual([
      'python/api.py',
      'go/main.go',
      'java/Api.java',
      'apache/api.conf',
    ]);
    for (const { groups } of shown) {
      expect(groups!['code']).toBe(readFileSync(join(rootDirectory, here, groups!['file']!), 'utf8'));
    }
  });
});
