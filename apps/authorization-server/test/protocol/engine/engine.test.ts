/**
 * Each override in engine.ts stands on something inside the engine. A test here first looks at the bare engine, so that it
 * fails when a new version changes that ground, and then at what the override makes of it.
 */
import { generateKeyPairSync, hash, randomUUID, sign, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import type { Provider } from 'oidc-provider';
import ServerChallenge from 'oidc-provider/lib/helpers/challenge.js';
import * as grants from 'oidc-provider/lib/helpers/grants.js';
import Router from 'oidc-provider/lib/helpers/router.js';
import instance from 'oidc-provider/lib/helpers/weak_cache.js';
import type { Client } from '../../../src/directory/clients/clients.ts';
import type { TokenAlgorithm } from '../../../src/directory/clients/token-algorithms.ts';
import { cookieSigner } from '../../../src/protocol/engine/cookie-signer.ts';
import * as engine from '../../../src/protocol/engine/engine.ts';
import * as signing from '../../../src/protocol/engine/engine-signing.ts';
import { withOurSteps } from '../../../src/protocol/engine/engine-steps.ts';
import { policyOf, recordOf } from '../../../src/protocol/engine/registered-client.ts';
import type { TokenKey } from '../../../src/protocol/keys/keyring.ts';
import { type EngineOnHttp, engineOnHttp, nonceSecret, resource } from '../engine-on-http.ts';

interface Route {
  readonly method: string;
  readonly name: string;
  readonly path: string;
  readonly steps: readonly string[];
}

const methods = ['get', 'post', 'put', 'delete', 'options'] as const;
const olderSecret = Buffer.alloc(32, 2);
const credentials = { grant_type: 'client_credentials', scope: 'read' };
const noted: object[] = [];
/** A key of the algorithm, made when it is asked for. */
const madeKeys = new Map<string, TokenKey>();
async function signingKey(algorithm: TokenAlgorithm): Promise<TokenKey> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const made: TokenKey = {
    kid: `made-${algorithm}`,
    algorithm,
    state: 'current',
    publicKey,
    sign: async (data) => sign(undefined, data, privateKey),
  };
  madeKeys.set(algorithm, made);
  return made;
}
/** Clients as the store gives them: another object for each change. */
const known = new Map<object, Client>();
const findClient = async (clientId: string): Promise<Client | undefined> => {
  const metadata = (await Reflect.get(ours.provider.Client, 'adapter').find(clientId)) as Client['metadata'];
  if (metadata && !known.has(metadata))
    known.set(metadata, { clientId, name: clientId, metadata, policy: {} as Client['policy'], secretHashes: [] });
  return known.get(metadata);
};
const checked: string[] = [];
const answered: string[] = [];
const seams = {
  findClient,
  noteLogout: async (notice: object) => void noted.push(notice),
  clientAddress: () => '203.0.113.9',
  secretMatches: (_client: Client, secret: string) => secret === 'by-hash',
  signingKey,
  dpopNonceSecrets: [nonceSecret, olderSecret] as [Buffer, Buffer],
  successorOf: async () => undefined,
  letsIn: (connection: string) => connection === 'corp',
  userinfoToken: {
    ofJwt: async (value: string) =>
      value === 'a.b.c' ? { jti: 'j', scope: 'openid', clientId: 'native', accountId: 'ann' } : undefined,
    ofStored: ({ jti, clientId }: { jti: string; clientId?: string | undefined }) => ({
      jti,
      clientId,
      accountId: 'ann',
      scope: 'openid',
    }),
  },
  formPostPage: (_ctx: unknown, action: string, fields: object) => `page for ${action} ${JSON.stringify(fields)}`,
  isForMachines: (path: string) => path === '/token',
  steps: {
    introspect: async (_ctx: unknown, original: () => Promise<void>) => original(),
    answer: async (ctx: { oidc: { route: string } }, next: () => Promise<void>) => {
      answered.push(ctx.oidc.route);
      await next();
    },
    revoke: async (ctx: { body: unknown }) => {
      ctx.body = 'revoked by us';
    },
    session: async ({ oidc }: { oidc: { session?: object | undefined } }, next: () => Promise<void>) => {
      await next();
      const { session } = oidc;
      if (session && Reflect.get(session, 'uid') === 'as-it-was') Reflect.set(session, 'destroyed', true);
    },
    before: {
      ...(Object.fromEntries(
        (['checkScope', 'checkPKCE', 'checkResource', 'allowedGrantTypeCheck', 'validateScope'] as const).map(
          (step) => [step, (ctx: { oidc: { route: string } }) => void checked.push(`${ctx.oidc.route} ${step}`)],
        ),
      ) as Record<
        'checkScope' | 'checkPKCE' | 'checkResource' | 'allowedGrantTypeCheck' | 'validateScope',
        () => void
      >),
      endSessionChecks: ({ oidc }: { oidc: { params?: Record<string, unknown> | undefined } }) => {
        if (oidc.params?.['id_token_hint'] === 'left-out') oidc.params['id_token_hint'] = undefined;
      },
    },
  },
};

let bare: EngineOnHttp;
let ours: EngineOnHttp;
let bareRoutes: Route[];
let ourRoutes: Route[];

beforeAll(async () => {
  const routes: Route[] = [];
  for (const method of methods) {
    const register = Reflect.get(Router.prototype, method) as (...values: unknown[]) => unknown;
    Router.prototype[method] = function (this: unknown, name: string, path: string, ...steps: unknown[]) {
      routes.push({ method, name, path, steps: steps.map((step) => (step as { name: string }).name) });
      return register.call(this, name, path, ...steps);
    };
  }
  bare = await engineOnHttp();
  bareRoutes = routes.splice(0);
  ours = await engineOnHttp(withOurSteps);
  ourRoutes = routes.splice(0);
  engine.overrideEngine(ours.provider, seams);
  engine.addClientEndpoint(ours.provider, { name: 'extra', path: '/extra', parameters: ['x'] }, async (ctx) => {
    ctx.body = { client: ctx.oidc.client?.clientId, ...ctx.oidc.params };
  });
  await Promise.all([bare.listen(), ours.listen()]);
});
afterAll(() => Promise.all([bare?.stop(), ours?.stop()]));

const basic = (secret: string) => ({ authorization: `Basic ${Buffer.from(`secret:${secret}`).toString('base64')}` });
const signInBy = (connection: string) => ({ login: { accountId: 'ann', upstream: { connection } }, create: {} });
const makeSession = (at: EngineOnHttp, payload: object) =>
  new (at.provider.Session as unknown as new (payload: object) => InstanceType<Provider['Session']>)(payload);
const hasGetter = (owner: object | undefined, name: string) =>
  typeof Object.getOwnPropertyDescriptor(owner ?? {}, name)?.get === 'function';
const callsOf = ({ calls }: EngineOnHttp, model: string, method: string) =>
  calls.filter((call) => call.model === model && call.method === method);

describe('the version', () => {
  it('is the one that these contracts were read from', async () => {
    const { default: manifest } = (await import('oidc-provider/package.json', { with: { type: 'json' } })) as {
      default: { version: string };
    };
    expect(manifest.version).toBe('9.13.3');
  });
});

const stepsOf = (name: string) => bareRoutes.find((route) => route.name === name && route.method === 'post')?.steps;

describe('routes', () => {
  it('each begins with a step named ensureOIDC, and with ours in its place', () => {
    expect(bareRoutes.length).toBeGreaterThan(20);
    expect(bareRoutes.filter(({ steps }) => steps[0] !== 'ensureOIDC')).toEqual([]);
    expect(bareRoutes.flatMap(({ steps }) => steps.slice(1)).filter((step) => step === 'ensureOIDC')).toEqual([]);
    expect(ourRoutes.map(({ method, path }) => [method, path])).toEqual(
      bareRoutes.map(({ method, path }) => [method, path]),
    );
    expect(ourRoutes.filter(({ steps }) => steps[0] !== 'ensureOidc')).toEqual([]);
  });

  it("of a provider that is made beside ours are the engine's own", async () => {
    const kept = methods.map((method) => Reflect.get(Router.prototype, method));
    expect(() =>
      withOurSteps(() => {
        throw new Error('cannot be made');
      }),
    ).toThrow('cannot be made');
    expect(methods.map((method) => Reflect.get(Router.prototype, method))).toEqual(kept);
  });

  it('have the names by which our middleware knows them', () => {
    const names = new Set(bareRoutes.map(({ name }) => name));
    for (const name of [
      'token',
      'discovery',
      'jwks',
      'resume',
      'end_session',
      'end_session_confirm',
      'code_verification',
    ]) {
      expect([name, names.has(name)]).toEqual([name, true]);
    }
  });

  it('of introspection and revocation have the steps that ours replace, by name', () => {
    expect(stepsOf('introspection')).toEqual(expect.arrayContaining(['rejectStructuredTokens', 'renderTokenResponse']));
    expect(stepsOf('revocation')).toEqual(expect.arrayContaining(['rejectStructuredTokens', 'revokeToken']));
  });

  it('of userinfo and introspection read their body by a step of that name, behind which ours stands around the others', async () => {
    for (const [name, first] of [
      ['userinfo', 'validateAccessToken'],
      ['introspection', 'authenticateClient'],
    ] as const) {
      const steps = stepsOf(name) ?? [];
      expect(steps.indexOf('urlencoded')).toBeGreaterThan(-1);
      expect(steps.indexOf('urlencoded')).toBeLessThan(steps.indexOf(first));
    }
    answered.length = 0;
    await userinfo(ours, 'x.y.z');
    expect(answered).toEqual(['userinfo']);
  });

  it('of the token endpoint have the step that compares the grant with the client, by name', async () => {
    expect(stepsOf('token')).toContain('allowedGrantTypeCheck');
    const form = { grant_type: 'authorization_code', code: 'x' };
    const { json } = await bare.send('POST', '/token', { form, headers: basic('the-secret') });
    expect(json).toMatchObject({ error: 'invalid_request' });
    expect(await ours.send('POST', '/token', { form, headers: basic('by-hash') })).toMatchObject({
      status: 400,
      json: { error: 'unauthorized_client' },
    });
  });

  it('where a client asks have the steps that ours run before, by name, and run ours', async () => {
    const asking = ['checkScope', 'checkPKCE', 'checkResource'];
    expect(bareRoutes.find(({ name }) => name === 'authorization')?.steps).toEqual(expect.arrayContaining(asking));
    expect(stepsOf('pushed_authorization_request')).toEqual(expect.arrayContaining(asking));
    expect(stepsOf('device_authorization')).toEqual(expect.arrayContaining(['checkScope', 'checkResource']));
    expect(stepsOf('userinfo')).toContain('validateScope');
    expect(bareRoutes.find(({ name, steps }) => name === 'resume' && steps.includes('checkClient'))).toBeDefined();
    for (const name of ['authorization', 'resume', 'code_verification', 'device_resume']) {
      expect(bareRoutes.find((route) => route.name === name && route.steps.includes('interactions'))).toBeDefined();
    }
    checked.length = 0;
    await ours.send('POST', '/token', { form: credentials, headers: basic('by-hash') });
    const query = new URLSearchParams({
      client_id: 'native',
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1/cb',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      scope: 'openid',
    });
    await ours.send('GET', `/auth?${query.toString()}`);
    expect(checked).toEqual(['token allowedGrantTypeCheck', ...asking.map((step) => `authorization ${step}`)]);
  });

  it('give each request one context of its own, also to the adapter', async () => {
    for (const engineUnderTest of [bare, ours]) {
      engineUnderTest.calls.length = 0;
      const secret = engineUnderTest === ours ? 'by-hash' : 'the-secret';
      for (let request = 0; request < 2; request += 1) {
        await engineUnderTest.send('POST', '/token', { form: credentials, headers: basic(secret) });
      }
      const contexts = callsOf(engineUnderTest, 'Client', 'find').map(({ values }) => values[1] as { oidc: object });
      expect(new Set(contexts).size).toBe(2);
      expect(new Set(contexts.map(({ oidc }) => oidc)).size).toBe(2);
      expect(contexts[0]?.oidc).toBe(contexts[0]?.oidc);
      expect(contexts[0]?.oidc).toMatchObject({ route: 'token' });
    }
  });

  it('define oidc on each context anew in the bare engine, and once on their prototype in ours', async () => {
    const [context] = callsOf(ours, 'Client', 'find').map(({ values }) => values[1] as object);
    expect(hasGetter(context, 'oidc')).toBe(false);
    expect(hasGetter(ours.provider.context, 'oidc')).toBe(true);
    const [bareContext] = callsOf(bare, 'Client', 'find').map(({ values }) => values[1] as object);
    expect(hasGetter(bareContext, 'oidc')).toBe(true);
  });
});

describe('the origin', () => {
  it("is read through the getters of Koa's request, which may be replaced", () => {
    for (const name of ['protocol', 'secure', 'host', 'hostname', 'origin', 'ip']) {
      expect([name, hasGetter(Object.getPrototypeOf(bare.provider.request) as object, name)]).toEqual([name, true]);
      expect([name, hasGetter(ours.provider.request, name)]).toEqual([name, true]);
    }
  });

  it('follows Host in the bare engine, and is the issuer in ours', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'worse.example', 'x-forwarded-proto': 'https' };
    const document = '/.well-known/openid-configuration';
    const followed = await bare.send('GET', document, { headers });
    expect(followed.json['token_endpoint']).toBe('http://evil.example/token');
    const pinned = await ours.send('GET', document, { headers });
    expect(pinned.json['token_endpoint']).toBe(`${ours.provider.issuer}/token`);
    expect(pinned.body).not.toMatch(/evil|worse/u);
  });

  it('comes with the address that our service worked out', async () => {
    ours.calls.length = 0;
    await ours.send('POST', '/token', { form: credentials, headers: { ...basic('x'), 'x-forwarded-for': '10.0.0.1' } });
    const [context] = callsOf(ours, 'Client', 'find').map(({ values }) => values[1] as { ip: string });
    expect(context?.ip).toBe('203.0.113.9');
  });
});

const statusWith = async (at: EngineOnHttp, secret: string) =>
  (await at.send('POST', '/token', { form: credentials, headers: basic(secret) })).status;

const find = async (at: EngineOnHttp) => (await at.provider.Client.find('secret'))!;

describe('clients', () => {
  it('D1: are found by Client.find alone; the bare engine keeps one for each metadata, ours one for each record', async () => {
    expect(await find(bare)).toBe(await find(bare));
    const first = await find(ours);
    expect(first).toBe(await find(ours));
    expect(recordOf(first)).toBe(await findClient('secret'));
    // The metadata are the same, what else the store says is not.
    const record = recordOf(first);
    known.set(record.metadata, { ...record, policy: { first_party: true } as Client['policy'] });
    const second = await find(ours);
    expect(second).not.toBe(first);
    expect([policyOf(first), policyOf(second)]).toEqual([{}, { first_party: true }]);
    expect(await ours.provider.Client.find('nobody')).toBeUndefined();
  });

  it('D1: that the engine did not find by us may do nothing', async () => {
    const stranger = await find(bare);
    for (const client of [undefined, {}, stranger]) expect(() => policyOf(client)).toThrow('invalid_client');
  });
});

describe('cookies of a sign-in', () => {
  it('D2: are two with paths in the bare engine, and one for each sign-in, of the host alone, in ours', async () => {
    const query = new URLSearchParams({
      client_id: 'native',
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1/cb',
      scope: 'openid',
      code_challenge: hash('sha256', 'verifier', 'base64url'),
      code_challenge_method: 'S256',
    });
    const begin = async (at: EngineOnHttp) => {
      const { setCookies } = await at.send('GET', `/auth?${query.toString()}`);
      return setCookies.map((line) => /^([^=;]+)=.*; path=([^;]+)/u.exec(line)?.slice(1) ?? []);
    };
    const uid = expect.stringMatching(/^\/auth\/[\w-]{43}$/u);
    const name = 'gatehouse_sign_in';
    expect(await begin(bare)).toEqual([
      [name, '/sign-in'],
      [`${name}.sig`, '/sign-in'],
      [name, uid],
      [`${name}.sig`, uid],
    ]);
    const cookies = await begin(ours);
    expect(cookies.map(([, path]) => path)).toEqual(['/', '/']);
    expect(cookies.map(([one]) => one)).toEqual([
      expect.stringMatching(/^gatehouse_sign_in_[\w-]{43}$/u),
      expect.stringMatching(/^gatehouse_sign_in_[\w-]{43}\.sig$/u),
    ]);
  });
});

describe('client secrets', () => {
  it('are compared by compareClientSecret, whose answer is awaited', async () => {
    expect(typeof Reflect.get(bare.provider.Client.prototype, 'compareClientSecret')).toBe('function');
    expect([await statusWith(bare, 'the-secret'), await statusWith(bare, 'by-hash')]).toEqual([200, 401]);
    expect([await statusWith(ours, 'the-secret'), await statusWith(ours, 'by-hash')]).toEqual([401, 200]);
  });
});

const prove = async (at: EngineOnHttp, jti: string) => {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const jwt = await new SignJWT({ jti, iss: 'key', sub: 'key', aud: at.provider.issuer, exp: nowSeconds + 60 })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(await importJWK(at.clientKey, 'ES256'));
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  const form = { ...credentials, client_assertion: jwt, client_assertion_type: type };
  return (await at.send('POST', '/token', { form })).status;
};

describe('replay detection', () => {
  it('asks ReplayDetection.unique, looks up and then inserts in the bare engine, and takes once in ours', async () => {
    const jti = randomUUID();
    const id = hash('sha256', `key${jti}`, 'base64url');
    expect(await prove(bare, jti)).toBe(200);
    expect(callsOf(bare, 'ReplayDetection', 'find')[0]?.values[0]).toBe(id);
    expect(callsOf(bare, 'ReplayDetection', 'upsert')[0]?.values[0]).toBe(id);
    expect(await prove(bare, jti)).toBe(401);
    expect(await prove(ours, jti)).toBe(200);
    const [taken] = callsOf(ours, 'ReplayDetection', 'once');
    expect(taken?.values[0]).toBe(id);
    expect(taken?.values[1]).toBeGreaterThan(Date.now() / 1000);
    expect(callsOf(ours, 'ReplayDetection', 'upsert')).toEqual([]);
  });

  it('reaches the adapter of the model through its class', () => {
    expect((bare.provider.ReplayDetection as unknown as { adapter: object }).adapter).toHaveProperty('upsert');
  });
});

const session = (at: EngineOnHttp) => makeSession(at, { jti: 'the-id', uid: 'the-uid' });

const signedCookie = (id: string): string =>
  `session=${id}; session.sig=${cookieSigner(['a'.repeat(32)]).sign(`session=${id}`)}`;

/** Makes a request with a session; gives the cookies that are set, how often it is saved, and from where it was used. */
const visit = async (at: EngineOnHttp, uid: string) => {
  await makeSession(at, { jti: uid, uid, accountId: 'ann', loginTs: 1, usedFrom: 'here' }).save(60);
  at.calls.length = 0;
  const { setCookies } = await at.send('GET', '/session/end', { headers: { cookie: signedCookie(uid) } });
  const [saved] = callsOf(at, 'Session', 'upsert').map(({ values }) => Reflect.get(values[1] as object, 'usedFrom'));
  return [setCookies.map((line) => line.split('=', 1)[0]), callsOf(at, 'Session', 'upsert').length, saved];
};

describe('sessions', () => {
  it('are destroyed by Session.destroy, which ends one row in the bare engine and all of the session in ours', async () => {
    for (const at of [bare, ours]) {
      at.calls.length = 0;
      await session(at).destroy();
      expect(callsOf(at, 'Session', 'destroy').map(({ values }) => values)).toEqual([['the-id']]);
      expect(callsOf(at, 'Session', 'destroyByUid').map(({ values }) => values)).toEqual(
        at === ours ? [['the-uid']] : [],
      );
    }
  });

  it('that were never saved cannot be persisted in the bare engine, and need not be in ours', async () => {
    await expect(session(bare).persist()).rejects.toThrow(
      'persist can only be called on previously persisted Sessions',
    );
    await expect(session(ours).persist()).resolves.toBe('');
    const saved = makeSession(ours, { jti: 'saved', exp: Math.floor(Date.now() / 1000) + 60 });
    ours.calls.length = 0;
    await saved.persist();
    expect(callsOf(ours, 'Session', 'upsert')).toHaveLength(1);
  });

  it('are written and their cookie is set by a step of that name at every request in the bare engine, in ours unless told otherwise', async () => {
    const cookies = ['session', 'session.sig'];
    expect(await visit(bare, 'as-it-was')).toEqual([cookies, 1, undefined]);
    expect(await visit(ours, 'as-it-was')).toEqual([[], 0, undefined]);
    expect(await visit(ours, 'changed')).toEqual([cookies, 1, 'here']);
  });

  it('have cookies that the bare engine signs as ours does, and knows by it', async () => {
    for (const uid of ['one', 'another', 'a-third']) {
      await makeSession(bare, { jti: uid, uid, accountId: 'ann', loginTs: 1 }).save(60);
      const { setCookies } = await bare.send('GET', '/session/end', { headers: { cookie: signedCookie(uid) } });
      expect(setCookies.map((line) => line.split(';', 1)[0])).toEqual(signedCookie(uid).split('; '));
    }
  });

  it('make a refused device form fail in the bare engine, and not in ours', async () => {
    const form = { user_code: 'x', xsrf: 'y' };
    expect((await bare.send('POST', '/device', { form })).status).toBe(500);
    expect(bare.failures).toHaveLength(1);
    expect((await ours.send('POST', '/device', { form })).status).toBe(400);
  });
});

const nativeClient = (at: EngineOnHttp) => at.provider.Client.find('native');

const allowedUris = async (at: EngineOnHttp) => {
  const native = (await nativeClient(at)) as unknown as {
    redirectUriAllowed(uri: string): boolean;
    postLogoutRedirectUriAllowed(uri: string): boolean;
  };
  return [
    native.redirectUriAllowed('http://127.0.0.1:5000/cb'),
    native.redirectUriAllowed('http://localhost:5000/cb'),
    native.redirectUriAllowed('http://localhost/cb'),
    native.postLogoutRedirectUriAllowed('http://127.0.0.1:5000/bye'),
    native.postLogoutRedirectUriAllowed('http://127.0.0.1/bye'),
  ];
};

const typeForBrowser = async (at: EngineOnHttp, path: string) => {
  const headers = { accept: 'text/html, */*; q=.2' };
  const { status, type } = await at.send('POST', path, { form: { x: 'y' }, headers });
  return [status, type.split(';', 1)[0]];
};

describe('answers', () => {
  it('are a page where accepts() prefers HTML, and JSON at the paths of machines in ours', async () => {
    // renderError of these engines leaves the type to Koa, which sees text.
    expect(await typeForBrowser(bare, '/token')).toEqual([400, 'text/plain']);
    expect(await typeForBrowser(ours, '/token')).toEqual([400, 'application/json']);
    expect(await typeForBrowser(ours, '/request')).toEqual([400, 'text/plain']);
  });
});

/** Why userinfo refuses a token, in the words that the engine keeps for its log. */
const userinfo = async (at: EngineOnHttp, token: string) => {
  let reason = '';
  const listen = (_ctx: unknown, error: Error & { error_detail?: string }) => {
    reason = error.error_detail ?? error.message;
  };
  const events = at.provider as NodeJS.EventEmitter;
  events.once('userinfo.error', listen).once('server_error', listen);
  await at.send('GET', '/me', { headers: { authorization: `Bearer ${token}` } });
  events.off('userinfo.error', listen).off('server_error', listen);
  return reason;
};

const savedToken = async (at: EngineOnHttp, aud?: string) => {
  const token = { clientId: 'native', accountId: 'ann', grantId: 'g', scope: 'openid', aud };
  return (new at.provider.AccessToken(token as never) as unknown as { save(): Promise<string> }).save();
};

/** How many errors userinfo makes before it says that there is no grant. */
async function errorsMade(engineUnderTest: EngineOnHttp): Promise<number> {
  const token = await savedToken(engineUnderTest);
  const capture = jest.spyOn(Error, 'captureStackTrace');
  try {
    expect(await userinfo(engineUnderTest, token)).toBe('grant not found');
    return capture.mock.calls.filter(([error]) => (error as Error).message === 'invalid_token').length;
  } finally {
    capture.mockRestore();
  }
}

describe('userinfo', () => {
  it('finds its token by the static find of AccessToken, and refuses every audience in the bare engine', async () => {
    expect(await userinfo(bare, await savedToken(bare, resource))).toMatch(/audience prevents/u);
    expect(await userinfo(bare, 'a.b.c')).toBe('access token not found');
    // As far as the grant, which nobody made.
    for (const token of [await savedToken(ours, resource), await savedToken(ours), 'a.b.c']) {
      expect(await userinfo(ours, token)).toBe('grant not found');
    }
    expect(await userinfo(ours, 'x.y.z')).toBe('access token not found');
  });

  it('reads its token, client and user by steps of these names, which make errors ahead; ours make them when they are needed', async () => {
    expect(stepsOf('userinfo')).toEqual(
      expect.arrayContaining(['validateAccessToken', 'loadAccessTokenClient', 'loadAccessTokenAccount']),
    );
    expect(await errorsMade(bare)).toBe(4);
    expect(await errorsMade(ours)).toBe(1);
  });
});

describe('redirect URIs', () => {
  it('are allowed by two methods of the client, which are lenient in the bare engine', async () => {
    expect(await allowedUris(bare)).toEqual([true, true, true, true, true]);
    expect(await allowedUris(ours)).toEqual([true, false, true, false, true]);
  });
});

describe('sign-ins that wait', () => {
  it('are found with the session that they began with, in ours only while it lives', async () => {
    const gone = { uid: 'gone', accountId: 'a' };
    for (const [at, name, result, begunWith] of [
      [bare, 'login', undefined, gone],
      [ours, 'login', undefined, undefined],
      [ours, 'create', undefined, undefined],
      [ours, 'select_account', undefined, undefined],
      [ours, 'select_account', { login: { accountId: 'b' } }, undefined],
      // Chosen, and then gone.
      [ours, 'select_account', { select_account: {} }, gone],
      [ours, 'consent', undefined, gone],
      [ours, 'terms', undefined, gone],
    ] as const) {
      const { Interaction } = at.provider;
      const Made = Interaction as unknown as new (uid: string, payload: object) => InstanceType<typeof Interaction>;
      const waiting = new Made('the-uid-of-a-sign-in', {
        prompt: { name, reasons: [], details: {} },
        params: {},
        returnTo: '/',
        cid: 'c',
        session: gone,
        result,
      });
      await waiting.save(60);
      expect([name, (await Interaction.find('the-uid-of-a-sign-in'))?.session]).toEqual([name, begunWith]);
    }
  });

  it('FED-07: keep their result in the bare engine; ours is none when its connection lets nobody in', async () => {
    for (const [at, connection, result] of [
      [bare, 'gone', signInBy('gone')],
      [ours, 'gone', { create: {} }],
      [ours, 'corp', signInBy('corp')],
    ] as const) {
      const { Interaction } = at.provider;
      const Made = Interaction as unknown as new (uid: string, payload: object) => InstanceType<typeof Interaction>;
      const prompt = { name: 'login', reasons: [], details: {} };
      await new Made('another-sign-in', {
        prompt,
        params: {},
        returnTo: '/',
        cid: 'c',
        result: signInBy(connection),
      }).save(60);
      expect((await Interaction.find('another-sign-in'))?.result).toEqual(result);
    }
  });
});

describe('logout requests', () => {
  it('are checked by a step of that name, after their parameters were assembled; ours looks at them first', async () => {
    expect(bareRoutes.find(({ name }) => name === 'end_session')?.steps).toContain('endSessionChecks');
    expect((await bare.send('GET', '/session/end?id_token_hint=left-out')).json).toMatchObject({
      error: 'invalid_request',
      error_description: 'could not decode id_token_hint',
    });
    expect((await ours.send('GET', '/session/end?id_token_hint=left-out')).json['error']).toBeUndefined();
    expect((await ours.send('GET', '/session/end?id_token_hint=other')).json['error']).toBe('invalid_request');
  });

  it('of nobody keep a session, by a step of that name; ours keeps none', async () => {
    expect(bareRoutes.find(({ name }) => name === 'end_session')?.steps).toContain('generateXsrf');
    const [theirs, own] = [await bare.send('GET', '/session/end'), await ours.send('GET', '/session/end')];
    expect(theirs.setCookies).not.toEqual([]);
    expect([own.status, own.setCookies]).toEqual([303, []]);
  });
});

const context = () => ({ status: 404, type: '', body: '', response: { get: () => '' } });

const sendLogout = async (at: EngineOnHttp) => {
  const client = (await nativeClient(at)) as unknown as {
    backchannelLogout(accountId: string, sid: string): Promise<void>;
  };
  return client.backchannelLogout('the-account', 'the-sid');
};

describe('back-channel logout', () => {
  it('is sent by backchannelLogout of the client, which posts in the bare engine and notes in ours', async () => {
    // Its client has no address to post to.
    await expect(sendLogout(bare)).rejects.toMatchObject({ code: 'ERR_INVALID_URL' });
    await sendLogout(ours);
    expect(noted).toEqual([{ clientId: 'native', accountId: 'the-account', sid: 'the-sid' }]);
  });
});

describe('response modes', () => {
  it('are a map of functions that write the answer; form_post is ours', () => {
    const bareMode = instance(bare.provider).responseModes.get('form_post');
    const before = context() as never as { body: string };
    bareMode?.(before as never, 'https://client.example/cb', { code: 'c' });
    expect(before.body).toMatch(/<script>[\s\S]*submit\(\)/u);
    const after = context();
    instance(ours.provider).responseModes.get('form_post')?.(after as never, 'https://client.example/cb', {
      code: 'c',
    });
    expect(after).toMatchObject({ status: 200, type: 'html', body: 'page for https://client.example/cb {"code":"c"}' });
    instance(ours.provider).responseModes.get('form_post')?.(after as never, 'x', { error: 'e' });
    expect(after.status).toBe(400);
  });
});

describe('grants', () => {
  it('are handled by a map of functions of the context, which can be wrapped', async () => {
    const { grantTypeHandlers } = instance(bare.provider);
    for (const grantType of ['authorization_code', 'refresh_token', 'client_credentials']) {
      expect([grantType, typeof grantTypeHandlers.get(grantType)]).toEqual([grantType, 'function']);
    }
    const seen: unknown[] = [];
    engine.wrapGrant(ours.provider, 'client_credentials', async (ctx, original) => {
      seen.push(ctx.oidc.params?.['grant_type'], ctx.body);
      await original(ctx);
      seen.push(typeof (ctx.body as { access_token: unknown }).access_token);
    });
    const { status } = await ours.send('POST', '/token', { form: credentials, headers: basic('by-hash') });
    expect([status, seen]).toEqual([200, ['client_credentials', undefined, 'string']]);
    expect(() => engine.wrapGrant(ours.provider, 'nonsense', async () => undefined)).toThrow(TypeError);
  });

  it('have the checks that our own grants call', () => {
    const { validateDpop, checkMtlsCert, checkDpopReplay, validateGrant, findAccount } = grants;
    for (const check of [validateDpop, checkMtlsCert, checkDpopReplay, validateGrant, findAccount]) {
      expect(typeof check).toBe('function');
    }
    expect(engine.grantChecks).toBe(grants);
  });
});

describe('endpoints of ours', () => {
  it('can be added to the router, with the client authentication and the errors of the engine', async () => {
    const form = { x: '1', y: '2' };
    expect(await ours.send('POST', '/extra', { form, headers: basic('by-hash') })).toMatchObject({
      status: 200,
      json: { client: 'secret', x: '1' },
    });
    expect((await ours.send('POST', '/extra', { form, headers: basic('by-hash') })).json).not.toHaveProperty('y');
    expect(await ours.send('POST', '/extra', { form, headers: basic('wrong') })).toMatchObject({
      status: 401,
      json: { error: 'invalid_client' },
    });
    expect(await ours.send('POST', '/extra', { form })).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    });
    expect((await ours.send('GET', '/extra')).status).not.toBe(200);
  });

  it('find and revoke tokens as the engine does', async () => {
    const token = new ours.provider.ClientCredentials({ client: await nativeClient(ours), scope: 'read' } as never);
    const value = await token.save();
    expect(await engine.engineTokens.find(ours.provider, value, undefined)).toMatchObject({
      kind: 'ClientCredentials',
    });
    expect(await engine.engineTokens.find(ours.provider, 'unknown', 'access_token')).toBeUndefined();
    ours.calls.length = 0;
    const ctx = { oidc: { provider: ours.provider, client: await nativeClient(ours) } };
    await engine.engineTokens.revokeGrant(ctx as never, 'the-grant');
    expect(ours.calls.filter(({ method }) => method === 'revokeByGrantId').map(({ model }) => model)).toEqual([
      'AccessToken',
      'AuthorizationCode',
    ]);
    expect(callsOf(ours, 'Grant', 'destroy').map(({ values }) => values)).toEqual([['the-grant']]);
  });

  it('of introspection and revocation answer instead of the engine', async () => {
    const jwt = (await ours.send('POST', '/token', { form: credentials, headers: basic('by-hash') })).json[
      'access_token'
    ];
    const ask = (at: EngineOnHttp, path: string, secret: string) =>
      at.send('POST', path, { form: { token: String(jwt) }, headers: basic(secret) });
    expect((await ask(bare, '/token/introspection', 'the-secret')).json).toMatchObject({
      error: 'unsupported_token_type',
    });
    expect((await ask(ours, '/token/introspection', 'by-hash')).json).toEqual({ active: false });
    expect((await ask(bare, '/token/revocation', 'the-secret')).json).toMatchObject({
      error: 'unsupported_token_type',
    });
    expect((await ask(ours, '/token/revocation', 'by-hash')).body).toBe('revoked by us');
  });
});

describe('DPoP nonces', () => {
  it('are made and checked by one object, in which an older secret counts too', () => {
    const [theirs, mine] = [instance(bare.provider).DPoPNonces, instance(ours.provider).DPoPNonces];
    const older = new ServerChallenge(olderSecret, 'DPoP').nextChallenge();
    const nonce = theirs.nextChallenge();
    expect([theirs.checkChallenge(nonce), theirs.checkChallenge(older), theirs.checkChallenge('x')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(mine.nextChallenge()).toBe(nonce);
    expect([mine.checkChallenge(nonce), mine.checkChallenge(older), mine.checkChallenge('x')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

const idToken = async ({ provider }: EngineOnHttp, alg: string) => {
  const found = (await provider.Client.find('native')) as object;
  const signedBy = (value: string) => Object.create(found, { idTokenSignedResponseAlg: { value } }) as object;
  const client = signedBy(alg);
  const { IdToken } = provider as unknown as {
    IdToken: {
      new (
        claims: object,
        context: object,
      ): { scope: string; set(name: string, value: string): void; issue(options: object): Promise<string> };
      validate(jwt: string, client: object): Promise<{ payload: Record<string, unknown> }>;
    };
  };
  return {
    issue: () => {
      const token = Object.assign(new IdToken({ sub: 's' }, { client }), { scope: 'openid' });
      token.set('at_hash', 'the access token');
      return token.issue({ use: 'idtoken' });
    },
    validate: (jwt: string, by = alg) => IdToken.validate(jwt, signedBy(by)),
  };
};

describe('signing keys', () => {
  it('are ExternalSigningKey objects: the engine publishes their public half and signs through them', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signed: Uint8Array[] = [];
    const key = new signing.TokenSigningKey({
      kid: 'the-kid',
      algorithm: 'RS256',
      state: 'current',
      publicKey,
      sign: async (data) => {
        signed.push(data);
        return sign('sha256', data, privateKey);
      },
    });
    const withKey = await engineOnHttp(withOurSteps, { keys: [key] });
    engine.overrideEngine(withKey.provider, seams);
    await withKey.listen();
    try {
      const { json } = await withKey.send('GET', '/jwks');
      expect(json).toEqual({
        keys: [{ kty: 'RSA', kid: 'the-kid', alg: 'RS256', use: 'sig', e: 'AQAB', n: expect.any(String) }],
      });
      const answer = await withKey.send('POST', '/token', { form: credentials, headers: basic('by-hash') });
      const [header = '', payload = '', signature = ''] = String(answer.json['access_token']).split('.');
      expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
        alg: 'RS256',
        typ: 'at+jwt',
        kid: 'the-kid',
      });
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ aud: resource });
      expect(signed.map((data) => Buffer.from(data).toString())).toEqual([`${header}.${payload}`]);
      expect(
        verify('sha256', Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url')),
      ).toBe(true);
    } finally {
      await withKey.stop();
    }
  });

  it('C1: the bare engine allows and signs only by algorithms of which it has a key, ours by all', async () => {
    const { configuration } = instance(bare.provider);
    expect(configuration.idTokenSigningAlgValues).toEqual(['RS256']);
    await expect((await idToken(bare, 'Ed25519')).issue()).rejects.toThrow(TypeError);
    const all = ['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA'];
    expect(instance(ours.provider).configuration.idTokenSigningAlgValues).toEqual(all);
    const issuer = await idToken(ours, 'Ed25519');
    const token = await issuer.issue();
    await issuer.issue();
    const { publicKey, kid } = madeKeys.get('Ed25519')!;
    const { payload, protectedHeader } = await jwtVerify(token, publicKey, { audience: 'native' });
    expect([payload.sub, protectedHeader.alg, protectedHeader.kid]).toEqual(['s', 'Ed25519', kid]);
    // Core, section 3.1.3.6: half of the hash that the algorithm has, SHA-512 for Ed25519.
    expect(payload['at_hash']).toBe(hash('sha512', 'the access token', 'buffer').subarray(0, 32).toString('base64url'));
    // It was asked for once.
    expect(instance(ours.provider).keystore.selectForSign({ alg: 'Ed25519' })).toHaveLength(1);
  });

  it('C1: the bare engine takes hints of the algorithm that the client has now, ours of any that is ours', async () => {
    const [issuer, bareIssuer] = [await idToken(ours, 'RS256'), await idToken(bare, 'RS256')];
    const before = await issuer.issue();
    const fromBare = await bareIssuer.issue();
    await expect(bareIssuer.validate(fromBare, 'ES256')).rejects.toThrow();
    expect((await issuer.validate(before, 'ES256')).payload['sub']).toBe('s');
    for (const forged of [fromBare, `${before.slice(0, -4)}AAAA`, 'no.jwt', before.replace(/^[^.]+/u, 'e30')])
      await expect(issuer.validate(forged, 'ES256')).rejects.toThrow();
  });

  it('C1: a key that is only published does not sign', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const next = new signing.TokenSigningKey({
      kid: 'next',
      algorithm: 'ES256',
      state: 'next',
      publicKey,
      sign: () => Promise.reject(new TypeError('only the current key signs')),
    });
    const { provider } = await engineOnHttp(withOurSteps, { keys: [next] });
    expect(instance(provider).keystore.selectForSign({ alg: 'ES256' })).toHaveLength(1);
    engine.overrideEngine(provider, seams);
    expect(instance(provider).keystore.selectForSign({ alg: 'ES256' })).toHaveLength(0);
  });
});

describe('errors', () => {
  it('of a body that is too large come as an event whose cause says so', async () => {
    const causes: unknown[] = [];
    bare.provider.on('grant.error', (_ctx, error) => causes.push((error.cause as Error | undefined)?.message));
    const { status } = await bare.send('POST', '/token', { form: { x: 'a'.repeat(60_000) } });
    expect([status, causes]).toEqual([400, ['request entity too large']]);
  });
});
