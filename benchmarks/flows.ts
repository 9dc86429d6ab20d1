/** Load of whole code flows: browsers with a session each, which an application sends to the server again and again. */
import { Agent, request } from 'node:http';
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

interface Answer {
  readonly status: number;
  /** As it was sent. */
  readonly location: string | undefined;
  readonly cookies: readonly string[];
  readonly body: string;
}

/** One request over a kept connection; with a body it is a POST. */
export function send(
  agent: Agent,
  url: string,
  headers: Readonly<Record<string, string>>,
  { body, method = body === undefined ? 'GET' : 'POST' }: { body?: string; method?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { agent, method, headers: { ...headers, ...length } });
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const { location, 'set-cookie': cookies = [] } = response.headers;
        resolve({ status: response.statusCode ?? 0, location, cookies, body: text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
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
export async function runFlows({ server, flows }: FlowTarget, seconds: number): Promise<Run> {
  const agent = new Agent({ keepAlive: true, maxSockets: flows.length });
  const cpuBefore = server.cpuMs();
  const startedAt = performance.now();
  const timesMs: number[] = [];
  await Promise.all(
    flows.map(async (flow) => {
      while (performance.now() < startedAt + seconds * 1000) {
        const sentAt = performance.now();
        await flow(agent);
        timesMs.push(performance.now() - sentAt);
      }
    }),
  );
  const lasted = (performance.now() - startedAt) / 1000;
  const cpuAfter = server.cpuMs();
  agent.destroy();
  timesMs.sort((a, b) => a - b);
  return {
    value: timesMs.length / lasted,
    p50Ms: timesMs[Math.floor(timesMs.length * 0.5)],
    p99Ms: timesMs[Math.floor(timesMs.length * 0.99)],
    errors: 0,
    cpuShare: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / 1000 / lasted,
  };
}
