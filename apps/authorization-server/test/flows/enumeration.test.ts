import { timesAreJudged } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Answer, Browser, csrfOf } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { Newcomer } from '../newcomer.ts';
import { outboxEmpty } from '../outbox.ts';
import { startServer, type TestServer } from '../server.ts';

let mail: MailServer;
let server: TestServer;
let webApp: TestClient;

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: {
      GATEHOUSE_SMTP_URL: mail.url,
      GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000',
      GATEHOUSE_SIGN_IN_ATTEMPTS_FOR_EVERYONE: '1000000',
    },
    registry: ({ users }) => {
      for (const [login, status] of Object.entries({ known: 'active', disab: 'disabled', pendi: 'pending' })) {
        users.push({ login, name: login, email: `${login}@example.com`, email_verified: true, status, password: 'x' });
      }
    },
  });
  webApp = await confidential(server, 'web-app');
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const logins = ['known', 'unkno', 'disab', 'pendi'];

/** Nothing is left to be sent, and the limits of these addresses begin anew. */
async function settle(action: string): Promise<void> {
  const { storage } = server.server;
  await outboxEmpty(server);
  const names = logins.map((login) => `throttle:${action}:3600:account:${login}@example.com`);
  await storage.commit(names.map((name) => storage.counters.writes.reset(name)));
}

/**
 * Asks for each login many times, and gives by how much each differs in the median from the others of its round, and every
 * answer there was. Within a round, because what else runs on the machine changes from one moment to another.
 */
async function compare(
  action: string,
  rounds: number,
  ask: (login: string) => Promise<() => Promise<Answer>>,
): Promise<{ differences: string[]; answers: Set<string> }> {
  const shares = new Map<string, number[]>(logins.map((login) => [login, []]));
  const answers = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const costs = new Map<string, number>();
    for (const login of logins.toSorted(() => Math.random() - 0.5)) {
      const send = await ask(login);
      // The processor's time until the answer is there: it stays the same while others use the machine.
      const before = process.cpuUsage();
      const answer = await send();
      const used = process.cpuUsage(before);
      costs.set(login, used.user + used.system);
      const { 'x-request-id': _id, date: _date, etag: _etag, ...headers } = answer.headers;
      const text = JSON.stringify([
        answer.status,
        { ...headers, 'set-cookie': undefined, location: undefined },
        answer.body,
      ]);
      answers.add(text.replaceAll(login, 'LOGIN').replaceAll(/[\w-]{43}/gu, 'TOKEN'));
      await settle(action);
    }
    const usual = median([...costs.values()]);
    for (const [login, cost] of costs) shares.get(login)!.push(cost / usual);
  }
  const all = median([...shares.values()].flat());
  return {
    answers,
    differences: logins.map((login) => `${login} ${(median(shares.get(login)!) / all - 1).toFixed(3)}`),
  };
}

/** A few rounds show that all get the same answer; many, that it costs the same. */
const rounds = (judged: number) => (timesAreJudged ? judged : 3);
const beyond = (differences: readonly string[]) =>
  timesAreJudged ? differences.filter((difference) => Math.abs(Number(difference.split(' ')[1])) > 0.05) : [];

it('AS-15: asking for a reset takes the same time for known, unknown, disabled and pending people', async () => {
  const browser = new Browser();
  const page = await browser.get(`${server.issuer}/account/recover`);
  const form = { csrf: csrfOf(page.body) };
  const { differences, answers } = await compare(
    'password_reset',
    rounds(101),
    async (login) => () => browser.post(`${server.issuer}/account/recover`, { ...form, login: `${login}@example.com` }),
  );
  expect(answers.size).toBe(1);
  expect(beyond(differences)).toEqual([]);
});

it('AS-15: registering takes the same time for an address that is free and for those of others', async () => {
  const { accounts, commit } = server.server.storage;
  const { differences, answers } = await compare('registration', rounds(41), async (login) => {
    // The free address is free each time.
    const taken = await accounts.findByLogin('unkno@example.com');
    if (taken) await commit([accounts.writes.remove(taken.id)]);
    const newcomer = new Newcomer(`${login}@example.com`);
    const form = await newcomer.openForm(webApp.request().url);
    return () => newcomer.submit(form);
  });
  expect(answers.size).toBe(1);
  expect(beyond(differences)).toEqual([]);
});
