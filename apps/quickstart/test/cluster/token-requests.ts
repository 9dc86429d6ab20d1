/** What applications, APIs and the gateway ask with tokens, each answer journalled. */
import { RESOURCE } from '../../../../benchmarks/product.ts';
import { type Artefact, type Artefacts, givenOf, isJwt, type Tokens } from './artefacts.ts';
import { type Asking, errorOf, membersOf } from './asking.ts';
import type { Place, Result } from './journal.ts';
import type { Credentials, SigningIn } from './signing-in.ts';

/** Where the API is, by itself and through the gateway. */
export interface Apis {
  readonly api: string;
  readonly gateway: string;
}

export class TokenRequests {
  readonly #asking: Asking;
  readonly #artefacts: Artefacts;
  readonly #clients: Credentials['clients'];
  readonly #signingIn: SigningIn;
  readonly #apis: Apis;

  constructor(asking: Asking, artefacts: Artefacts, clients: Credentials['clients'], signingIn: SigningIn, apis: Apis) {
    this.#asking = asking;
    this.#artefacts = artefacts;
    this.#clients = clients;
    this.#signingIn = signingIn;
    this.#apis = apis;
  }

  /** Uses the refresh token, again while nobody knows whether it was used. Gives whether the family goes on. */
  async refresh(chain: string, tokens: Tokens, signal?: AbortSignal, isProbe = false): Promise<Result> {
    const used = tokens.refresh;
    const question = {
      chain,
      act: 'refresh',
      uses: used.name,
      to: '/token',
      headers: { authorization: this.#clients['web-app'] },
      form: { grant_type: 'refresh_token', refresh_token: used.secret },
      read: (answer: Parameters<typeof membersOf>[0]) => {
        const members = membersOf(answer);
        if (answer.status !== 200) return { result: 'no' as const, error: String(members['error']) };
        const next = this.#signingIn.tokensOf(members, tokens.grant);
        used.state = 'spent';
        const opaque = isJwt(next.access.secret) ? [] : [givenOf(next.access)];
        // A JWT of each rotation is more than anybody can look at in the end.
        if (opaque.length === 0) this.#artefacts.all.delete(next.access.name);
        tokens.refresh = next.refresh;
        tokens.access = next.access;
        return { result: 'ok' as const, gives: [givenOf(next.refresh), ...opaque] };
      },
    } as const;
    const { result } = await this.#asking.insist(question, signal, isProbe);
    if (result !== 'ok') this.#artefacts.endGrant(tokens.grant, 'doubtful');
    return result;
  }

  /** A token of the worker. @param isKept it is revoked, or looked at in the end */
  async workerToken(
    chain: string,
    isKept: boolean,
    signal?: AbortSignal,
    isProbe = false,
  ): Promise<Artefact | undefined> {
    let token: Artefact | undefined;
    await this.#asking.insist(
      {
        chain,
        act: 'issue',
        to: '/token',
        headers: { authorization: this.#clients.worker },
        form: { grant_type: 'client_credentials', resource: RESOURCE, scope: 'invoice_read' },
        read: (answer) => {
          const members = membersOf(answer);
          if (answer.status !== 200) return { result: 'no', error: String(members['error']) };
          token = this.#artefacts.access(members, 'worker');
          if (!isKept) this.#artefacts.all.delete(token.name);
          return { result: 'ok', gives: isKept ? [givenOf(token)] : [] };
        },
      },
      signal,
      isProbe,
    );
    return token;
  }

  /** Ends a token, or by its refresh token a grant; again while nobody knows. */
  async revoke(chain: string, artefact: Artefact, signal?: AbortSignal): Promise<Result> {
    const { kind, grant, client, secret, name } = artefact;
    const ends = kind === 'refresh' ? grant! : name;
    artefact.state = 'doubtful';
    if (kind === 'refresh') this.#artefacts.endGrant(ends, 'doubtful');
    const { result } = await this.#asking.insist(
      {
        chain,
        act: 'revoke',
        uses: ends,
        to: '/token/revocation',
        headers: { authorization: this.#clients[client as 'worker'] },
        form: { token: secret },
        read: ({ status, body }) => (status === 200 ? { result: 'ok' } : { result: 'no', error: errorOf(body) ?? '' }),
      },
      signal,
    );
    if (result !== 'ok') return result;
    artefact.state = 'revoked';
    if (kind === 'refresh') this.#artefacts.endGrant(ends, 'revoked');
    return result;
  }

  /** Shows a token somewhere and says whether it was taken; again while nobody knows. */
  async show(
    chain: string,
    { name, secret, client, kind }: Artefact,
    at: Exclude<Place, 'session'>,
    signal?: AbortSignal,
  ): Promise<Result> {
    const { api, gateway } = this.#apis;
    const bearer = { headers: { authorization: `Bearer ${secret}` } };
    const asks = {
      userinfo: { to: '/me', ...bearer },
      api: { to: `${api}/secure-data`, ...bearer },
      gateway: { to: `${gateway}/api/secure-data`, ...bearer },
      introspection: {
        to: '/token/introspection',
        headers: { authorization: this.#clients[client as 'worker'] },
        form: { token: secret, token_type_hint: kind === 'refresh' ? 'refresh_token' : 'access_token' },
        read: (answer: Parameters<typeof membersOf>[0]) => ({
          result: membersOf(answer)['active'] === true ? ('ok' as const) : ('no' as const),
          error: answer.body.slice(0, 60),
        }),
      },
    };
    const { result } = await this.#asking.insist({ chain, act: 'use', at, uses: name, ...asks[at] }, signal);
    return result;
  }

  /** The API exchanges a user's token for one of the next API. */
  async exchange(chain: string, { name, secret }: Artefact, signal?: AbortSignal): Promise<Result> {
    const { result } = await this.#asking.insist(
      {
        chain,
        act: 'exchange',
        uses: name,
        to: '/token',
        headers: { authorization: this.#clients.api },
        form: {
          grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
          subject_token: secret,
          subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
          resource: 'https://billing.localhost',
        },
        read: ({ status, body }) => (status === 200 ? { result: 'ok' } : { result: 'no', error: errorOf(body) ?? '' }),
      },
      signal,
    );
    return result;
  }
}
