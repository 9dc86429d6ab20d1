/** The load: chains of requests beside each other, each of which waits for its answers. */
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@gatehouse/testkit';
import { Artefacts, isJwt, type Tokens } from './artefacts.ts';
import type { Asking } from './asking.ts';
import { type Credentials, type OpenSignIn, SigningIn } from './signing-in.ts';
import { type Apis, TokenRequests } from './token-requests.ts';

/** Sign-ins whose page is open when something fails, and which are finished afterwards. */
const HELD_SIGN_INS = 4;
/** What is looked at in the end is looked at so many at once. */
const AT_ONCE = 4;
/** So long an API is asked for a revoked token at most until it refuses it, in milliseconds. */
const LOOKS_MS = 60_000;

export class Load {
  readonly #artefacts = new Artefacts();
  readonly #signingIn: SigningIn;
  readonly #requests: TokenRequests;
  readonly #over = new AbortController();
  readonly #hurry = new AbortController();
  readonly #grants: Tokens[] = [];
  readonly #held: OpenSignIn[] = [];
  #rotations = 0;
  #chains: Promise<void>[] = [];

  constructor(asking: Asking, credentials: Credentials, apis: Apis) {
    this.#signingIn = new SigningIn(asking, this.#artefacts, credentials);
    this.#requests = new TokenRequests(asking, this.#artefacts, credentials.clients, this.#signingIn, apis);
  }

  /** Starts all chains; resolves when each has had its first tokens and some sign-ins wait for their password. */
  async start(): Promise<void> {
    const { signal } = this.#hurry;
    const families = [false, true, true];
    const firsts = families.map((isForApi, index) => this.#signIn(`family ${index + 1}`, isForApi));
    const others = [true, false, true, false].map((isForApi) => this.#signIn('beginning', isForApi));
    const held = Array.from({ length: HELD_SIGN_INS }, () => this.#signingIn.open('held sign-in', signal));
    const [tokens, grants, pages] = await Promise.all([Promise.all(firsts), Promise.all(others), Promise.all(held)]);
    this.#grants.push(...grants);
    for (const open of pages) {
      if (!open) throw new Error('a sign-in page did not open');
      this.#held.push(open);
    }
    for (const [index, isForApi] of families.entries())
      this.#run(this.#family(`family ${index + 1}`, tokens[index]!, isForApi, index === 2));
    this.#run(
      this.#repeat(800, () => this.#newGrant()),
      this.#repeat(100, () => this.#requests.workerToken('worker', false, signal, true)),
      this.#repeat(250, () => this.#callApis()),
      this.#repeat(600, () => this.#exchange()),
      this.#repeat(600, () => this.#endWorkerToken()),
      this.#repeat(1500, () => this.#endGrant()),
      this.#repeat(1500, () => this.#endOpaqueToken()),
    );
  }

  /** Waits until refresh tokens are rotated. */
  async served(): Promise<void> {
    const before = this.#rotations;
    await eventually(() => this.#rotations > before + 2, { what: 'rotations after the fault', timeoutMs: 180_000 });
  }

  /** Finishes the sign-ins that were begun before, then lets every chain come to an answer. */
  async finish(): Promise<void> {
    const { signal } = this.#hurry;
    await Promise.all(this.#held.map((open) => open.finish(signal)));
    this.#over.abort();
    await Promise.all(this.#chains);
  }

  /** Gives every question up that is still repeated. */
  abandon(): void {
    this.#over.abort();
    this.#hurry.abort();
  }

  /** Looks at everything that was acknowledged. Nothing may run beside it. */
  async lookAtEverything(): Promise<void> {
    const latest = [...this.#artefacts.all.values()];
    const looks = latest.flatMap((one): (() => Promise<unknown>)[] => {
      const { state, kind, name, secret, grant } = one;
      const chain = 'end';
      const isEnded = state === 'revoked';
      if (state === 'doubtful' || state === 'spent') return [];
      if (kind === 'session') return [() => this.#signingIn.useSession(chain, name, secret)];
      if (kind === 'refresh') {
        const tokens: Tokens = { grant: grant!, client: one.client, refresh: one, access: one };
        return [
          async () => {
            await this.#requests.show(chain, one, 'introspection');
            if (!isEnded) await this.#requests.refresh(chain, tokens);
          },
        ];
      }
      const places = isJwt(secret)
        ? (['introspection', 'api', 'gateway'] as const)
        : (['introspection', 'userinfo'] as const);
      return [
        async () => {
          for (const place of places) await this.#requests.show(chain, one, place);
        },
      ];
    });
    const next = looks.values();
    const worker = async (): Promise<void> => {
      for (const look of next) await look();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  #run(...chains: Promise<void>[]): void {
    this.#chains.push(...chains);
  }

  async #repeat(pauseMs: number, once: () => Promise<unknown>): Promise<void> {
    while (!this.#over.signal.aborted) {
      await once();
      await delay(pauseMs);
    }
  }

  async #signIn(chain: string, isForApi: boolean): Promise<Tokens> {
    const tokens = await this.#signingIn.signIn(chain, this.#hurry.signal, isForApi);
    if (!tokens) throw new Error('a sign-in of the beginning failed: see the journal');
    return tokens;
  }

  /** Refreshes in a row. A family that ended is followed by a new one. */
  async #family(chain: string, first: Tokens, isForApi: boolean, isProbe: boolean): Promise<void> {
    const { signal } = this.#hurry;
    let tokens: Tokens | undefined = first;
    await this.#repeat(isProbe ? 100 : 300, async () => {
      if (tokens && (await this.#requests.refresh(chain, tokens, signal, isProbe)) !== 'ok') tokens = undefined;
      else this.#rotations += 1;
      tokens ??= await this.#signingIn.signIn(chain, signal, isForApi);
    });
  }

  async #newGrant(): Promise<void> {
    const tokens = await this.#signingIn.signIn('sign-in', this.#hurry.signal, this.#grants.length % 2 === 0);
    if (tokens) this.#grants.push(tokens);
  }

  /** One of the grants that nobody ended, with a JWT or an opaque access token. */
  #someGrant(hasJwt: boolean): Tokens | undefined {
    const all = this.#grants.filter(({ access }) => access.state === 'good' && isJwt(access.secret) === hasJwt);
    return all[Math.floor(Math.random() * all.length)];
  }

  async #callApis(): Promise<void> {
    const access = this.#someGrant(true)?.access;
    if (!access) return;
    await this.#requests.show('calls', access, Math.random() < 0.5 ? 'api' : 'gateway', this.#hurry.signal);
  }

  async #exchange(): Promise<void> {
    const access = this.#someGrant(true)?.access;
    if (access) await this.#requests.exchange('exchanges', access, this.#hurry.signal);
  }

  async #endWorkerToken(): Promise<void> {
    const { signal } = this.#hurry;
    const token = await this.#requests.workerToken('revocations', true, signal);
    if (!token) return;
    for (const place of ['api', 'gateway'] as const) await this.#requests.show('revocations', token, place, signal);
    if ((await this.#requests.revoke('revocations', token, signal)) !== 'ok') return;
    await this.#requests.show('revocations', token, 'introspection', signal);
    await Promise.all((['api', 'gateway'] as const).map((place) => this.#untilRefused('revocations', token, place)));
  }

  async #endGrant(): Promise<void> {
    const { signal } = this.#hurry;
    const tokens = this.#someGrant(true);
    if (!tokens) return;
    const { refresh, access } = tokens;
    const chain = 'ended grants';
    if ((await this.#requests.revoke(chain, refresh, signal)) !== 'ok') return;
    await this.#requests.show(chain, access, 'introspection', signal);
    await this.#requests.exchange(chain, access, signal);
    await this.#requests.refresh(chain, { ...tokens }, signal);
    this.#artefacts.endGrant(tokens.grant, 'revoked');
    await Promise.all((['api', 'gateway'] as const).map((place) => this.#untilRefused(chain, access, place)));
  }

  async #endOpaqueToken(): Promise<void> {
    const { signal } = this.#hurry;
    const tokens = this.#someGrant(false);
    if (!tokens) return;
    const chain = 'ended opaque tokens';
    await this.#requests.show(chain, tokens.access, 'userinfo', signal);
    if ((await this.#requests.revoke(chain, tokens.access, signal)) !== 'ok') return;
    for (const place of ['introspection', 'userinfo'] as const)
      await this.#requests.show(chain, tokens.access, place, signal);
  }

  async #untilRefused(chain: string, token: Tokens['access'], place: 'api' | 'gateway'): Promise<void> {
    const limit = performance.now() + LOOKS_MS;
    while (performance.now() < limit && (await this.#requests.show(chain, token, place, this.#hurry.signal)) === 'ok')
      await delay(100);
  }
}
