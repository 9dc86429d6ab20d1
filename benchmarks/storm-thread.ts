/** The thread of storm.ts: signs users in over real pages. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { RESOURCE } from './product.ts';
import type { SignInAnswer, StormOrder, StormReport } from './storm.ts';

const redirectUri = 'https://localhost:3003/callback';
const preparedAtOnce = 8;
const longestMs = 60_000;

interface Answer extends SignInAnswer {
  readonly location: string | undefined;
  readonly body: string;
}

/** A browser without JavaScript that keeps its connection. */
class Visitor {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #cookies = new Map<string, string>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  send(method: 'GET' | 'POST', url: string, form?: Record<string, string>): Promise<Answer> {
    const body = form && new URLSearchParams(form).toString();
    const headers = {
      accept: 'text/html',
      origin: this.#origin,
      cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
      }),
    };
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = request(new URL(url, this.#origin), { method, headers, agent: this.#agent }, (response) => {
        const tookMs = performance.now() - startedAt;
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('error', reject);
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) {
            const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/su);
            this.#cookies.set(name, value);
          }
          const { 'retry-after': retryAfter, location } = response.headers;
          resolve({
            status: response.statusCode ?? 0,
            tookMs,
            retryAfterSeconds: retryAfter === undefined ? undefined : Number(retryAfter),
            location,
            body: text,
          });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** A form as bytes on a connection that is open already: sending it is one write. */
  async ready(url: string, form: Record<string, string>): Promise<Ready> {
    const { host, hostname, port, pathname } = new URL(url, this.#origin);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    const body = new URLSearchParams(form).toString();
    const lines = [
      `POST ${pathname} HTTP/1.1`,
      `host: ${host}`,
      'accept: text/html',
      `origin: ${this.#origin}`,
      `cookie: ${[...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')}`,
      'content-type: application/x-www-form-urlencoded',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    return { socket, bytes: Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`) };
  }

  /** Takes the time until the first bytes of the answer. The connection is kept, as browsers do. */
  sendReady({ socket, bytes }: Ready): Promise<Answer> {
    const startedAt = performance.now();
    let tookMs: number | undefined;
    const parts: Buffer[] = [];
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the connection ended before the answer')));
      socket.on('data', (part: Buffer) => {
        tookMs ??= performance.now() - startedAt;
        parts.push(part);
        const received = Buffer.concat(parts);
        if (!isWhole(received)) return;
        const [head = '', ...rest] = received.toString().split('\r\n\r\n');
        const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'imu').exec(head)?.[1]?.trim();
        for (const [, name = '', value = ''] of head.matchAll(/^set-cookie: ([^=]+)=([^;\r]*)/gimu)) {
          this.#cookies.set(name, value);
        }
        const retryAfter = header('retry-after');
        resolve({
          status: Number(/^HTTP\/1.1 (\d+)/u.exec(head)?.[1] ?? 0),
          tookMs: tookMs ?? 0,
          retryAfterSeconds: retryAfter === undefined ? undefined : Number(retryAfter),
          location: header('location'),
          body: rest.join('\r\n\r\n'),
        });
      });
      socket.write(bytes);
    });
  }

  leave(): void {
    this.#agent.destroy();
  }
}

/** By the length that the answer told, or by the last chunk (RFC 9112, section 6). */
function isWhole(received: Buffer): boolean {
  const headEnds = received.indexOf('\r\n\r\n');
  if (headEnds < 0) return false;
  const length = /^content-length: (\d+)/imu.exec(received.toString('latin1', 0, headEnds))?.[1];
  if (length !== undefined) return received.length >= headEnds + 4 + Number(length);
  return received.subarray(-7).toString('latin1') === '\r\n0\r\n\r\n';
}

interface Ready {
  readonly socket: Socket;
  readonly bytes: Buffer;
}

interface Waiting {
  readonly visitor: Visitor;
  readonly ready: Ready;
  readonly action: string;
  readonly form: Record<string, string>;
}

async function openPage({ origin }: StormOrder, person: StormOrder['people'][number]): Promise<Waiting> {
  const visitor = new Visitor(origin);
  const query = new URLSearchParams({
    client_id: 'web-app',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid invoice_read',
    resource: RESOURCE,
    code_challenge: createHash('sha256').update(randomBytes(32).toString('base64url')).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const start = await visitor.send('GET', `/auth?${query.toString()}`);
  const page = await visitor.send('GET', start.location ?? '');
  const action = /<form[^>]* action="([^"]+\/login)"/u.exec(page.body)?.[1];
  const csrf = /name="csrf" value="([^"]+)"/u.exec(page.body)?.[1];
  if (!action || !csrf) throw new Error(`a sign-in page did not come: ${page.status}`);
  const form = { csrf, login: person.login, password: person.password };
  return { visitor, action, form, ready: await visitor.ready(action, form) };
}

/** From the answer to the form on to the client's redirect URI. */
async function goOn({ visitor }: Waiting, from: Answer): Promise<boolean> {
  let answer = from;
  for (let hop = 0; hop < 6 && answer.location; hop += 1) {
    if (answer.location.startsWith(redirectUri)) return new URL(answer.location).searchParams.has('code');
    answer = await visitor.send('GET', answer.location);
  }
  return false;
}

async function signIn(waiting: Waiting, untilDone: boolean) {
  const send = () => waiting.visitor.send('POST', waiting.action, waiting.form);
  const endsAt = Date.now() + longestMs;
  try {
    // All in one moment: what it costs to make requests must not be seen in how long they wait.
    const first = await waiting.visitor.sendReady(waiting.ready);
    let [answer, repeated] = [first, 0];
    if (!untilDone) return { first, repeated, done: await goOn(waiting, answer) };
    while (answer.status === 503 && answer.retryAfterSeconds !== undefined && Date.now() < endsAt) {
      // Not all of them in the same moment again.
      await delay(answer.retryAfterSeconds * 1000 * (1 + Math.random()));
      answer = await send();
      repeated += 1;
    }
    return { first, repeated, done: await goOn(waiting, answer) };
  } catch {
    return { first: { status: 0, tookMs: 0, retryAfterSeconds: undefined }, repeated: 0, done: false };
  } finally {
    waiting.ready.socket.destroy();
    waiting.visitor.leave();
  }
}

let waiting: Waiting[] = [];
let untilDone = false;

async function prepare(order: StormOrder): Promise<void> {
  const { people } = order;
  ({ untilDone } = order);
  waiting = [];
  for (let index = 0; index < people.length; index += preparedAtOnce) {
    const some = people.slice(index, index + preparedAtOnce);
    waiting.push(...(await Promise.all(some.map((person) => openPage(order, person)))));
  }
}

async function release(): Promise<StormReport> {
  const all = await Promise.all(waiting.map((one) => signIn(one, untilDone)));
  return {
    first: all.map(({ first: { status, tookMs, retryAfterSeconds } }) => ({ status, tookMs, retryAfterSeconds })),
    signedIn: all.filter(({ done }) => done).length,
    repeated: all.reduce((sum, { repeated }) => sum + repeated, 0),
  };
}

const answer = (sent: object) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort?.postMessage(sent);
};

parentPort?.on('message', (message: StormOrder | 'release') => {
  const work: Promise<unknown> = message === 'release' ? release() : prepare(message);
  work.then(
    (result) => answer({ result }),
    (error: unknown) => answer({ error: String(error) }),
  );
});
