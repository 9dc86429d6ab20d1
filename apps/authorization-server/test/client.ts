/** A client that does exactly what it is told, wrong things too, for tests. */
import { createHash, randomBytes } from 'node:crypto';
import { Browser, type Person, send, signIn } from './browser.ts';
import { api, type TestServer, webAppRedirect } from './server.ts';

/** Form or query parameters; an array repeats the parameter, undefined leaves it out. */
export type Parameters = Record<string, string | readonly string[] | undefined>;

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** What a token endpoint gives. */
export interface TokenSet {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly scope: string;
  readonly expires_in: number;
}

export const encode = (parameters: Parameters): URLSearchParams =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) =>
      (value === undefined ? [] : [value].flat()).map((one): [string, string] => [name, one]),
    ),
  );

export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

export const basic = (clientId: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}`;

/** The claims of a JWT, unverified. */
export const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

export const headerOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>;

/** Other bytes than those that a base64url text stands for. Of its last character not every bit counts, so the first one changes. */
export const altered = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

export class TestClient {
  readonly server: { readonly issuer: string };
  readonly clientId: string;
  readonly redirectUri: string;
  readonly #secret: string | undefined;

  constructor(
    server: { readonly issuer: string },
    clientId: string,
    options: { redirectUri?: string; secret?: string } = {},
  ) {
    this.server = server;
    this.clientId = clientId;
    this.redirectUri = options.redirectUri ?? webAppRedirect;
    this.#secret = options.secret;
  }

  /** The headers or parameters by which it proves itself. */
  get authentication(): { headers: Record<string, string>; parameters: Parameters } {
    return this.#secret === undefined
      ? { headers: {}, parameters: { client_id: this.clientId } }
      : { headers: { authorization: basic(this.clientId, this.#secret) }, parameters: {} };
  }

  /** Posts a form to an endpoint, authenticated. */
  async post(path: string, form: Parameters, headers: Record<string, string> = {}): Promise<JsonAnswer> {
    const { headers: own, parameters } = this.authentication;
    return postForm(`${this.server.issuer}${path}`, { ...parameters, ...form }, { ...own, ...headers });
  }

  token(form: Parameters, headers?: Record<string, string>): Promise<JsonAnswer> {
    return this.post('/token', form, headers);
  }

  refresh(refreshToken: string, form: Parameters = {}): Promise<JsonAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...form });
  }

  /** The parameters of a good authorization request, changed as told. */
  request(changes: Parameters = {}): { url: string; parameters: Parameters; verifier: string } {
    const verifier = randomBytes(32).toString('base64url');
    const parameters: Parameters = {
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      response_type: 'code',
      scope: 'openid profile email profile_read invoice_read',
      resource: api,
      state: 'the-state',
      code_challenge: challengeOf(verifier),
      code_challenge_method: 'S256',
      ...changes,
    };
    return { url: `${this.server.issuer}/auth?${encode(parameters).toString()}`, parameters, verifier };
  }

  /** Gets a code for the person, through the pages. */
  async code(person: Person, changes: Parameters = {}, browser = new Browser()): Promise<Code> {
    const { url, parameters, verifier } = this.request(changes);
    const callback = await signIn(browser, url, person);
    const code = callback.searchParams.get('code');
    if (!code) throw new Error(`no code, but ${callback.search}`);
    return { code, verifier, redirectUri: String(parameters['redirect_uri']), callback };
  }

  redeem(
    { code, verifier, redirectUri }: Omit<Code, 'callback'>,
    changes: Parameters = {},
    headers: Record<string, string> = {},
  ): Promise<JsonAnswer> {
    const grant = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
    return this.token({ ...grant, ...changes }, headers);
  }

  /** Signs the person in and gives the tokens. Throws when there are none. */
  async signIn(person: Person, changes: Parameters = {}, browser = new Browser()): Promise<TokenSet> {
    const answer = await this.redeem(await this.code(person, changes, browser));
    if (answer.status !== 200) throw new Error(`no tokens: ${answer.text}`);
    return answer.body as unknown as TokenSet;
  }
}

export interface Code {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly callback: URL;
}

/** The client of the registry with its generated secret. */
export async function confidential(server: TestServer, clientId: string, redirectUri?: string): Promise<TestClient> {
  return new TestClient(server, clientId, {
    secret: await server.clientSecret(clientId),
    ...(redirectUri && { redirectUri }),
  });
}

/** Posts a form and reads the JSON of the answer. */
export async function postForm(
  url: string,
  form: Parameters,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  const type = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const { status, headers: received, body } = await send('POST', url, { ...type, ...headers }, encode(form).toString());
  let parsed: Record<string, unknown> = {};
  try {
    parsed = JSON.parse(body) as Record<string, unknown>;
  } catch {}
  return { status, headers: received, body: parsed, text: body };
}
