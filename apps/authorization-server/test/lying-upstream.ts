/** Upstream providers that lie as a test tells them to: one real server over TLS, each provider with a path and a key of its own. */
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { certificates } from '@gatehouse/testkit';
import { SignJWT } from 'jose';

type Json = Record<string, unknown>;
export type Place = 'discovery' | 'keys' | 'token' | 'userinfo';

/** What is not as it should be. A member that is undefined is left out of what is sent. */
export interface Lies {
  readonly metadata?: (right: Json, origin: string) => Json;
  readonly claims?: (right: Json) => Json;
  readonly header?: Json;
  /** Makes the ID token in place of the provider. */
  readonly idToken?: (claims: Json, all: LyingUpstream) => Promise<string> | string;
  readonly token?: (right: Json) => Json;
  readonly userinfo?: Json;
  /** Parameters of the answer that the browser brings. */
  readonly answer?: Readonly<Record<string, string>>;
  /** Answers in place of the provider. */
  readonly instead?: Readonly<Partial<Record<Place, RequestListener>>>;
}

export interface LyingProvider {
  readonly name: string;
  readonly issuer: string;
  lies: Lies;
  /** What was asked for, in order. */
  readonly asked: Place[];
  sign(claims: Json, header?: Json): Promise<string>;
  /** Signs with another key from now on, under another name. */
  rotate(): void;
}

export interface LyingUpstream {
  readonly origin: string;
  /** The provider of that name, made when it is first asked for. */
  provider(name: string): LyingProvider;
  stop(): void;
}

const right = (issuer: string): Json => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  authorization_response_iss_parameter_supported: true,
});

/** Makes a provider, and what it answers at each of its paths. */
function makeProvider(origin: string, name: string, keyOf: () => KeyObject, all: () => LyingUpstream) {
  const issuer = `${origin}/${name}`;
  const codes = new Map<string, URLSearchParams>();
  let key = { kid: `${name}-1`, private: keyOf() };
  const provider: LyingProvider = {
    name,
    issuer,
    lies: {},
    asked: [],
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header }).sign(key.private),
    rotate() {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      key = { kid: `${name}-${randomUUID()}`, private: privateKey };
    },
  };
  const claimsFor = (request: URLSearchParams): Json => {
    const nowSeconds = Math.floor(Date.now() / 1000);
    return {
      iss: issuer,
      sub: `user-of-${name}`,
      aud: request.get('client_id'),
      nonce: request.get('nonce'),
      iat: nowSeconds,
      exp: nowSeconds + 300,
      email: `${name}@lies.example`,
      email_verified: true,
      name,
    };
  };
  const answers: Record<Place, (request: IncomingMessage) => Promise<Json>> = {
    discovery: async () => provider.lies.metadata?.(right(issuer), origin) ?? right(issuer),
    keys: async () => {
      const { kty, n, e } = key.private.export({ format: 'jwk' });
      return { keys: [{ kty, n, e, kid: key.kid, use: 'sig', alg: 'RS256' }] };
    },
    token: async (request) => {
      const code = new URLSearchParams(await text(request)).get('code') ?? '';
      const asked = codes.get(code);
      if (!asked) return { error: 'invalid_grant' };
      const { lies } = provider;
      const usual = claimsFor(asked);
      const claims = lies.claims?.(usual) ?? usual;
      const idToken = (await lies.idToken?.(claims, all())) ?? (await provider.sign(claims, lies.header));
      const answer: Json = { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken };
      return lies.token?.(answer) ?? answer;
    },
    userinfo: async () => provider.lies.userinfo ?? { sub: `user-of-${name}`, email: `${name}@lies.example` },
  };
  /** Nobody is asked who they are: the user is signed in there. */
  const authorize = (url: URL): string => {
    const code = randomUUID();
    codes.set(code, url.searchParams);
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    const state = url.searchParams.get('state') ?? '';
    back.search = new URLSearchParams({ code, state, iss: issuer, ...provider.lies.answer }).toString();
    return back.href;
  };
  const listen = async (...[request, response]: Parameters<RequestListener>): Promise<void> => {
    const url = new URL(request.url ?? '', origin);
    const last = url.pathname.split('/').at(-1) ?? '';
    if (last === 'authorize') {
      response.writeHead(303, { location: authorize(url) }).end();
      return;
    }
    const place = (last === 'openid-configuration' ? 'discovery' : last) as Place;
    provider.asked.push(place);
    const instead = provider.lies.instead?.[place];
    if (instead) {
      instead(request, response);
      return;
    }
    const body = await answers[place](request);
    response.writeHead('error' in body ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  return { provider, listen };
}

export async function startLyingUpstream(): Promise<LyingUpstream> {
  const certs = await certificates();
  trustAuthorities(certs.caFile);
  const [cert, key] = await Promise.all([readFile(certs.certFile('web-app')), readFile(certs.keyFile('web-app'))]);
  const providers = new Map<string, ReturnType<typeof makeProvider>>();
  const server = createServer({ cert, key }, (request, response) => {
    const made = providers.get(request.url?.split('/')[1] ?? '');
    if (made) void made.listen(request, response);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  // A key takes long to make; most providers only need one that no other has.
  const keys = Array.from({ length: 2 }, () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  const all: LyingUpstream = {
    origin,
    provider(name) {
      const made =
        providers.get(name) ??
        makeProvider(
          origin,
          name,
          () => keys[name === 'other-key' ? 1 : 0]!,
          () => all,
        );
      providers.set(name, made);
      return made.provider;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return all;
}
