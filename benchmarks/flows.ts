/** Load of whole code flows: browsers with a session each, which an application sends to the server again and again. */
import type { Agent } from 'node:http';
import { type Answer, runConnections, send } from './connections.ts';
import type { MeasuredServer } from './processes.ts';
import type { MeasuredProgram } from './product.ts';
import type { Run } from './scenario.ts';
import { codeIn, codeRequest, redemption, signIn, webAppAuthorization } from './sign-in.ts';

/** How many browsers there are, each with a connection of its own. */
const BROWSERS = 16;

/** One authorization request with its code and the tokens for it; gives what the token endpoint answered, and throws at anything else. */
export type Flow = (agent: Agent) => Promise<Readonly<Record<string, unknown>>>;

/** A server, and one flow for each of its browsers. */
export interface FlowTarget {
  readonly server: MeasuredServer;
  readonly flows: readonly Flow[];
}

/** Redeems a code, or whatever else the form says. Throws with the answer where it is none of 200. */
export async function askTokens(
  agent: Agent,
  url: string,
  authorization: string,
  form: Readonly<Record<string, string>> | URLSearchParams,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization };
  const { status, body } = await send(agent, url, headers, { body: new URLSearchParams(form).toString() });
  if (status !== 200) throw new Error(`no tokens: ${status} ${body.slice(0, 300)}`);
  return JSON.parse(body) as Record<string, unknown>;
}

/** Keeps cookies, and follows nothing by itself. */
export class SessionBrowser {
  readonly #cookies = new Map<string, string>();

  /** @param cookie those that it has already, as a Cookie header writes them */
  constructor(cookie = '') {
    this.#keep(cookie.split('; '));
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/su);
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  /** Opens a page, or sends a form to it. */
  async visit(agent: Agent, url: string, form?: Readonly<Record<string, string>>): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }) };
    const answer = form
      ? await send(
          agent,
          url,
          { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          { body: new URLSearchParams(form).toString() },
        )
      : await send(agent, url, headers);
    this.#keep(answer.cookies);
    return answer;
  }
}

/** As many flows as `newFlow` makes, one for each browser. */
export async function manyFlows(newFlow: () => Promise<Flow>): Promise<Flow[]> {
  const flows: Flow[] = [];
  for (let count = 0; count < BROWSERS; count += 1) flows.push(await newFlow());
  return flows;
}

/** Browsers in which Alice is signed in to this product, or to the engine alone. */
export async function codeFlows(program: MeasuredProgram): Promise<FlowTarget> {
  const { origin, server } = program;
  const authorization = webAppAuthorization(program);
  const flows = await manyFlows(async () => {
    const { cookie } = await signIn(program);
    const browser = new SessionBrowser(cookie);
    return async (agent) => {
      const { path, verifier } = codeRequest();
      const led = await browser.visit(agent, origin + path);
      const code = codeIn(led.location);
      if (!code) throw new Error(`no code: ${led.status} ${led.location ?? led.body.slice(0, 300)}`);
      return await askTokens(agent, `${origin}/token`, authorization, redemption(code, verifier));
    };
  });
  return { server, flows };
}

/** All browsers, for the time given. */
export const runFlows = ({ server, flows }: FlowTarget, seconds: number): Promise<Run> =>
  runConnections(server, flows.length, seconds, async (agent, index) => {
    await flows[index]?.(agent);
    return true;
  });
