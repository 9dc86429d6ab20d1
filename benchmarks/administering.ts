/**
 * Pages of the console over a large directory, asked for one after the other as an operator does: the time is the server's whole
 * work from the request to the last byte, in the console, the admin API and the database. Beside it the same page over a directory
 * of a hundred, so that the ratio says what size costs.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { ABrowser, certificates, freePort } from '@gatehouse/testkit';
import { type DirectorySize, LARGE_DIRECTORY, seedDirectory } from './directory.ts';
import { spawnServer, waitUntilReady } from './processes.ts';
import { newState } from './product.ts';
import type { BenchmarkContext, Run, Scenario } from './scenario.ts';

const SMALL_DIRECTORY: DirectorySize = { users: 100, clients: 100 };
const PROGRAMS = ['GATEHOUSE', 'API', 'GATEWAY', 'WEB', 'CONSOLE'];
const FEWEST_REQUESTS = 20;

/** What an operator looks at. */
export interface LookedAt {
  readonly name: string;
  /** Of the console, with its query. */
  readonly path: string;
  /** What the page shows when it found what it should. */
  readonly shows: string;
}

interface SignedIn {
  readonly browser: ABrowser;
  readonly origin: string;
}

/** The whole product over TLS, with that many users and clients, and an operator who has signed in to the console. */
async function signedIn({ stopAtEnd }: BenchmarkContext, size: DirectorySize): Promise<SignedIn> {
  const { caFile, directory } = await certificates();
  trustAuthorities(caFile);
  const state = newState();
  stopAtEnd({ stop: async () => rmSync(state, { recursive: true, force: true }) });
  const ports = await Promise.all(PROGRAMS.flatMap(() => [freePort(), freePort()]));
  const env = Object.fromEntries(
    PROGRAMS.flatMap((name, at) => [
      [`${name}_PORT`, String(ports[at * 2])],
      [`${name}_MANAGEMENT_PORT`, String(ports[at * 2 + 1])],
    ]),
  );
  const server = stopAtEnd(
    spawnServer(
      'apps/quickstart/src/main.ts',
      { ...env, QUICKSTART_STATE_DIRECTORY: state, QUICKSTART_CERTIFICATES_DIRECTORY: directory },
      'anywhere',
    ),
  );
  await waitUntilReady(server, `http://127.0.0.1:${env['CONSOLE_MANAGEMENT_PORT']}/readyz`);
  await waitUntilReady(server, `http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/readyz`);
  seedDirectory(join(state, 'authorization-server.sqlite'), size);
  const origin = `https://localhost:${env['CONSOLE_PORT']}`;
  const browser = new ABrowser();
  const login = await browser.get(`${origin}/sign-in`);
  const csrf = /name="csrf" value="([^"]+)"/u.exec(login.text)?.[1] ?? '';
  const action = /<form[^>]* action="([^"]+\/login)"/u.exec(login.text)?.[1];
  if (action === undefined) throw new Error(`no sign-in at ${login.url.href}, but ${login.status}`);
  const password = readFileSync(join(state, 'secrets/users/carol'), 'utf8');
  const body = new URLSearchParams({ csrf, login: 'carol', password });
  const landed = await browser.post(new URL(action, login.url), body, { origin: login.url.origin });
  if (landed.url.origin !== origin) throw new Error(`the sign-in of the benchmark stopped at ${landed.url.href}`);
  return { browser, origin };
}

/** Asks for the page for that long, at least twenty times. */
async function look({ browser, origin }: SignedIn, { path, shows }: LookedAt, seconds: number): Promise<Run> {
  const took: number[] = [];
  let errors = 0;
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end || took.length < FEWEST_REQUESTS) {
    const startedAt = performance.now();
    const { status, text } = await browser.get(origin + path);
    took.push(performance.now() - startedAt);
    if (status !== 200 || !text.includes(shows)) errors += 1;
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { value: at(0.5), p50Ms: at(0.5), p99Ms: at(0.99), errors };
}

/** A scenario of one page. Its first request of all, with nothing cached, is said. */
export function adminScenario(looked: LookedAt): Scenario {
  return {
    name: `admin-${looked.name}`,
    unit: 'ms',
    against: `the same page with ${SMALL_DIRECTORY.users} users and ${SMALL_DIRECTORY.clients} clients`,
    rounds: 3,
    async prepare(context) {
      const { users, clients } = LARGE_DIRECTORY;
      context.say(`signing in to a console with ${users} users and ${clients} clients`);
      const large = await signedIn(context, LARGE_DIRECTORY);
      const small = await signedIn(context, SMALL_DIRECTORY);
      const first = await look(large, looked, 0);
      context.say(`${looked.path}: the slowest of the first ${FEWEST_REQUESTS} took ${first.p99Ms?.toFixed(0)} ms`);
      await look(small, looked, 0);
      return {
        async round(index) {
          context.say(`round ${index + 1}`);
          const seconds = context.seconds / 2;
          if (index % 2 === 0) {
            const subject = await look(large, looked, seconds);
            return { subject, reference: await look(small, looked, seconds) };
          }
          const reference = await look(small, looked, seconds);
          return { subject: await look(large, looked, seconds), reference };
        },
      };
    },
  };
}
