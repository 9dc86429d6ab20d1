/** The flows as they are asked for: each lane is a user or a client who does one flow after the other, on a connection of their own. */

import { readFileSync } from 'node:fs';
import type { Agent } from 'node:http';
import { join } from 'node:path';
import { type Answer, send } from '../../connections.ts';
import { SessionBrowser } from '../../flows.ts';
import { type Person, writePeople } from '../../people.ts';
import { type MeasuredProgram, RESOURCE, tokenRequest } from '../../product.ts';
import { codeIn, codeRequest, redemption, signIn, webAppAuthorization } from '../../sign-in.ts';
import type { FlowName } from '../costs.ts';

/** Does the flow once; gives how many milliseconds each of its requests took. Throws at any other answer than a success. */
export type Lane = (agent: Agent) => Promise<number[]>;

/** The requests of each flow, in order. */
export const stepNames: Readonly<Record<FlowName, readonly string[]>> = {
  'sign-in': ['authorization request', 'sign-in page', 'password', 'authorization response', 'code redemption'],
  'sign-on': ['authorization request', 'code redemption'],
  refresh: ['refresh'],
  'client-credentials': ['client credentials'],
  'token-exchange': ['token exchange'],
  revocation: ['revocation'],
};

export const settingsOfPeople = (state: string): { env: Record<string, string>; people: readonly Person[] } => {
  const { file, people } = writePeople(state, 4);
  const env = { GATEHOUSE_REGISTRY_FILE: file, GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' };
  return { env, people };
};

const form = 'application/x-www-form-urlencoded';

/** What lanes of one server need. */
export class Lanes {
  readonly #program: MeasuredProgram;
  readonly #people: readonly Person[];
  readonly #browsers: SessionBrowser[] = [];
  /** Tokens that no lane has revoked yet. */
  readonly #revocable: string[] = [];

  constructor(program: MeasuredProgram, people: readonly Person[]) {
    this.#program = program;
    this.#people = people;
  }

  /** A new lane of a flow. */
  async open(flow: FlowName, index: number, agent: Agent): Promise<Lane> {
    if (flow === 'sign-in') return this.#signIn(this.#people[index % this.#people.length]!);
    if (flow === 'sign-on') {
      const browser = await this.#newBrowser();
      return async (on) => (await this.#signOn(browser, on)).ms;
    }
    if (flow === 'refresh') return await this.#refresh(index, agent);
    if (flow === 'client-credentials') return this.#posting(tokenRequest(this.#program));
    if (flow === 'token-exchange') return await this.#exchange();
    return await this.#revocation(agent);
  }

  async #newBrowser(): Promise<SessionBrowser> {
    return new SessionBrowser((await signIn(this.#program)).cookie);
  }

  /** Sessions are few, applications many: signing in takes a hash. */
  async #browserOf(index: number): Promise<SessionBrowser> {
    this.#browsers[index % 8] ??= await this.#newBrowser();
    return this.#browsers[index % 8]!;
  }

  async #post(agent: Agent, path: string, authorization: string, body: string): Promise<Answer> {
    const headers = { 'content-type': form, authorization };
    const answer = await send(agent, this.#program.origin + path, headers, { body });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.slice(0, 300)}`);
    return answer;
  }

  #posting({ headers, body }: { headers: Record<string, string>; body: string }): Lane {
    return async (agent) => {
      const startedAt = performance.now();
      await this.#post(agent, '/token', headers['authorization'] ?? '', body);
      return [performance.now() - startedAt];
    };
  }

  async #redeem(agent: Agent, code: string, verifier: string): Promise<string> {
    const body = redemption(code, verifier).toString();
    const answer = await this.#post(agent, '/token', webAppAuthorization(this.#program), body);
    return (JSON.parse(answer.body) as { refresh_token: string }).refresh_token;
  }

  async #signOn(browser: SessionBrowser, agent: Agent): Promise<{ ms: number[]; refreshToken: string }> {
    const { path, verifier } = codeRequest();
    const startedAt = performance.now();
    const led = await browser.visit(agent, this.#program.origin + path);
    const ledAt = performance.now();
    const code = codeIn(led.location);
    if (!code) throw new Error(`no code: ${led.status} ${led.location ?? led.body.slice(0, 300)}`);
    const refreshToken = await this.#redeem(agent, code, verifier);
    return { ms: [ledAt - startedAt, performance.now() - ledAt], refreshToken };
  }

  #signIn({ login, password }: Person): Lane {
    const { origin } = this.#program;
    return async (agent) => {
      const browser = new SessionBrowser();
      const { path, verifier } = codeRequest();
      const ms: number[] = [];
      let sentAt = performance.now();
      const visit = async (url: string, fields?: Record<string, string>): Promise<Answer> => {
        const answer = await browser.visit(agent, new URL(url, origin).href, fields);
        ms.push(performance.now() - sentAt);
        sentAt = performance.now();
        return answer;
      };
      const page = await visit((await visit(path)).location ?? '/');
      const action = /<form[^>]* action="([^"]+\/login)"/u.exec(page.body)?.[1];
      const csrf = /name="csrf" value="([^"]+)"/u.exec(page.body)?.[1];
      if (!action || !csrf) throw new Error(`no sign-in page: ${page.status}`);
      const sent = await visit(action, { csrf, login, password });
      const code = codeIn((await visit(sent.location ?? '/')).location);
      if (!code) throw new Error(`the sign-in of ${login} gave no code: ${sent.status}`);
      await this.#redeem(agent, code, verifier);
      ms.push(performance.now() - sentAt);
      return ms;
    };
  }

  async #refresh(index: number, first: Agent): Promise<Lane> {
    const authorization = webAppAuthorization(this.#program);
    let { refreshToken } = await this.#signOn(await this.#browserOf(index), first);
    return async (agent) => {
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }).toString();
      const startedAt = performance.now();
      const answer = await this.#post(agent, '/token', authorization, body);
      const took = performance.now() - startedAt;
      refreshToken = (JSON.parse(answer.body) as { refresh_token: string }).refresh_token;
      return [took];
    };
  }

  async #exchange(): Promise<Lane> {
    const { origin, state } = this.#program;
    const granted = await fetch(`${origin}/token`, { method: 'POST', ...tokenRequest(this.#program) });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    const secret = readFileSync(join(state, 'secrets/clients/gateway'), 'utf8');
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      resource: RESOURCE,
    }).toString();
    const authorization = `Basic ${Buffer.from(`gateway:${encodeURIComponent(secret)}`).toString('base64')}`;
    return this.#posting({ headers: { authorization }, body });
  }

  /** Each revocation needs a token of its own, made before: each lane brings so many, and all fail when they are used up. */
  async #revocation(first: Agent): Promise<Lane> {
    const authorization = webAppAuthorization(this.#program);
    for (let count = 0; count < revocationsOfLane; count += 1) {
      // What one session was given is one grant, which ends with the first of its tokens.
      this.#revocable.push((await this.#signOn(await this.#newBrowser(), first)).refreshToken);
    }
    return async (agent) => {
      const token = this.#revocable.pop();
      if (token === undefined) throw new Error('there are no more tokens to revoke');
      const body = new URLSearchParams({ token, token_type_hint: 'refresh_token' }).toString();
      const startedAt = performance.now();
      await this.#post(agent, '/token/revocation', authorization, body);
      return [performance.now() - startedAt];
    };
  }
}

/** How many revocations a lane brings tokens for. */
export const revocationsOfLane = 9;
