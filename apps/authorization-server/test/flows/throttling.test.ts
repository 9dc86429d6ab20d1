import { timesAreJudged } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, errorOf, openPage, type Page, submitPassword } from '../browser.ts';
import { basic, confidential, postForm, TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
let client: TestClient;

const user = (login: string, status = 'active', more = {}) => ({
  ...more,
  login,
  name: login,
  email: `${login}@example.com`,
  roles: ['sales'],
  password: `the password of ${login}`,
  status,
});

beforeAll(async () => {
  server = await startServer({
    env: {
      GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000',
      GATEHOUSE_SIGN_IN_ATTEMPTS_FOR_EVERYONE: '1000000',
      GATEHOUSE_PASSWORD_HASH_QUEUE: '300',
    },
    registry: ({ users }) => {
      users.push(
        user('known'),
        user('disab', 'disabled'),
        user('pendi', 'pending'),
        user('locke', 'active', { email_verified: true }),
        user('guess'),
      );
    },
  });
  client = await confidential(server, 'web-app');
});
afterAll(() => server?.stop());

const guess = (browser: Browser, page: Page, login: string, password: string): Promise<Answer> =>
  browser.post(page.action, { csrf: page.csrf, login, password });
/** New in each page. */
const challenge = /&quot;challenge&quot;:&quot;[\w-]{83}&quot;/u;
const opened = async (browser = new Browser()) => ({ browser, page: await openPage(browser, client.request().url) });

async function reasons(login: string): Promise<string[]> {
  const account = await server.server.storage.accounts.findByLogin(login);
  const records = await server.audited({ accountId: account!.id, limit: 500 });
  return records.map(({ data }) => String(data['reason']));
}

async function forget(login: string): Promise<void> {
  const { storage } = server.server;
  const account = await storage.accounts.findByLogin(login);
  await storage.commit([
    storage.counters.writes.reset(`throttle:sign_in:900:account:${account?.id ?? login}`),
    storage.counters.writes.reset(`throttle:sign_in_name:900:account:${login}`),
  ]);
}

/** The values of a metric by its labels. */
async function metricsOf(name: string): Promise<Record<string, number>> {
  const { values } = (await server.server.service.metrics.getSingleMetric(name)!.get()) as {
    values: { labels: Record<string, string>; value: number }[];
  };
  return Object.fromEntries(values.map(({ labels, value }) => [labelsOf(labels), value]));
}
const labelsOf = ({ program: _program, ...labels }: Record<string, string>) => Object.values(labels).join(' ');

const xsrfOf = ({ body }: Answer): string => /name="xsrf" value="([^"]+)"/u.exec(body)?.[1] ?? '';

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('throttled sign-in', () => {
  it('AS-14: of 200 parallel guesses exactly the limit is compared, and strangers stay out', async () => {
    const hers = new Browser();
    await client.signIn({ login: 'guess', password: 'the password of guess' }, {}, hers);
    const { browser, page } = await opened();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => guess(browser, page, 'guess', `wrong ${n}`)),
    );
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([401]);
    const compared = (await reasons('guess')).filter((reason) => reason === 'wrong_password');
    expect(compared).toHaveLength(10);
    // D10: what the limit refuses costs no hash while one is known that was computed lately, and both are counted.
    expect((await guess(browser, page, 'nobody', 'whatever')).status).toBe(401);
    const before = await metricsOf('password_hashes_total');
    const more = await Promise.all(Array.from({ length: 5 }, (_, n) => guess(browser, page, 'guess', `more ${n}`)));
    expect(more.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    const after = await metricsOf('password_hashes_total');
    expect([after['computed'], after['waited']]).toEqual([before['computed'], before['waited']! + 5]);
    expect((await metricsOf('attempts_refused_total'))['sign_in account']).toBeGreaterThanOrEqual(195);
    expect((await guess(browser, page, 'guess', 'the password of guess')).status).toBe(401);

    // She goes on, in her session and from the browser that she has used before.
    const silent = await hers.get(client.request({ prompt: 'none' }).url);
    expect(new URL(silent.location).searchParams.has('code')).toBe(true);
    const again = await openPage(hers, client.request({ prompt: 'login' }).url);
    const callback = await submitPassword(hers, again, { login: 'guess', password: 'the password of guess' });
    expect(callback).toBeInstanceOf(URL);
  });

  it('AS-15: known, unknown, disabled, pending and locked accounts: same text, status, headers and time', async () => {
    const { browser, page } = await opened();
    // By another of its names: what is said of this one is not to tell that they belong together.
    for (let n = 0; n < 10; n += 1) await guess(browser, page, 'locke@example.com', 'wrong');
    const logins = ['known', 'unkno', 'disab', 'pendi', 'locke'];
    const costs = new Map<string, number[]>(logins.map((login) => [login, []]));
    const seen = new Map<string, Set<string>>(logins.map((login) => [login, new Set()]));
    const rounds = timesAreJudged ? 63 : 2;
    for (let round = 0; round < rounds; round += 1) {
      for (const login of logins.toSorted(() => Math.random() - 0.5)) {
        // What is refused takes as long without computing anything, so the clock is asked.
        const before = performance.now();
        const answer = await guess(browser, page, login, `wrong ${round % 10}`);
        costs.get(login)!.push(performance.now() - before);
        const { 'x-request-id': _id, date: _date, etag: _etag, ...headers } = answer.headers;
        seen
          .get(login)!
          .add(JSON.stringify([answer.status, headers, answer.body.replaceAll(login, 'LOGIN').replace(challenge, '')]));
      }
      // Those that can be locked are let go on, so that each round compares what it should.
      if (round % 9 !== 8) continue;
      for (const login of ['known', 'unkno', 'disab', 'pendi']) await forget(login);
      await server.server.storage.commit([
        server.server.storage.counters.writes.reset('throttle:sign_in_name:900:account:locke'),
      ]);
    }
    expect([...new Set([...seen.values()].flatMap((texts) => [...texts]))]).toHaveLength(1);
    if (!timesAreJudged) return;
    const all = median([...costs.values()].flat());
    const differences = logins.map((login) => `${login} ${(median(costs.get(login)!) / all - 1).toFixed(3)}`);
    expect(differences.filter((difference) => Math.abs(Number(difference.split(' ')[1])) > 0.05)).toEqual([]);
  });
});

describe('what is said of too many attempts', () => {
  it('AS-15: after as many failures with a name, of an account or not, the right password too is said to be refused', async () => {
    const { browser, page } = await opened();
    for (const login of ['known', 'unkno', 'disab', 'pendi']) await forget(login);
    const said = async (login: string, password = 'wrong') =>
      errorOf((await guess(browser, page, login, password)).body);
    for (const login of ['known', 'unkno', 'disab', 'pendi']) {
      const codes: (string | undefined)[] = [];
      for (let n = 0; n < 12; n += 1) codes.push(await said(login));
      const expected = [...Array<string>(10).fill('invalid_credentials'), 'name_throttled', 'name_throttled'];
      expect([login, ...codes]).toEqual([login, ...expected]);
    }
    expect(await said('known', 'the password of known')).toBe('name_throttled');
    // A name that was not tried before says nothing, though its account is paused.
    await forget('locke');
    for (let n = 0; n < 11; n += 1) await said('locke@example.com');
    expect(await said('locke', 'the password of locke')).toBe('invalid_credentials');
    const { body } = await guess(browser, page, 'unkno', 'x');
    expect(body).toContain('Even the right password is refused for up to 15 minutes.');
    for (const login of ['known', 'unkno', 'disab', 'pendi', 'locke']) await forget(login);
  });
});

/** The statuses of many wrong secrets of one client. */
const guesses = async (path: string) => {
  const statuses = new Set<number>();
  for (let n = 0; n < 55; n += 1) {
    const headers = { authorization: basic('web-app', `wrong ${n}`) };
    statuses.add((await postForm(`${server.issuer}${path}`, { token: 'x', grant_type: 'x' }, headers)).status);
  }
  return [...statuses];
};

describe('throttled endpoints', () => {
  it('F17: who guesses the secret of a client is stopped, and the right secret passes at the same address', async () => {
    const form = { grant_type: 'client_credentials', scope: 'invoice_read' };
    const token = (headers: Record<string, string>, more: Record<string, string> = {}) =>
      postForm(`${server.issuer}/token`, { ...form, ...more }, headers);
    const statuses: number[] = [];
    for (let n = 0; n < 55; n += 1)
      statuses.push((await token({ authorization: basic('worker', `wrong ${n}`) })).status);
    expect(statuses).toEqual([...Array<number>(50).fill(401), ...Array<number>(5).fill(429)]);
    const right = basic('worker', await server.clientSecret('worker'));
    expect((await token({ authorization: right })).status).toBe(200);
    // It clears nobody else, and wrong spellings of the right one are wrong.
    const stopped = await token({ authorization: basic('worker', `${await server.clientSecret('worker')} `) });
    expect([stopped.status, stopped.body['error']]).toEqual([429, 'too_many_requests']);
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(800);
    expect((await token({ authorization: right })).status).toBe(200);
    const gateway = await confidential(server, 'gateway');
    expect((await gateway.token({ grant_type: 'client_credentials' })).status).toBe(200);
    server.aheadMs += 901_000;
    const later = await token({ authorization: basic('worker', 'wrong') });
    server.aheadMs = 0;
    expect(later.status).toBe(401);
  });

  it('F17: codes, refresh tokens, introspection and revocation of a client whose secret is being guessed go on', async () => {
    expect(await guesses('/token')).toEqual([401, 429]);
    expect(await guesses('/token/introspection')).toEqual([429]);
    const tokens = await client.signIn({ login: 'known', password: 'the password of known' });
    expect(tokens.access_token).toBeDefined();
    const fresh = await client.post('/token', { grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    expect(fresh.status).toBe(200);
    const asked = await client.post('/token/introspection', { token: String(fresh.body['refresh_token']) });
    expect([asked.status, asked.body['active']]).toEqual([200, true]);
    expect((await client.post('/token/revocation', { token: String(fresh.body['refresh_token']) })).status).toBe(200);
    expect(await guesses('/token')).toEqual([429]);
  });

  it('AS-14: a client is one however its name is spelled, and a network is one', async () => {
    const forwarding = await startServer({ env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1' } });
    try {
      const statuses: number[] = [];
      for (let n = 0; n < 52; n += 1) {
        const spelled = Array.from('worker', (letter, at) =>
          (n >> at) & 1 ? `%${letter.charCodeAt(0).toString(16)}` : letter,
        );
        const authorization = `Basic ${Buffer.from(`${spelled.join('')}:wrong`).toString('base64')}`;
        const headers = { authorization, 'x-forwarded-for': `2001:db8::${n.toString(16)}` };
        statuses.push(
          (await postForm(`${forwarding.issuer}/token`, { grant_type: 'client_credentials' }, headers)).status,
        );
      }
      expect(statuses).toEqual([...Array<number>(50).fill(401), 429, 429]);
    } finally {
      await forwarding.stop();
    }
  });
});

describe('one address', () => {
  it('AS-14: many accounts tried from one address meet its limit, with 429 and Retry-After', async () => {
    const strict = await startServer({ env: { GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '5' } });
    try {
      const webApp = await confidential(strict, 'web-app');
      const browser = new Browser();
      const page = await openPage(browser, webApp.request().url);
      const answers: Answer[] = [];
      for (let n = 0; n < 7; n += 1) answers.push(await guess(browser, page, `person ${n}`, 'wrong'));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect(errorOf(answers[6]!.body)).toBe('throttled');
      expect(Number(answers[6]!.headers['retry-after'])).toBeGreaterThan(800);

      const device = new TestClient(strict, 'device');
      const codes: number[] = [];
      const tv = new Browser();
      const form = await tv.get(`${strict.issuer}/device`);
      let xsrf = xsrfOf(form);
      for (let n = 0; n < 7; n += 1) {
        const answer = await tv.post(`${strict.issuer}/device`, { xsrf, user_code: `BCDF-GHJ${'KLMNPQR'[n]}` });
        codes.push(answer.status);
        xsrf = xsrfOf(answer);
      }
      expect(codes).toEqual([200, 200, 200, 200, 200, 429, 429]);
      for (const path of ['/device/', '/Device', '/DEVICE/']) {
        const answer = await tv.post(`${strict.issuer}${path}`, { xsrf, user_code: 'BCDF-GHJK' });
        expect([path, answer.status]).toEqual([path, 404]);
      }
      expect((await device.post('/device/auth', { scope: 'openid' })).status).toBe(200);
    } finally {
      await strict.stop();
    }
  });
});
