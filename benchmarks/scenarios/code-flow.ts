import { Agent, request } from 'node:http';
import { onBothStores, startBesideEngine } from '../beside-engine.ts';
import type { MeasuredProgram } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Run } from '../scenario.ts';
import { codeIn, codeRequest, redemption, signIn, webAppAuthorization } from '../sign-in.ts';

/** Browsers at once; each has a session of its own. */
const browsers = 16;

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: readonly string[];
  readonly body: string;
}

/** One request over a kept connection. */
function send(agent: Agent, url: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...length },
    });
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

/** A browser with a session, which applications send here again and again. */
class Browser {
  readonly #cookies = new Map<string, string>();
  readonly #program: MeasuredProgram;

  constructor(program: MeasuredProgram, cookie: string) {
    this.#program = program;
    this.#keep(cookie.split('; '));
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/su);
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  /** An authorization request, a code, and tokens for it. */
  async flow(agent: Agent): Promise<void> {
    const { origin } = this.#program;
    const { path, verifier } = codeRequest();
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const led = await send(agent, origin + path, { accept: 'text/html', cookie });
    this.#keep(led.cookies);
    const code = codeIn(led.location);
    if (!code) throw new Error(`no code: ${led.status} ${led.location ?? led.body.slice(0, 300)}`);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: webAppAuthorization(this.#program),
    };
    const answer = await send(agent, `${origin}/token`, headers, redemption(code, verifier).toString());
    if (answer.status !== 200) throw new Error(`no tokens: ${answer.status} ${answer.body}`);
  }
}

async function codeFlows(program: MeasuredProgram): Promise<(seconds: number) => Promise<Run>> {
  const all: Browser[] = [];
  for (let count = 0; count < browsers; count += 1) {
    const { cookie } = await signIn(program);
    all.push(new Browser(program, cookie));
  }
  return async (seconds) => {
    const agent = new Agent({ keepAlive: true, maxSockets: browsers });
    const cpuBefore = program.server.cpuMs();
    const startedAt = performance.now();
    const timesMs: number[] = [];
    await Promise.all(
      all.map(async (browser) => {
        while (performance.now() < startedAt + seconds * 1000) {
          const sentAt = performance.now();
          await browser.flow(agent);
          timesMs.push(performance.now() - sentAt);
        }
      }),
    );
    const lasted = (performance.now() - startedAt) / 1000;
    const cpuAfter = program.server.cpuMs();
    agent.destroy();
    timesMs.sort((a, b) => a - b);
    return {
      value: timesMs.length / lasted,
      p50Ms: timesMs[Math.floor(timesMs.length * 0.5)],
      p99Ms: timesMs[Math.floor(timesMs.length * 0.99)],
      errors: 0,
      cpuShare: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / 1000 / lasted,
    };
  };
}

/** An authorization request with a living session, its code, and the tokens: access, ID and refresh token. */
const scenarios = onBothStores('code-flow', 'flows/s', async (context, store) => {
  const { product, engine } = await startBesideEngine(context, store);
  return await roundRobin(await codeFlows(product), await codeFlows(engine), context);
});

export default scenarios;
