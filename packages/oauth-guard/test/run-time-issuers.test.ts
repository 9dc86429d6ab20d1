import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createResourceServer,
  type IssuerOptions,
  type IssuerResolver,
  type KeysEvent,
  TOKEN_PROFILES,
} from '../src/index.ts';
import { createSigningKey } from '../src/testing/signing.ts';
import { createManualTime, createTestIssuer } from '../src/testing.ts';
import { carrying } from './requests.ts';

const resource = 'https://api.example.com';
const TEMPLATE = 'https://login.example.com/{tenant}/v2.0';
const tenant = (name: string): string => `https://login.example.com/${name}/v2.0`;
const key = await createSigningKey('ES256');
const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const es256 = (issuer: string): IssuerOptions => ({ issuer, algorithms: ['ES256'] });

const withKeysElsewhere = (issuer: string): IssuerOptions => ({
  ...es256(issuer),
  jwksUri: 'https://login.example.com/jwks',
});

/** A guard of many tenants, and what it asked for. */
function open(resolver: Partial<IssuerResolver> & { jwksUri?: (issuer: string) => string } = {}, more: object = {}) {
  const { jwksUri = (issuer: string) => `${issuer}/jwks`, ...rest } = resolver;
  const fetched: string[] = [];
  const resolved: string[] = [];
  const events: KeysEvent[] = [];
  const time = createManualTime();
  const resolve = rest.resolve ?? es256;
  const state = { keys: [key.publicJwk] as object[], status: 200 };
  const api = createResourceServer({
    resource,
    issuers: {
      allow: TEMPLATE,
      ...rest,
      resolve: (issuer) => {
        resolved.push(issuer);
        return resolve(issuer);
      },
    },
    time,
    observe: { keys: (event) => events.push(event) },
    fetch: async (url) => {
      fetched.push(url);
      await new Promise((done) => setImmediate(done));
      if (state.status !== 200) return new Response('', { status: state.status });
      if (url.endsWith('/jwks')) return Response.json({ keys: state.keys });
      const { origin, pathname } = new URL(url);
      const issuer = origin + pathname.replace(/\/\.well-known\/[a-z-]+/, '');
      return Response.json({ issuer, jwks_uri: jwksUri(issuer) });
    },
    ...more,
  });
  opened.push(api);
  const token = (iss: unknown, header: object = {}, signer = key): string => {
    const now = Math.floor(time.now() / 1000);
    const claims = { iss, sub: 'a', aud: resource, client_id: 'c', jti: 'j', iat: now, exp: now + 86_400 };
    return signer.signJws({ alg: 'ES256', typ: 'at+jwt', kid: key.publicJwk.kid, ...header }, claims);
  };
  const ask = async (iss: unknown, header?: object): Promise<string> => {
    const decision = await api.authenticate(carrying(token(iss, header)));
    return decision.ok ? 'accepted' : `${decision.status} ${decision.code}`;
  };
  return { api, fetched, resolved, events, time, token, ask, state };
}

describe('issuers that are known only at run time', () => {
  it('are resolved and fetched once for any number of first requests, and then known', async () => {
    const { ask, fetched, resolved, api } = open();
    expect(api.ready()).toBe(true);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => ask(tenant('a'))));
    expect(new Set(outcomes)).toEqual(new Set(['accepted']));
    expect(resolved).toEqual([tenant('a')]);
    expect(fetched).toHaveLength(2);
    expect(await ask(tenant('b'))).toBe('accepted');
    expect(await ask(tenant('a'))).toBe('accepted');
    expect(resolved).toEqual([tenant('a'), tenant('b')]);
    expect(api.metadataDocument()).not.toHaveProperty('authorization_servers');
  });

  it('stand beside fixed ones, with a profile of their own, on a real server', async () => {
    const fixed = await createTestIssuer({ audience: resource });
    const other = await createTestIssuer({ audience: resource });
    opened.push(fixed, other);
    const api = createResourceServer({
      resource,
      issuers: [
        fixed.issuer,
        { allow: other.issuer, resolve: (issuer) => Promise.resolve({ issuer, profile: 'generic' as const }) },
      ],
    });
    opened.push(api);
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: other.issuer, sub: 'a', aud: resource, azp: 'c', scp: 'read', iat: now - 1, exp: now + 300 };
    const { kid } = other.publicKeys[0] as { kid: string };
    const auth = await api.verify(other.signJws({ alg: 'RS256', typ: 'JWT', kid }, claims));
    expect(auth).toMatchObject({ clientId: 'c', scopes: ['read'] });
    expect(await api.verify(await fixed.issueToken())).toMatchObject({ issuer: fixed.issuer });
    expect(api.metadataDocument()).toMatchObject({ authorization_servers: [fixed.issuer] });
  });

  it('10,000 issuers that nobody allows are 10,000 refusals without one question', async () => {
    const { ask, fetched, resolved } = open();
    const outcomes = new Set<string>();
    for (let i = 0; i < 10_000; i++) outcomes.add(await ask(`https://evil-${i}.example/${i}/v2.0`));
    expect(outcomes).toEqual(new Set(['401 wrong_issuer']));
    expect({ fetched, resolved }).toEqual({ fetched: [], resolved: [] });
  });

  it('those that the resolver does not know are never fetched, and asked about once in a while', async () => {
    const { ask, fetched, resolved, time } = open({
      resolve: (issuer) => (issuer.includes('other') ? null : undefined),
    });
    for (let i = 0; i < 10; i++) expect(await ask(tenant('x'))).toBe('401 wrong_issuer');
    expect(resolved).toHaveLength(1);
    time.advance(60);
    expect(await ask(tenant('x'))).toBe('401 wrong_issuer');
    expect(resolved).toHaveLength(2);
    // The refusals that are kept are bounded, so the first is asked about again.
    for (let i = 0; i < 1000; i++) await ask(tenant(`other-${i}`));
    await ask(tenant('x'));
    expect(resolved).toHaveLength(2 + 1000 + 1);
    expect(fetched).toEqual([]);
  });

  const hostile: [string, unknown][] = [
    ['http', 'http://login.example.com/a/v2.0'],
    ['another host', 'https://login.example.com.evil.example/a/v2.0'],
    ['user information', 'https://login.example.com@evil.example/a/v2.0'],
    ['user information before the right host', 'https://evil@login.example.com/a/v2.0'],
    ['capital letters in the host', 'https://LOGIN.example.com/a/v2.0'],
    ['capital letters in the scheme', 'HTTPS://login.example.com/a/v2.0'],
    ['the default port', 'https://login.example.com:443/a/v2.0'],
    ['another port', 'https://login.example.com:8443/a/v2.0'],
    ['a dot after the host', 'https://login.example.com./a/v2.0'],
    ['an escape in the host', 'https://login%2eexample.com/a/v2.0'],
    ['an escape in the path', 'https://login.example.com/%61/v2.0'],
    ['an escaped slash', 'https://login.example.com/a%2Fb/v2.0'],
    ['two segments for one', 'https://login.example.com/a/b/v2.0'],
    ['no segment', 'https://login.example.com//v2.0'],
    ['dots', 'https://login.example.com/../v2.0'],
    ['dots that resolve to the right path', 'https://login.example.com/x/../a/v2.0'],
    ['backslashes', 'https:\\\\login.example.com\\a\\v2.0'],
    ['a query', 'https://login.example.com/a/v2.0?x=1'],
    ['an empty query', 'https://login.example.com/a/v2.0?'],
    ['a fragment', 'https://login.example.com/a/v2.0#x'],
    ['a slash at the end', 'https://login.example.com/a/v2.0/'],
    ['something before', ' https://login.example.com/a/v2.0'],
    ['a line break', 'https://login.example.com/a\n/v2.0'],
    ['a tab', 'https://login.exa\tmple.com/a/v2.0'],
    ['full-width letters', 'https://login.example。com/a/v2.0'],
    ['a very long one', `https://login.example.com/${'a'.repeat(500)}/v2.0`],
    ['a number', 7],
    ['a list', ['https://login.example.com/a/v2.0']],
    ['an object', { toString: 'https://login.example.com/a/v2.0' }],
    ['nothing', undefined],
    ['no URL', 'login'],
    ['a file', 'file:///etc/passwd'],
  ];
  it.each(hostile)('an issuer with %s is refused without a question', async (_name, iss) => {
    const { ask, fetched, resolved } = open();
    expect(await ask(iss)).toBe('401 wrong_issuer');
    expect({ fetched, resolved }).toEqual({ fetched: [], resolved: [] });
  });

  it.each([
    'https://127.0.0.1/a',
    'https://127.1/a',
    'https://2130706433/a',
    'https://0x7f.1/a',
    'https://[::1]/a',
    'https://169.254.169.254/a',
    'https://10.0.0.1/a',
    'http://127.0.0.1/a',
    'http://localhost/a',
    'https://localhost/a',
    'https://app.localhost/a',
    'https://intranet/a',
    'https://db.internal/a',
    'https://printer.local/a',
  ])('%s is refused by a pattern and a function that allow everything', async (iss) => {
    for (const allow of [/.*/, () => true, [/https?:.*/s, () => true]]) {
      const { ask, fetched, resolved } = open({ allow });
      expect(await ask(iss)).toBe('401 wrong_issuer');
      expect({ fetched, resolved }).toEqual({ fetched: [], resolved: [] });
    }
  });

  it.each<[string, IssuerResolver['allow'], string, boolean]>([
    ['a URL', 'https://a.example.com', 'https://a.example.com', true],
    ['a URL with a slash', 'https://a.example.com/', 'https://a.example.com', false],
    ['a label', 'https://{tenant}.example.com/', 'https://acme.example.com/', true],
    ['a label, not two', 'https://{tenant}.example.com/', 'https://a.b.example.com/', false],
    ['a label with a port', 'https://{tenant}.example.com:8443', 'https://acme.example.com:8443', true],
    ['no other port', 'https://{tenant}.example.com:8443', 'https://acme.example.com', false],
    ['a label in the middle', 'https://eu.{tenant}.example.com', 'https://eu.acme.example.com', true],
    ['dots are dots', 'https://a.example.com/{t}', 'https://axexample.com/t', false],
    ['a list', ['https://a.example.com', 'https://b.example.com'], 'https://b.example.com', true],
    ['a pattern', /https:\/\/[a-z]+\.example\.com/, 'https://acme.example.com', true],
    ['a pattern fits the whole', /https:\/\/[a-z]+\.example\.com/, 'https://acme.example.com.evil.example', false],
    ['a pattern that remembers', /https:\/\/[a-z]+\.example\.com/gy, 'https://acme.example.com', true],
    [
      'a pattern of several lines',
      /https:\/\/x\.example\.com|https:\/\/y\.example\.com/m,
      'https://y.example.com',
      true,
    ],
    ['a pattern that reaches over labels', /https:\/\/.*\.example\.com/, 'https://a.b.example.com', true],
    ['a pattern, and its host in a path', /https:\/\/.*\.example\.com/, 'https://evil.example/x.example.com', false],
    [
      'a pattern, and a longer host',
      /https:\/\/login\.example\.com.*/,
      'https://login.example.com.evil.example/a',
      false,
    ],
    ['a pattern whose host does not end', /https:\/\/login\.example\.com.*/, 'https://login.example.com/a', false],
    ['a pattern whose host ends', /https:\/\/login\.example\.com\/.*/, 'https://login.example.com/a/b', true],
    ['a pattern, and a longer name', /https:\/\/.*example\.com/, 'https://evilexample.com', false],
    ['a pattern of several names', /https:\/\/[a-z.]+\.(?:example|other)\.com/, 'https://a.b.other.com', true],
    ['a pattern of a port', /https:\/\/\w+\.example\.com:8443/, 'https://a.example.com:8443', true],
    ['a pattern for every host', /https:\/\/.+/, 'https://evil.example', false],
    ['a function', (iss: string) => iss.endsWith('.example.com'), 'https://acme.example.com', true],
    ['a function that says something else', (() => 'yes') as never, 'https://acme.example.com', false],
    [
      'a function that throws',
      () => {
        throw new Error('x');
      },
      'https://acme.example.com',
      false,
    ],
  ])('allow: %s', async (_name, allow, iss, allowed) => {
    const { ask } = open({ allow, resolve: withKeysElsewhere });
    for (let i = 0; i < 3; i++) expect(await ask(iss)).toBe(allowed ? 'accepted' : '401 wrong_issuer');
  });

  it('allow: a function that rejects ends no process', async () => {
    let handled = 0;
    // oxlint-disable-next-line unicorn/no-thenable -- tells whether somebody handles its rejection
    const rejecting = { then: (_: unknown, reject: (error: Error) => void) => reject(new Error(`${handled++}`)) };
    const { ask } = open({ allow: (() => rejecting) as never });
    expect(await ask(tenant('a'))).toBe('401 wrong_issuer');
    expect(handled).toBe(1);
  });

  it.each<[string, object]>([
    ['issuers.allow must hold at least one rule', { allow: [] }],
    ['issuers.allow must be a URL, a pattern, a function, or a list of these', { allow: [7] }],
    ['issuers.allow must be a URL', { allow: undefined }],
    ['must be an https URL as a browser writes it', { allow: 'login.example.com' }],
    ['must be an https URL as a browser writes it', { allow: 'http://login.example.com/{t}' }],
    ['must be an https URL as a browser writes it', { allow: 'https://LOGIN.example.com/{t}' }],
    ['must be an https URL as a browser writes it', { allow: 'https://login.example.com/{t}?x' }],
    ['must be an https URL as a browser writes it', { allow: 'https://login.example.com/{}' }],
    ['issuers.allow must be synchronous, and this function is async', { allow: (async () => true) as never }],
    ['a dot stands for any character', { allow: /https:\/\/login.example.com\/.*/ }],
    ['a dot stands for any character', { allow: /https:\/\/login\.example.com\/[^.]+/ }],
    ['has a placeholder of another kind', { allow: 'https://*.example.com' }],
    ['has a placeholder of another kind', { allow: 'https://login.example.com/*/v2.0' }],
    ['has a placeholder of another kind', { allow: 'https://login.example.com/:tenant' }],
    ['must name its domain', { allow: 'https://{tenant}.com' }],
    ['must name its domain', { allow: 'https://example.{tld}' }],
    ['must name its domain', { allow: 'https://{tenant}' }],
    ['must name its domain', { allow: 'https://x-{tenant}.login.example.com' }],
    ['issuers.resolve must be a function', { resolve: 7 }],
    ['issuers.maxIssuers must be a number', { maxIssuers: 0 }],
    ['issuers has no member "fetch"; there are allow, resolve, maxIssuers', { fetch }],
  ])('%s', (message, wrong) => {
    const issuers = { allow: TEMPLATE, resolve: es256, ...wrong } as IssuerResolver;
    expect(() => createResourceServer({ resource, issuers })).toThrow(TypeError);
    expect(() => createResourceServer({ resource, issuers })).toThrow(message);
    expect(() => createResourceServer({ resource, issuers: [issuers, issuers] })).toThrow(TypeError);
  });

  it('there may be one resolver', () => {
    const issuers = [1, 2].map(() => ({ allow: TEMPLATE, resolve: es256 }));
    expect(() => createResourceServer({ resource, issuers })).toThrow('issuers: there may be one resolver');
  });

  it('an answer that was changed in place is a changed answer', async () => {
    const clients = ['c'];
    const values = { client_id: /^c$/ };
    const profile = { ...TOKEN_PROFILES.rfc9068, values };
    const { ask, time } = open({ resolve: (issuer) => ({ ...es256(issuer), clients, profile }) });
    expect(await ask(tenant('a'))).toBe('accepted');
    clients[0] = 'other';
    time.advance(600);
    expect(await ask(tenant('a'))).toBe('401 wrong_client');
    clients[0] = 'c';
    time.advance(600);
    expect(await ask(tenant('a'))).toBe('accepted');
    values.client_id = /^d$/;
    time.advance(600);
    expect(await ask(tenant('a'))).toBe('401 invalid_claims');
  });

  it('a known issuer serves on for as long as keys do while the resolver fails, and no longer, however fresh its keys', async () => {
    let away = false;
    const resolve = (issuer: string): IssuerOptions => {
      if (away) throw new Error('away');
      return es256(issuer);
    };
    const { ask, time } = open({ resolve });
    expect(await ask(tenant('a'))).toBe('accepted');
    away = true;
    for (let passed = 300; passed <= 86_400; passed += 300) {
      time.advance(300);
      await ask(tenant('a'));
      await new Promise((done) => setImmediate(done));
    }
    expect(await ask(tenant('a'))).toBe('accepted');
    time.advance(300);
    expect(await ask(tenant('a'))).toBe('503 keys_unavailable');
    away = false;
    time.advance(5);
    expect(await ask(tenant('a'))).toBe('accepted');
  });

  it.each<[string, IssuerResolver['resolve'], string]>([
    [
      'throws',
      () => {
        throw new Error('password=SECRET');
      },
      'issuers.resolve failed: Error',
    ],
    [
      'throws an error with a code',
      () => {
        throw Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
      },
      'issuers.resolve failed: Error ECONNREFUSED',
    ],
    ['rejects', () => Promise.reject(new RangeError('SECRET')), 'issuers.resolve failed: RangeError'],
    [
      'throws what quotes a header',
      () => {
        throw new TypeError('"Bearer SECRET" is an invalid header value');
      },
      'issuers.resolve failed: TypeError',
    ],
    ['rejects with nothing', () => Promise.reject(), 'issuers.resolve failed: undefined'],
    ['rejects with a text', () => Promise.reject('SECRET'), 'issuers.resolve failed: string'],
    ['hangs', () => new Promise(() => undefined), 'issuers.resolve failed: no answer in time'],
    [
      'answers about another issuer',
      () => es256('https://evil.example'),
      `issuers.resolve failed: the answer is about "https://evil.example", not about "${tenant('a')}"`,
    ],
    ['answers with a mistake', (issuer) => ({ issuer, algorithm: 'ES256' }) as never, 'no member "algorithm"'],
    [
      'answers with introspection',
      (issuer) => ({ issuer, introspection: { client: { id: 'a', secret: 'b' } } }),
      'an opaque token does not tell its issuer',
    ],
  ])('a resolver that %s is a 503 that is told, kept for a cooldown, and forgotten', async (_name, resolve, detail) => {
    let well = false;
    const { ask, fetched, resolved, events, time } = open({
      resolve: (issuer) => (well ? es256(issuer) : resolve(issuer)),
    });
    expect(await Promise.all([ask(tenant('a')), ask(tenant('a'))])).toEqual(Array(2).fill('503 keys_unavailable'));
    expect(await ask(tenant('a'))).toBe('503 keys_unavailable');
    expect(resolved).toHaveLength(1);
    expect(fetched).toEqual([]);
    expect(events).toEqual([
      { issuer: tenant('a'), outcome: 'failed', keys: 0, removed: false, detail: expect.stringContaining(detail) },
    ]);
    expect(JSON.stringify(events)).not.toContain('SECRET');
    well = true;
    time.advance(5);
    expect(await ask(tenant('a'))).toBe('accepted');
  });

  it('an issuer whose keys cannot be read is 503, asked for once in a cooldown, and takes nobody a place', async () => {
    const { ask, fetched, state, time } = open({ maxIssuers: 1 });
    expect(await ask(tenant('good'))).toBe('accepted');
    state.status = 404;
    const before = fetched.length;
    for (let i = 0; i < 5; i++) expect(await ask(tenant('a'))).toBe('503 keys_unavailable');
    expect(fetched.length - before).toBe(3);
    expect(await ask(tenant('good'))).toBe('accepted');
    time.advance(5);
    state.status = 200;
    expect(await ask(tenant('a'))).toBe('accepted');
  });

  it('the most recently used are kept, and one that gave way is simply asked for again', async () => {
    const { ask, resolved, api, token } = open({ maxIssuers: 2 });
    const remembered = token(tenant('b'));
    expect(await api.authenticate(carrying(remembered))).toMatchObject({ ok: true });
    for (const name of ['a', 'b', 'a', 'c', 'a']) expect(await ask(tenant(name))).toBe('accepted');
    expect(resolved).toEqual(['b', 'a', 'c'].map(tenant));
    expect(await api.authenticate(carrying(remembered))).toMatchObject({ ok: true });
    expect(await ask(tenant('b'))).toBe('accepted');
    expect(resolved).toHaveLength(4);
  });

  it('a tenant that is no more is refused at the latest one cache age later, remembered tokens included', async () => {
    let gone = false;
    const { api, token, time, resolved, fetched } = open({ resolve: (issuer) => (gone ? undefined : es256(issuer)) });
    const jwt = token(tenant('a'));
    const outcome = async (): Promise<string> => {
      const decision = await api.authenticate(carrying(jwt));
      return decision.ok ? 'accepted' : decision.code;
    };
    expect(await outcome()).toBe('accepted');
    const asked = fetched.length;
    time.advance(600);
    expect(await outcome()).toBe('accepted');
    // The same answer keeps the same issuer: its keys are read anew, and its metadata are not.
    expect(fetched.slice(asked)).toEqual([`${tenant('a')}/jwks`]);
    gone = true;
    time.advance(300);
    expect(await outcome()).toBe('accepted');
    time.advance(300);
    expect(await outcome()).toBe('wrong_issuer');
    expect(resolved).toHaveLength(3);
  });

  it('a changed answer of the resolver makes a new issuer, and a failure keeps the known one for a while', async () => {
    let answer: (issuer: string) => IssuerOptions = es256;
    const { ask, time } = open({ resolve: (issuer) => answer(issuer) });
    expect(await ask(tenant('a'))).toBe('accepted');
    answer = () => {
      throw new Error('away');
    };
    time.advance(600);
    expect(await ask(tenant('a'))).toBe('accepted');
    answer = (issuer) => ({ issuer, algorithms: ['RS256'] });
    time.advance(5);
    expect(await ask(tenant('a'))).toBe('503 keys_unavailable');
    answer = (issuer) => ({ issuer, algorithms: ['RS256', 'ES256'] });
    time.advance(5);
    expect(await ask(tenant('a'))).toBe('accepted');
    answer = () => {
      throw new Error('away');
    };
    time.advance(86_401);
    expect(await ask(tenant('a'))).toBe('503 keys_unavailable');
  });

  it.each([
    ['this machine', () => 'http://127.0.0.1:9/jwks'],
    ['an address', () => 'https://169.254.169.254/jwks'],
    ['a name of the network', () => 'https://metadata.internal/jwks'],
    ['this machine, with the dot of an absolute name', () => 'https://localhost./jwks'],
    ['a name of the network, with the dot of an absolute name', () => 'https://metadata.google.internal./jwks'],
    ['a service of the cluster', () => 'https://kubernetes.default.svc/openid/v1/jwks'],
    ['a name of an office', () => 'https://nas.lan/jwks'],
    ['no https', () => 'http://login.example.com/jwks'],
  ])('metadata of a tenant that send to %s are not followed', async (_name, jwksUri) => {
    const { ask, fetched, events } = open({ jwksUri });
    expect(await ask(tenant('a'))).toBe('503 keys_unavailable');
    expect(fetched.every((url) => url.startsWith('https://login.example.com/'))).toBe(true);
    expect(events[0]?.detail).toContain('has an endpoint that may not be asked');
  });

  it('the header of a token changes nothing: type, algorithm and keys that it offers', async () => {
    const { ask, api, token } = open();
    expect(await ask(tenant('a'), { typ: 'JWT' })).toBe('401 wrong_type');
    expect(await ask(tenant('a'), { typ: undefined })).toBe('401 wrong_type');
    expect(await ask(tenant('a'), { alg: 'HS256' })).toBe('401 unsupported_algorithm');
    expect(await ask(tenant('a'), { kid: 'other' })).toBe('401 unknown_key');
    const stranger = await createSigningKey('ES256');
    const forged = token(tenant('a'), { jwk: stranger.publicJwk, jku: 'https://evil.example/jwks' }, stranger);
    expect(await api.authenticate(carrying(forged))).toMatchObject({ code: 'bad_signature' });
    expect(await ask('https://evil.example', { jku: tenant('a') })).toBe('401 wrong_issuer');
  });

  it('questions and those who wait for them are bounded', async () => {
    const { ask } = open({ resolve: () => new Promise(() => undefined) });
    const asked = Array.from({ length: 150 }, (_, i) => ask(tenant(`t${i}`)));
    const others = Array.from({ length: 1000 }, () => ask(tenant('t0')));
    const outcomes = await Promise.all([...asked, ...others]);
    expect(new Set(outcomes)).toEqual(new Set(['503 keys_unavailable']));
  });
});
