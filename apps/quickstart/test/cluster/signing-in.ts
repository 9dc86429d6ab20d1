/** Sign-ins with password through the real pages, each answer journalled. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RESOURCE } from '../../../../benchmarks/product.ts';
import type { Artefacts, Tokens } from './artefacts.ts';
import { givenOf } from './artefacts.ts';
import { type Asking, errorOf, type HttpAnswer, membersOf, type Question } from './asking.ts';
import { nameOf } from './journal.ts';

const redirectUri = 'https://localhost:3003/callback';

const codeOf = ({ location }: HttpAnswer): string | null =>
  location.startsWith(redirectUri) ? new URL(location).searchParams.get('code') : null;

/** Who signs in, and how the application proves itself. */
export interface Credentials {
  readonly users: readonly { readonly login: string; readonly password: string }[];
  /** The header of each client. */
  readonly clients: Readonly<Record<'web-app' | 'worker' | 'api' | 'gateway', string>>;
}

/** A browser's cookies. */
class Cookies {
  readonly #all = new Map<string, string>();

  constructor(header = '') {
    this.keep(header.split('; '));
  }

  keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/su);
      if (value === '') this.#all.delete(name);
      else this.#all.set(name, value);
    }
  }

  get header(): string {
    return [...this.#all].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** A sign-in of which the first page is open. */
export interface OpenSignIn {
  /** Fills the form in and goes on to the tokens. Undefined: it has to begin again, which the journal explains. */
  finish(signal: AbortSignal): Promise<Tokens | undefined>;
}

export class SigningIn {
  readonly #asking: Asking;
  readonly #artefacts: Artefacts;
  readonly #credentials: Credentials;
  #turn = 0;

  constructor(asking: Asking, artefacts: Artefacts, credentials: Credentials) {
    this.#asking = asking;
    this.#artefacts = artefacts;
    this.#credentials = credentials;
  }

  #authorization(isForApi: boolean): { path: string; verifier: string } {
    const verifier = randomBytes(32).toString('base64url');
    const request = new URLSearchParams({
      client_id: 'web-app',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: isForApi ? 'openid invoice_read' : 'openid profile email',
      ...(isForApi && { resource: RESOURCE }),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return { path: `/auth?${request.toString()}`, verifier };
  }

  /** From the application's link to the tokens. */
  async signIn(chain: string, signal: AbortSignal, isForApi = true): Promise<Tokens | undefined> {
    const open = await this.open(chain, signal, isForApi);
    await delay(100);
    return await open?.finish(signal);
  }

  /** Opens the sign-in page. @param isForApi its access token is a JWT for the API; otherwise an opaque one for userinfo */
  async open(chain: string, signal: AbortSignal, isForApi = true): Promise<OpenSignIn | undefined> {
    const cookies = new Cookies();
    const { path, verifier } = this.#authorization(isForApi);
    const visit = async (question: Omit<Question, 'chain' | 'headers'>): Promise<HttpAnswer & { result: string }> => {
      const headers = { accept: 'text/html', origin: this.#asking.issuer, cookie: cookies.header };
      const answer = await this.#asking.insist({ chain, headers, ...question }, signal);
      cookies.keep(answer.cookies);
      return answer;
    };
    const first = await visit({
      act: 'issue',
      to: path,
      read: ({ status, location, body }) =>
        status === 303 && location.includes('/interaction/')
          ? { result: 'ok', gives: [{ name: nameOf('sign-in', location), kind: 'sign-in' }] }
          : { result: 'no', error: errorOf(body) ?? location },
    });
    if (first.result !== 'ok') return undefined;
    const name = nameOf('sign-in', first.location);
    const page = await visit({
      act: 'step',
      uses: name,
      to: first.location,
      read: ({ status, body }) =>
        status === 200 && body.includes('name="csrf"')
          ? { result: 'ok' }
          : { result: 'no', error: errorOf(body) ?? '' },
    });
    if (page.result !== 'ok') return undefined;
    const action = /<form[^>]* action="([^"]+\/login)"/u.exec(page.body)?.[1] ?? '';
    const csrf = /name="csrf" value="([^"]+)"/u.exec(page.body)?.[1] ?? '';
    const user = this.#credentials.users[this.#turn++ % this.#credentials.users.length]!;
    const finish = async (): Promise<Tokens | undefined> => {
      const led = await visit({
        act: 'step',
        uses: name,
        to: action,
        form: { csrf, ...user },
        read: ({ status, body }) => (status === 303 ? { result: 'ok' } : { result: 'no', error: errorOf(body) ?? '' }),
      });
      if (led.result !== 'ok') return undefined;
      const session = `session:${name}`;
      const resumed = await visit({
        act: 'step',
        uses: name,
        to: led.location,
        read: (answer) => {
          const code = codeOf(answer);
          if (code === null) return { result: 'no', error: errorOf(answer.body) ?? answer.location };
          return {
            result: 'ok',
            gives: [
              { name: nameOf('code', code), kind: 'code' },
              { name: session, kind: 'session' },
            ],
          };
        },
      });
      const code = codeOf(resumed);
      if (resumed.result !== 'ok' || code === null) return undefined;
      this.#artefacts.add('session', cookies.header, 'web-app', { name: session });
      return await this.#redeem(chain, code, verifier, signal);
    };
    return { finish };
  }

  async #redeem(chain: string, code: string, verifier: string, signal: AbortSignal): Promise<Tokens | undefined> {
    const grant = nameOf('code', code);
    let tokens: Tokens | undefined;
    await this.#asking.insist(
      {
        chain,
        act: 'redeem',
        uses: grant,
        to: '/token',
        headers: { authorization: this.#credentials.clients['web-app'] },
        form: { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
        read: (answer) => {
          const members = membersOf(answer);
          if (answer.status !== 200) return { result: 'no', error: String(members['error']) };
          tokens = this.tokensOf(members, grant);
          return { result: 'ok', gives: [givenOf(tokens.refresh), givenOf(tokens.access)] };
        },
      },
      signal,
    );
    return tokens;
  }

  tokensOf(members: Record<string, unknown>, grant: string): Tokens {
    const refresh = this.#artefacts.add('refresh', String(members['refresh_token']), 'web-app', { grant });
    return { grant, client: 'web-app', refresh, access: this.#artefacts.access(members, 'web-app', grant) };
  }

  /** Whether a session still gives codes without a page. */
  async useSession(chain: string, name: string, cookie: string): Promise<string> {
    const { path } = this.#authorization(true);
    const answer = await this.#asking.insist({
      chain,
      act: 'use',
      at: 'session',
      uses: name,
      to: path,
      headers: { accept: 'text/html', cookie },
      read: ({ location, body }) =>
        location.startsWith(`${redirectUri}?`) && new URL(location).searchParams.has('code')
          ? { result: 'ok' }
          : { result: 'no', error: errorOf(body) ?? location },
    });
    return answer.result;
  }
}
