/**
 * Upstream providers that lie, send too much or are not there, and connections that an operator declared by mistake: each against a
 * real server. The user reads what happened and can go on, the audit says why, and nothing is made or linked.
 */
import type { RequestListener } from 'node:http';
import { freePort } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createOutboundFetch } from '../../src/delivery/outbound/guard.ts';
import { connectionFrom } from '../../src/directory/connections/connections.ts';
import { createUpstream } from '../../src/directory/connections/upstream/upstream.ts';
import { AccountVisitor } from '../account.ts';
import { Browser, errorOf, openPage, submitPassword } from '../browser.ts';
import { TestClient } from '../client.ts';
import {
  type Lies,
  type LyingProvider,
  type LyingUpstream,
  type Place,
  startLyingUpstream,
} from '../lying-upstream.ts';
import { startServer, type TestServer } from '../server.ts';
import { comeBack } from '../upstream.ts';

const clientId = 'gatehouse';
const secret = 'a-secret-of-thirty-two-characters';
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Ten megabytes, or as many of them as are taken. */
const much: RequestListener = (_request, response) => {
  const chunk = Buffer.alloc(65_536, ' ');
  let left = 160;
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (left > 0) {
      left -= 1;
      if (!response.write(chunk)) {
        response.once('drain', more);
        return;
      }
    }
    response.end('{}');
  };
  more();
};
const page: RequestListener = (_request, response) =>
  void response
    .writeHead(200, { 'content-type': 'text/html' })
    .end('<!doctype html><title>Sign in to the Wi-Fi</title>');
const broken: RequestListener = (_request, response) => void response.writeHead(503).end();
const noJson: RequestListener = (_request, response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end('opaque-token-of-somebody');
const elsewhere: RequestListener = (_request, response) =>
  void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
const without = (name: string) => (claims: Record<string, unknown>) => ({ ...claims, [name]: undefined });
const withClaims = (changed: object) => ({ claims: (claims: Record<string, unknown>) => ({ ...claims, ...changed }) });
const withMetadata = (changed: object): Lies => ({ metadata: (metadata) => ({ ...metadata, ...changed }) });

/** Name, lies, what the user reads, what the operator reads. */
type Case = readonly [name: string, lies: Lies, error: string, explanation: RegExp];

const answers: readonly Case[] = [
  ['another issuer in the ID token', withClaims({ iss: 'https://evil.example' }), 'invalid_answer', /iss/u],
  [
    'another subject at userinfo than in the ID token',
    { claims: without('email'), userinfo: { sub: 'somebody-else', email: 'x@lies.example' } },
    'invalid_answer',
    /sub/u,
  ],
  [
    'an ID token signed by the key of another connection',
    { idToken: (claims, all) => all.provider('other-key').sign(claims) },
    'invalid_answer',
    /key/u,
  ],
  [
    'alg none',
    { idToken: (claims) => `${base64({ alg: 'none' })}.${base64(claims)}.` },
    'invalid_answer',
    /alg|signature/u,
  ],
  [
    'alg none, which discovery says is supported',
    {
      ...withMetadata({ id_token_signing_alg_values_supported: ['none', 'RS256'] }),
      idToken: (claims) => `${base64({ alg: 'none' })}.${base64(claims)}.`,
    },
    'invalid_answer',
    /alg|signature/u,
  ],
  ['HS256 with our secret', { idToken: (claims) => hs256(claims) }, 'invalid_answer', /alg/u],
  [
    'HS256 with our secret, which discovery says is supported',
    {
      ...withMetadata({ id_token_signing_alg_values_supported: ['HS256'] }),
      idToken: (claims) => hs256(claims),
    },
    'invalid_answer',
    /alg/u,
  ],
  ['a key that is not in the key set', { header: { kid: 'unknown' } }, 'invalid_answer', /key/u],
  [
    'that it lets nobody in, with a long reason of several lines',
    { answer: { error: 'access_denied', error_description: `AADSTS50105: not assigned\r\n"${'x'.repeat(300)}` } },
    'denied',
    /^the upstream answers access_denied: "AADSTS50105: not assigned x{100,140}\.\.\."$/u,
  ],
  ['another audience', withClaims({ aud: 'another-client' }), 'invalid_answer', /aud/u],
  ['two audiences without azp', withClaims({ aud: [clientId, 'another-client'] }), 'invalid_answer', /aud/u],
  [
    'azp of another client',
    withClaims({ aud: [clientId, 'another-client'], azp: 'another-client' }),
    'invalid_answer',
    /azp/u,
  ],
  ['an ID token that has expired', withClaims({ exp: 1 }), 'invalid_answer', /exp/u],
  ['an ID token that never expires', { claims: without('exp') }, 'invalid_answer', /exp/u],
  ['no nonce', { claims: without('nonce') }, 'invalid_answer', /nonce/u],
  ['the nonce of another browser', withClaims({ nonce: 'of-another-browser' }), 'invalid_answer', /nonce/u],
  ['no subject', { claims: without('sub') }, 'invalid_answer', /sub/u],
  ['a subject that is no text', withClaims({ sub: 7 }), 'invalid_answer', /sub/u],
  [
    'no JSON: what it is instead may be a token, so no part of it is recorded',
    { instead: { token: noJson } },
    'invalid_answer',
    /^the answer of the upstream is not good: failed to parse "response" body as JSON$/u,
  ],
  ['no ID token', { token: without('id_token') }, 'invalid_answer', /id_token/u],
  [
    'the issuer of another provider in the answer',
    { answer: { iss: 'https://evil.example' } },
    'invalid_answer',
    /iss/u,
  ],
  ['no issuer in the answer, although it was promised', { answer: { iss: '' } }, 'invalid_answer', /iss/u],
  ['ten megabytes from the token endpoint', { instead: { token: much } }, 'invalid_answer', /answer_too_large/u],
  ['ten megabytes of keys', { instead: { keys: much } }, 'invalid_answer', /answer_too_large/u],
  [
    'ten megabytes from userinfo',
    { claims: without('email'), instead: { userinfo: much } },
    'invalid_answer',
    /answer_too_large/u,
  ],
  ['a page from the token endpoint', { instead: { token: page } }, 'invalid_answer', /./u],
  ['a page in place of keys', { instead: { keys: page } }, 'invalid_answer', /./u],
  ['a page from userinfo', { claims: without('email'), instead: { userinfo: page } }, 'invalid_answer', /./u],
  ['a token endpoint that is out of order', { instead: { token: broken } }, 'unavailable', /503/u],
  ['keys that are out of order', { instead: { keys: broken } }, 'unavailable', /503/u],
  [
    'a userinfo endpoint that is out of order',
    { claims: without('email'), instead: { userinfo: broken } },
    'unavailable',
    /503/u,
  ],
  ['a token endpoint that leads elsewhere', { instead: { token: elsewhere } }, 'misconfigured', /redirect/u],
  [
    'a token endpoint at a private address',
    withMetadata({ token_endpoint: 'https://10.0.0.1/token' }),
    'misconfigured',
    /not_a_public_address/u,
  ],
  [
    'keys at the address of a cloud’s metadata',
    withMetadata({ jwks_uri: 'https://169.254.169.254/keys' }),
    'misconfigured',
    /not_a_public_address/u,
  ],
];

const beginnings: readonly Case[] = [
  [
    'another issuer in discovery',
    withMetadata({ issuer: 'https://evil.example' }),
    'misconfigured',
    /evil\.example|issuer/u,
  ],
  ['ten megabytes of discovery', { instead: { discovery: much } }, 'invalid_answer', /answer_too_large/u],
  ['a page in place of discovery', { instead: { discovery: page } }, 'invalid_answer', /./u],
  ['discovery that is out of order', { instead: { discovery: broken } }, 'unavailable', /503/u],
  ['discovery that leads to a private address', { instead: { discovery: elsewhere } }, 'misconfigured', /redirect/u],
  [
    'a sign-in at an address that is no page',
    withMetadata({ authorization_endpoint: 'javascript:alert(1)' }),
    'invalid_answer',
    /HTTPS/u,
  ],
  [
    'a sign-in without TLS',
    withMetadata({ authorization_endpoint: 'http://localhost/authorize' }),
    'invalid_answer',
    /HTTPS/u,
  ],
];

/** By an operator's mistake, without the outbound setting. */
const mistakes = [
  ['loopback', 'https://127.0.0.1:8443', /not_a_public_address/u],
  ['metadata', 'https://169.254.169.254', /not_a_public_address/u],
  ['private', 'https://10.0.0.1', /not_a_public_address/u],
  ['private-v6', 'https://[fd00::1]', /not_a_public_address/u],
] as const;

async function hs256(claims: Record<string, unknown>): Promise<string> {
  const { SignJWT } = await import('jose');
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
}

let lying: LyingUpstream;
let server: TestServer;
let client: TestClient;
let closed: string;
/** Names of connections: the place of a case in its table. */
const answerName = (index: number) => `answer-${index}`;
const beginningName = (index: number) => `begin-${index}`;

const entryOf = (name: string, issuer: string) => ({
  name,
  kind: 'oidc',
  issuer,
  client_id: clientId,
  client_secret: { value: secret },
});

const byAnother: Lies['idToken'] = (claims, all) => all.provider('other-key').sign(claims, { kid: 'own-kid-1' });

beforeAll(async () => {
  lying = await startLyingUpstream();
  closed = `https://localhost:${await freePort()}`;
  const own = ['honest', 'second', 'text', 'costs', 'many', 'rotating', 'storm', 'own-kid', 'other-key', 'hoard'];
  const names = [...answers.map((_one, n) => answerName(n)), ...beginnings.map((_one, n) => beginningName(n)), ...own];
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: `${lying.origin},${closed}` },
    registry: (document) => {
      (document as unknown as Record<string, unknown>)['connections'] = [
        ...names.map((name) => ({
          ...entryOf(name, lying.provider(name).issuer),
          ...(name === 'hoard' && { mapping: { groups: 'groups' } }),
        })),
        ...mistakes.map(([name, issuer]) => entryOf(name, issuer)),
        entryOf('closed', closed),
      ];
    },
  });
  client = new TestClient(server, 'web-app', { secret: await server.clientSecret('web-app') });
});
afterAll(async () => {
  await server?.stop();
  lying?.stop();
});

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

const press = async (connection: string, by = browser) => {
  const { action, csrf } = await openPage(by, client.request().url);
  return by.post(action.replace(/\/\w+$/u, '/upstream'), { csrf, connection });
};
/** Through the provider, up to the answer that the browser takes to the callback. */
const backFrom = async (connection: string, by = browser): Promise<URL> => {
  const begun = await press(connection, by);
  if (begun.status !== 303) throw new Error(`${begun.status} ${errorOf(begun.body) ?? ''}`);
  return new URL((await new Browser().get(begun.location)).location);
};
const signedIn = async (connection: string, by = browser) =>
  (await comeBack(by, await backFrom(connection, by))) instanceof URL;
const identityOf = ({ issuer, name }: LyingProvider) =>
  server.server.storage.identities.find({ issuer, subject: `user-of-${name}` });
async function expectNothing(provider: LyingProvider): Promise<void> {
  expect(await identityOf(provider)).toBeUndefined();
  expect(await server.server.storage.accounts.findByEmail(`${provider.name}@lies.example`)).toEqual([]);
}
const recordOf = async (connection: string) =>
  (await server.audited())
    .map(({ data }) => data)
    .find(({ target }) => (target as { id?: string } | undefined)?.id === connection);
async function expectRecord(connection: string, reason: string, explanation: RegExp): Promise<void> {
  expect(await recordOf(connection)).toMatchObject({
    event: 'sign_in.upstream',
    outcome: 'failure',
    reason,
    explanation: expect.stringMatching(explanation),
    client_id: 'web-app',
  });
}

const expectRefusedAnswer = async (name: string, [lies, error, explanation]: readonly [Lies, string, RegExp]) => {
  const provider = lying.provider(name);
  provider.lies = lies;
  const next = await comeBack(browser, await backFrom(name));
  if (next instanceof URL) throw new Error(`somebody was signed in: ${next.href}`);
  expect(errorOf(next.answer.body)).toBe(`upstream_${error}`);
  await expectRecord(name, error, explanation);
  await expectNothing(provider);
  // The other ways in are open.
  expect(await submitPassword(browser, next, await server.person('bob'))).toBeInstanceOf(URL);
};

const expectNobodySent = async (name: string, error: string, explanation: RegExp) => {
  const answer = await press(name);
  const { status, headers } = answer;
  const [expected, retryAfter] = error === 'unavailable' ? [503, '5'] : [502];
  expect([status, headers['retry-after'], errorOf(answer.body)]).toEqual([expected, retryAfter, `upstream_${error}`]);
  expect(answer.body).toContain('name="password"');
  await expectRecord(name, error, explanation);
};

const saying = (verified: unknown) => {
  const provider = lying.provider('text');
  const subject = `says-${JSON.stringify(verified)}`;
  provider.lies = withClaims({ sub: subject, email_verified: verified });
  return { issuer: provider.issuer, subject };
};

const later = (ms: number) => {
  const { now } = Date;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
};
const expectAsked = async (verified: unknown) => {
  browser = new Browser();
  const identity = saying(verified);
  const next = await comeBack(browser, await backFrom('text'));
  if (next instanceof URL) throw new Error('somebody was signed in');
  expect(next.answer.body).toContain('Connect <bdi>text</bdi> to your account');
  expect(await server.server.storage.identities.find(identity)).toBeUndefined();
  expect(await server.server.storage.accounts.findByEmail('text@lies.example')).toEqual([]);
};

it('the provider is believed when it does not lie', async () => {
  expect(await signedIn('honest')).toBe(true);
  expect(await identityOf(lying.provider('honest'))).toMatchObject({ connection: 'honest' });
});

describe('FED-04: an upstream that lies in its answer', () => {
  it.each(answers.map(([title, ...rest], n) => [title, answerName(n), rest] as const))('%s', (_title, name, rest) =>
    expectRefusedAnswer(name, rest),
  );

  it('an ID token signed by the key of another connection, under the name of ours', () => {
    return expectRefusedAnswer('own-kid', [{ idToken: byAnother }, 'invalid_answer', /signature/u]);
  });
});

const groups = (count: number) =>
  withClaims({ email_verified: false, groups: Array.from({ length: count }, (_, n) => `${n}`.padEnd(160, 'x')) });

it('FED-04: more claims than are kept while a user signs in to connect', async () => {
  await expectRefusedAnswer('hoard', [groups(120), 'invalid_answer', /bytes; at most 16384/u]);
  lying.provider('hoard').lies = groups(80);
  browser = new Browser();
  const next = await comeBack(browser, await backFrom('hoard'));
  expect(next instanceof URL ? next.href : next.answer.body).toContain('Connect <bdi>hoard</bdi> to your account');
});

describe('an upstream to which nobody is sent', () => {
  it.each(beginnings.map(([title, ...rest], n) => [title, beginningName(n), ...rest] as const))(
    '%s',
    async (_title, name, lies, error, explanation) => {
      lying.provider(name).lies = lies;
      await expectNobodySent(name, error, explanation);
    },
  );

  it.each(mistakes)('AS-19: declared by mistake: %s', async (name, _issuer, explanation) => {
    await expectNobodySent(name, 'misconfigured', explanation);
  });

  it('a port at which nobody listens', () => expectNobodySent('closed', 'unavailable', /ECONNREFUSED/u));

  it('the same from the account page, where it is connected', async () => {
    const visitor = new AccountVisitor(server, await server.person('bob'));
    const answer = await visitor.raw('/account/identities', { connection: 'closed' });
    expect([answer.status, answer.headers['retry-after'], errorOf(answer.body)]).toEqual([
      503,
      '5',
      'upstream_unavailable',
    ]);
  });
});

describe('FED-04: two connections', () => {
  it.each([
    ['honest', 'second'],
    ['second', 'honest'],
  ])('the answer of %s is nothing to %s', async (one, other) => {
    const asked = lying.provider(other).asked.length;
    const back = await backFrom(one);
    const mixed = new URL(back.href.replace(`/federation/${one}/`, `/federation/${other}/`));
    const first = await browser.get(mixed.href);
    const answer = await browser.get(new URL(first.location, mixed.origin).href);
    expect([answer.status, errorOf(answer.body)]).toEqual([400, 'upstream_answer_unexpected']);
    await expectRecord(other, 'answer_unexpected', /asked last/u);
    // The code goes to nobody.
    expect(lying.provider(other).asked).toHaveLength(asked);
  });

  it('a code is not sent to the other connection, although that was asked last', async () => {
    for (const [one, other] of [
      ['honest', 'second'],
      ['second', 'honest'],
    ] as const) {
      browser = new Browser();
      const code = (await backFrom(one)).searchParams.get('code')!;
      const back = await backFrom(other);
      const { asked } = lying.provider(other);
      back.searchParams.set('code', code);
      back.searchParams.set('iss', lying.provider(one).issuer);
      const before = asked.filter((place) => place === 'token').length;
      const next = await comeBack(browser, back);
      expect(next instanceof URL ? next.href : errorOf(next.answer.body)).toBe('upstream_invalid_answer');
      expect(asked.filter((place) => place === 'token')).toHaveLength(before);
    }
  });
});

describe('a callback of a connection that nobody declared', () => {
  it('is recorded without its name, which anybody can choose', async () => {
    const back = await backFrom('honest');
    const name = 'n'.repeat(3000);
    const mixed = new URL(back.href.replace('/federation/honest/', `/federation/${name}/`));
    const first = await browser.get(mixed.href);
    const answer = await browser.get(new URL(first.location, mixed.origin).href);
    expect([answer.status, errorOf(answer.body)]).toEqual([400, 'upstream_answer_unexpected']);
    const [last] = await server.audited({ type: 'sign_in.upstream' });
    expect(last?.data).toMatchObject({ reason: 'answer_unexpected' });
    expect(last?.data).not.toHaveProperty('target');
  });
});

describe('FED-03: an address that the upstream says it has verified', () => {
  it('a text, a number or an object is not true', async () => {
    for (const verified of ['true', 1, { value: true }]) await expectAsked(verified);
  });

  it('true is', async () => {
    const identity = saying(true);
    expect(await signedIn('text')).toBe(true);
    const { accountId } = (await server.server.storage.identities.find(identity))!;
    expect(await server.server.storage.accounts.find(accountId)).toMatchObject({ email: 'text@lies.example' });
  });
});

describe('what a sign-in costs upstream', () => {
  it('discovery and keys are read once, the token endpoint is asked each time', async () => {
    const provider = lying.provider('costs');
    expect(await signedIn('costs')).toBe(true);
    expect(provider.asked.splice(0)).toEqual(['discovery', 'token', 'keys']);
    expect(await signedIn('costs', new Browser())).toBe(true);
    expect(provider.asked).toEqual(['token']);
  });

  it('many first sign-ins at once read discovery once', async () => {
    const provider = lying.provider('many');
    await Promise.all(Array.from({ length: 5 }, () => backFrom('many', new Browser())));
    expect(provider.asked).toEqual(['discovery']);
  });
});

describe('keys that change upstream', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('a new key is read when it is met, a minute after the last reading', async () => {
    const provider = lying.provider('rotating');
    expect(await signedIn('rotating')).toBe(true);
    provider.rotate();
    provider.asked.splice(0);
    later(61_000);
    expect(await signedIn('rotating', new Browser())).toBe(true);
    expect(provider.asked).toEqual(['token', 'keys']);
  });

  it('tokens of unknown keys make no storm of requests', async () => {
    const provider = lying.provider('storm');
    expect(await signedIn('storm')).toBe(true);
    provider.asked.splice(0);
    provider.lies = { header: { kid: 'unknown' } };
    for (let n = 0; n < 6; n += 1) expect(await signedIn('storm', new Browser())).toBe(false);
    expect(provider.asked).toEqual(Array.from({ length: 6 }, () => 'token'));
  });
});

describe('an upstream that drips', () => {
  it.each<Place>(['discovery', 'token', 'keys', 'userinfo'])(
    '%s: one time limit for the whole answer, and the connection is torn down',
    async (place) => {
      const torn = Promise.withResolvers<void>();
      const provider = lying.provider(`drip-${place}`);
      provider.lies = {
        claims: without('email'),
        instead: {
          [place]: ((_request, response) => {
            response.writeHead(200, { 'content-type': 'application/json' });
            const drops = setInterval(() => response.write(' '), 5);
            response.once('close', () => {
              clearInterval(drops);
              torn.resolve();
            });
          }) satisfies RequestListener,
        },
      };
      const upstream = createUpstream({
        fetch: createOutboundFetch({ allow: [lying.origin], timeoutMs: 500 }),
        clock: Date.now,
      });
      const { name, issuer } = provider;
      const definition = { kind: 'oidc', issuer, client_id: clientId };
      const connection = connectionFrom({ name, definition, secret }, []);
      const asked = async () => {
        const redirectUri = `${server.issuer}/federation/${name}/callback`;
        const { url, request } = await upstream.begin(connection, { redirectUri });
        const { searchParams } = new URL((await new Browser().get(url.href)).location);
        return upstream.finish(connection, request, searchParams);
      };
      await expect(asked()).rejects.toMatchObject({
        failure: 'unavailable',
        message: expect.stringContaining('too_slow'),
      });
      await torn.promise;
    },
  );
});
