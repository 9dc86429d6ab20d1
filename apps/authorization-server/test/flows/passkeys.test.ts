import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sessionsOf } from '../../src/directory/accounts/sessions.ts';
import { AccountVisitor, doneOf } from '../account.ts';
import { type Answering, Authenticator, askedBy, certificateAttestation, selfAttestation } from '../authenticator.ts';
import { type Answer, Browser, csrfOf, errorOf, follow, openPage, type Person, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const strong = 'urn:gatehouse:acr:2';
let server: TestServer;
let client: TestClient;
let people = 0;

const newcomers = Array.from({ length: 24 }, (_, n) => ({
  login: `holder${n}`,
  password: `the password of holder ${n}`,
}));
const newcomer = () => newcomers[people++]!;

beforeAll(async () => {
  server = await startServer({
    env: { GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ users }) => {
      for (const person of newcomers) {
        users.push({ ...person, name: person.login, email: `${person.login}@example.com`, roles: ['accountant'] });
      }
    },
  });
  client = await confidential(server, 'web-app');
});
afterAll(() => server?.stop());

const security = '/account/security';
const accountOf = async ({ login }: Person) => (await server.server.storage.accounts.findByLogin(login))!;
const passkeysOf = async (person: Person) => server.server.storage.passkeys.list((await accountOf(person)).id);

/** What the audit holds of a person: outcome and reason of each event of the kind, sorted. */
async function auditOf(person: Person, event: string): Promise<unknown[][]> {
  const records = await server.audited({ accountId: (await accountOf(person)).id, limit: 200 });
  return records
    .filter(({ data }) => data['event'] === event)
    .map(({ data }) => [data['outcome'], data['reason']].filter((value) => value !== undefined))
    .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

/** A person with a passkey, and the recovery codes that came with it. */
async function enrol(person = newcomer(), how: { backupEligible?: boolean; counts?: boolean } = {}) {
  const visitor = new AccountVisitor(server, person);
  const authenticator = new Authenticator(server.issuer);
  authenticator.backupEligible = how.backupEligible ?? false;
  if (how.counts === false) authenticator.count = undefined;
  const page = await visitor.open(`${security}/passkeys`);
  const answer = await visitor.raw(`${security}/passkeys`, { passkey: authenticator.create(askedBy(page.body)) }, page);
  const codes = [...answer.body.matchAll(/data-recovery-code="([^"]+)"/gu)].map((found) => found[1]!);
  return { person, visitor, authenticator, codes, answer };
}

/** Signs in with the passkey in the browser of the account pages: two factors, a moment ago. */
async function signInStrongly({ visitor, authenticator }: Awaited<ReturnType<typeof enrol>>): Promise<void> {
  const at = await atSignIn(visitor.browser, { prompt: 'login' });
  await follow(at.browser, server.issuer, await post(at, authenticator.get(at.asked)));
}

/** The sign-in page in a browser. */
async function atSignIn(browser = new Browser(), changes = {}) {
  const request = client.request(changes);
  const page = await openPage(browser, request.url);
  return {
    browser,
    page,
    request,
    asked: askedBy(page.answer.body),
    action: page.action.replace(/login$/u, 'passkey'),
  };
}

type AtSignIn = Awaited<ReturnType<typeof atSignIn>>;
const post = ({ browser, page, action }: Pick<AtSignIn, 'browser' | 'page' | 'action'>, passkey: string) =>
  browser.post(action, { csrf: page.csrf, passkey });

async function tokensOf(at: AtSignIn, answer: Answer) {
  const callback = await follow(at.browser, server.issuer, answer);
  if (!(callback instanceof URL)) throw new Error('a page was shown');
  const { body } = await client.redeem({
    code: callback.searchParams.get('code') ?? '',
    verifier: at.request.verifier,
    redirectUri: client.redirectUri,
  });
  return { id: claimsOf(String(body['id_token'])), access: claimsOf(String(body['access_token'])) };
}

const policyOf = ({ headers }: Answer) => headers['content-security-policy'];
const withoutChallenge = ({ body }: Answer) => body.replaceAll(/data-options="[^"]*"/gu, '');
const wasRefused = ({ status, body }: Answer) => [status, errorOf(body)];
const refused = [401, 'passkey_refused'];

describe('adding a passkey', () => {
  it('shows recovery codes once with the first one, and lists it by name', async () => {
    const { person, visitor, codes, answer } = await enrol();
    expect(answer.status).toBe(200);
    expect(codes).toHaveLength(10);
    const naming = /id="submit" href="([^"]+\/rename)"/u.exec(answer.body)?.[1] ?? '';
    const list = await visitor.send(naming, { name: 'my key' }, await visitor.open(naming));
    expect(list.body).toContain('my key');
    expect((await visitor.open('/account/activity')).body).toContain('Passkey “<bdi>my key</bdi>” added');
    expect(await passkeysOf(person)).toMatchObject([{ name: 'my key', transports: ['internal'], signCount: 1 }]);
    expect(await auditOf(person, 'factor.added')).toEqual([['success', 'passkey']]);
    await eventually(async () =>
      (await visitor.browser.get(`${server.issuer}/development/mail`)).body.includes(`${person.login}@example.com`),
    );
  });

  it('AS-17: only pages that offer passkeys load a script, and only from this origin', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    const plain = "default-src 'none';style-src 'self';img-src 'self' data:;frame-ancestors 'none';base-uri 'none'";
    const { page } = await atSignIn();
    const add = await visitor.open(`${security}/passkeys`);
    for (const answer of [page.answer, add]) {
      expect(policyOf(answer)).toBe(`${plain};script-src 'self'`);
      const [, path = ''] = /<script type="module" src="([^"]+)"/u.exec(answer.body) ?? [];
      const script = await visitor.browser.get(`${server.issuer}${path}`);
      expect(script.headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      });
    }
    expect(policyOf(await visitor.open(security))).toBe(plain);
  });

  it('AS-20: asks who signed in long ago to do so again', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    await visitor.open();
    server.aheadMs = 601_000;
    const answer = await visitor.browser.get(`${server.issuer}${security}/passkeys`);
    server.aheadMs = 0;
    expect([answer.status, new URL(answer.location, server.issuer).pathname]).toEqual([303, '/auth']);
  });

  it('refuses the challenge of another session, another origin, another relying party, and what is no passkey', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    const other = new AccountVisitor(server, visitor.person);
    const page = await visitor.open(`${security}/passkeys`);
    const asked = askedBy(page.body);
    const theirs = askedBy((await other.open(`${security}/passkeys`)).body);
    const made = (options = asked, how: Answering = {}) => new Authenticator(server.issuer).create(options, how);
    const attest = await certificateAttestation();
    const attempts: [string, string][] = [
      ['another session', made(theirs)],
      ['another origin', made(asked, { origin: 'https://localhost.example' })],
      ['another port', made(asked, { origin: 'https://localhost:1' })],
      ['another relying party', made(asked, { rpId: 'example.com' })],
      ['a frame of another site', made(asked, { crossOrigin: true })],
      ['nobody there', made(asked, { userPresent: false })],
      ['an assertion', made(asked, { type: 'webauthn.get' })],
      ['a certificate', new Authenticator(server.issuer).create(asked, { attest })],
      ['no challenge of ours', made({ ...asked, challenge: 'AAAA' })],
      ['no JSON', '{'],
      ['something else', '[]'],
      ['prototype', '{"__proto__":{"id":"x"}}'],
    ];
    for (const [name, passkey] of attempts) {
      const answer = await visitor.raw(`${security}/passkeys`, { passkey }, page);
      expect([name, ...wasRefused(answer)]).toEqual([name, 400, 'passkey_refused']);
    }
    const empty = await visitor.raw(`${security}/passkeys`, { passkey: '' }, page);
    expect(wasRefused(empty)).toEqual([400, 'passkey_missing']);
    expect(await passkeysOf(visitor.person)).toEqual([]);
    const own = new Authenticator(server.issuer).create(asked, { attest: selfAttestation });
    const right = await visitor.raw(`${security}/passkeys`, { passkey: own }, page);
    expect(right.body).toContain('data-recovery-code');
  });

  it('excludes what is there, takes each challenge once, and no passkey of somebody else', async () => {
    const holder = await enrol();
    const { visitor, authenticator } = holder;
    const weak = await visitor.browser.get(`${server.issuer}${security}/passkeys`);
    expect(new URL(weak.location, server.issuer).searchParams.get('acr_values')).toBe(strong);
    await signInStrongly(holder);
    const page = await visitor.open(`${security}/passkeys`);
    const asked = askedBy(page.body);
    expect(asked.excludeCredentials).toMatchObject([{ id: authenticator.id }]);
    const second = new Authenticator(server.issuer).create(asked);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => visitor.raw(`${security}/passkeys`, { passkey: second }, page)),
    );
    expect(answers.filter(({ location }) => location.includes('passkey_added'))).toHaveLength(1);
    expect(await passkeysOf(visitor.person)).toHaveLength(2);
    const thief = new AccountVisitor(server, newcomer());
    const theirs = await thief.open(`${security}/passkeys`);
    const stolen = authenticator.create(askedBy(theirs.body));
    const answer = await thief.raw(`${security}/passkeys`, { passkey: stolen }, theirs);
    expect(wasRefused(answer)).toEqual([400, 'passkey_refused']);
  });

  it('a person has twenty at most', async () => {
    const holder = await enrol();
    const { person, visitor } = holder;
    await signInStrongly(holder);
    for (let n = 1; n < 19; n += 1) {
      const page = await visitor.open(`${security}/passkeys`);
      const passkey = new Authenticator(server.issuer).create(askedBy(page.body));
      expect(doneOf(await visitor.send(`${security}/passkeys`, { passkey }, page))).toBe('passkey_added');
    }
    const pages = [await visitor.open(`${security}/passkeys`), await visitor.open(`${security}/passkeys`)];
    const answers = await Promise.all(
      pages.map((page) => {
        const passkey = new Authenticator(server.issuer).create(askedBy(page.body));
        return visitor.raw(`${security}/passkeys`, { passkey }, page);
      }),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 400]);
    const full = await visitor.open(security);
    expect(full.body).not.toContain(`href="${security}/passkeys"`);
    expect((await visitor.browser.get(`${server.issuer}${security}/passkeys`)).location).toBe(security);
    expect(await passkeysOf(person)).toHaveLength(20);
  });
});

/** Whether the passkey stands before the password on the page. */
const isFirst = ({ page }: AtSignIn) =>
  page.answer.body.indexOf('id="passkey-form"') < page.answer.body.indexOf('id="login"');

describe('signing in by passkey', () => {
  it('AS-20: needs no password, and the tokens say what happened', async () => {
    const { person, authenticator } = await enrol();
    const startedAt = Date.now();
    const at = await atSignIn();
    expect(at.asked).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
    expect(at.asked).not.toHaveProperty('allowCredentials');
    const { id, access } = await tokensOf(at, await post(at, authenticator.get(at.asked)));
    const truth = { sub: (await accountOf(person)).id, acr: strong, amr: ['pop', 'user', 'mfa'] };
    expect(id).toMatchObject(truth);
    expect(access).toMatchObject(truth);
    expect(Number(id['auth_time'])).toBeGreaterThanOrEqual(Math.floor(startedAt / 1000));
    expect(await auditOf(person, 'sign_in.passkey')).toEqual([['success']]);
    expect(await passkeysOf(person)).toMatchObject([{ signCount: 2, lastUsedAtSeconds: expect.any(Number) }]);
    // Here it is offered first from now on, and elsewhere after the password.
    expect([isFirst(at), isFirst(await atSignIn(at.browser, { prompt: 'login' }))]).toEqual([false, true]);

    const synced = await enrol(newcomer(), { backupEligible: true, counts: false });
    for (let n = 0; n < 2; n += 1) {
      const again = await atSignIn();
      const tokens = await tokensOf(again, await post(again, synced.authenticator.get(again.asked)));
      expect(tokens.id).toMatchObject({ acr: strong, amr: ['swk', 'user', 'mfa'] });
    }
    expect(await passkeysOf(synced.person)).toMatchObject([{ backupEligible: true, backedUp: true, signCount: 0 }]);
  });

  it('AS-03: the same assertion 40 times at once signs in once, and never again', async () => {
    const { person, authenticator } = await enrol(newcomer(), { counts: false });
    const at = await atSignIn();
    const assertion = authenticator.get(at.asked);
    // Copies of one browser, so that all of them may speak for this sign-in.
    const copies = Array.from({ length: 40 }, () => ({ ...at, browser: at.browser.copy() }));
    const answers = await Promise.all(copies.map((copy) => post(copy, assertion)));
    expect(await auditOf(person, 'sign_in.completed')).toHaveLength(2);
    expect((await auditOf(person, 'sign_in.passkey')).filter(([outcome]) => outcome === 'success')).toHaveLength(1);
    for (const [n, { browser }] of copies.entries()) {
      const { location } = answers[n]!;
      if (location !== '') await browser.get(new URL(location, server.issuer).href);
    }
    const { id } = await accountOf(person);
    const before = 1;
    expect(await sessionsOf(server.server.storage, id, Date.now() / 1000)).toHaveLength(before + 1);
    const later = await atSignIn();
    expect(wasRefused(await post(later, assertion))).toEqual(refused);
  });

  it('AS-03: of one challenge signed twice, one assertion is taken', async () => {
    const { authenticator } = await enrol();
    const at = await atSignIn();
    // A sign-in that is not over after the first factor: the challenge is used up, the interaction goes on.
    const first = await post(at, authenticator.get(at.asked));
    expect(first.status).toBe(303);
    const { storage } = server.server;
    const used = await storage.artefacts.find('PasskeyChallenge', at.asked.challenge);
    expect(used).toBeDefined();
    await expect(
      storage.commit([
        storage.artefacts.writes.once({ model: 'PasskeyChallenge', id: at.asked.challenge, expiresAtSeconds: 9e9 }),
      ]),
    ).rejects.toMatchObject({ code: 'lost_race' });
  });

  it('AS-16: the challenge of another browser, another sign-in, another purpose or another time is refused', async () => {
    const { person, authenticator, visitor } = await enrol();
    const mine = await atSignIn();
    const theirs = await atSignIn();
    expect(wasRefused(await post(mine, authenticator.get(theirs.asked)))).toEqual(refused);
    const adding = askedBy((await visitor.open(`${security}/passkeys`)).body);
    expect(wasRefused(await post(mine, authenticator.get({ ...mine.asked, challenge: adding.challenge })))).toEqual(
      refused,
    );
    const spelled = mine.asked.challenge.replace(/.$/u, (last) => (last === 'A' ? 'B' : 'A'));
    expect(wasRefused(await post(mine, authenticator.get({ ...mine.asked, challenge: spelled })))).toEqual(refused);
    server.aheadMs = 31 * 60_000;
    const late = await post(mine, authenticator.get(mine.asked));
    server.aheadMs = 0;
    expect(wasRefused(late)).toEqual(refused);
    expect((await auditOf(person, 'sign_in.passkey')).filter(([outcome]) => outcome === 'success')).toEqual([]);
    expect(await follow(mine.browser, server.issuer, await post(mine, authenticator.get(mine.asked)))).toBeInstanceOf(
      URL,
    );
  });

  it('refuses another origin or relying party, a user who was not verified, flags and users that do not fit', async () => {
    const { person, authenticator } = await enrol();
    const stranger = await enrol();
    const at = await atSignIn();
    const lies: [string, Answering][] = [
      ['origin', { origin: 'https://localhost.attacker.example' }],
      ['scheme', { origin: server.issuer.replace('https', 'http') }],
      ['port', { origin: 'https://localhost' }],
      ['relying party', { rpId: 'attacker.example' }],
      ['frame', { crossOrigin: true }],
      ['user not verified', { userVerified: false }],
      ['user absent', { userPresent: false }],
      ['became copyable', { backupEligible: true }],
      ['user of somebody else', { userHandle: stranger.authenticator.userHandle }],
      ['no user', { userHandle: undefined }],
      ['registration', { type: 'webauthn.create' }],
    ];
    for (const [name, how] of lies) {
      const answer = await post(at, authenticator.get(at.asked, how));
      expect([name, ...wasRefused(answer)]).toEqual([name, ...refused]);
    }
    const parsed = JSON.parse(authenticator.get(at.asked)) as { response: { signature: string } };
    const forged = { ...parsed, response: { ...parsed.response, signature: Buffer.alloc(70).toString('base64url') } };
    expect(wasRefused(await post(at, JSON.stringify(forged)))).toEqual(refused);
    const unknown = new Authenticator(server.issuer);
    unknown.userHandle = authenticator.userHandle;
    expect(wasRefused(await post(at, unknown.get(at.asked)))).toEqual(refused);
    for (const junk of ['{', 'null', '{"id":1}', 'x'.repeat(60_000)]) {
      expect(wasRefused(await post(at, junk))).toEqual(refused);
    }
    expect(wasRefused(await post(at, ''))).toEqual([400, 'passkey_missing']);
    expect((await auditOf(person, 'sign_in.passkey')).filter(([outcome]) => outcome === 'success')).toEqual([]);
    expect((await post(at, authenticator.get(at.asked))).location).toContain('/auth/');
  });

  it('a signature counter that did not go up is refused and audited', async () => {
    const { person, authenticator } = await enrol();
    const signIn = async (how: Answering = {}) => {
      const at = await atSignIn();
      return post(at, authenticator.get(at.asked, how));
    };
    expect((await signIn({ signCount: 10 })).status).toBe(303);
    for (const signCount of [10, 9, 0]) expect(wasRefused(await signIn({ signCount }))).toEqual(refused);
    expect(await auditOf(person, 'sign_in.passkey')).toEqual([
      ...Array.from({ length: 3 }, () => ['failure', 'passkey_counter']),
      ['success'],
    ]);
    expect((await signIn({ signCount: 11 })).status).toBe(303);
    // Two sign-ins with copies of one authenticator at the same time.
    const [one, two] = [await atSignIn(), await atSignIn()];
    const answers = await Promise.all([one, two].map((at) => post(at, authenticator.get(at.asked, { signCount: 12 }))));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 401]);
  });

  it('AS-15: of a disabled person it is refused like an unknown one', async () => {
    const { person, authenticator } = await enrol();
    const { storage } = server.server;
    await storage.commit([
      storage.accounts.writes.setStatus((await accountOf(person)).id, { from: 'active', to: 'disabled' }),
    ]);
    const at = await atSignIn();
    const answer = await post(at, authenticator.get(at.asked));
    const unknown = new Authenticator(server.issuer);
    unknown.userHandle = authenticator.userHandle;
    const other = await post(at, unknown.get(at.asked));
    expect(wasRefused(answer)).toEqual(refused);
    expect(wasRefused(other)).toEqual(refused);
    expect(withoutChallenge(answer)).toBe(withoutChallenge(other));
    expect(await auditOf(person, 'sign_in.passkey')).toEqual([['failure', 'account_disabled']]);
  });

  it('AS-14: attempts are counted by where they come from', async () => {
    const strict = await startServer({ env: { GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '5' } });
    try {
      const browser = new Browser();
      const page = await openPage(browser, (await confidential(strict, 'web-app')).request().url);
      const action = page.action.replace(/login$/u, 'passkey');
      const answers = [];
      for (let n = 0; n < 8; n += 1) answers.push(await browser.post(action, { csrf: page.csrf, passkey: '{}' }));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    } finally {
      await strict.stop();
    }
  });

  it('AS-17: the form is taken from our own page only', async () => {
    const { authenticator } = await enrol();
    const at = await atSignIn();
    const passkey = authenticator.get(at.asked);
    const without = await at.browser.post(at.action, { passkey });
    const foreign = await at.browser.post(
      at.action,
      { csrf: at.page.csrf, passkey },
      { origin: 'https://evil.example' },
    );
    expect([without.status, foreign.status]).toEqual([403, 403]);
    expect((await post(at, passkey)).status).toBe(303);
  });
});

/** Up to the page of the second factor. */
async function afterPassword(person: Person, browser = new Browser()) {
  const at = await atSignIn(browser);
  const page = await submitPassword(browser, at.page, person);
  if (page instanceof URL) throw new Error('no second factor was asked for');
  return { ...at, page, action: page.action, asked: askedBy(page.answer.body) };
}

describe('a passkey as second factor', () => {
  it('AS-20: is asked for after the password, of this person alone, and said in the tokens', async () => {
    const { person, authenticator } = await enrol();
    const stranger = await enrol();
    const at = await afterPassword(person);
    expect(at.action).toMatch(/\/passkey-factor$/u);
    expect(at.asked.allowCredentials).toMatchObject([{ id: authenticator.id }]);
    expect(at.browser.cookie('__Host-gatehouse_session')).toBeUndefined();
    expect(wasRefused(await post(at, stranger.authenticator.get(at.asked)))).toEqual(refused);
    expect(wasRefused(await post(at, ''))).toEqual([400, 'passkey_missing']);
    const { id } = await tokensOf(at, await post(at, authenticator.get(at.asked, { userVerified: false })));
    expect(id).toMatchObject({ acr: strong, amr: ['pwd', 'pop', 'mfa'] });
    const again = await afterPassword(person);
    const tokens = await tokensOf(again, await post(again, authenticator.get(again.asked)));
    expect(tokens.id).toMatchObject({ acr: strong, amr: ['pwd', 'pop', 'user', 'mfa'] });
    expect(await auditOf(person, 'sign_in.second_factor')).toEqual([
      ['failure', 'passkey_unknown'],
      ['success'],
      ['success'],
    ]);
    // Named as the account page and the admin API name it.
    const [used] = await server.audited({ type: 'sign_in.second_factor', limit: 1 });
    expect(used?.data['target']).toEqual({ type: 'passkey', id: expect.stringMatching(/^[\w-]{16}$/u) });
  });

  it('AS-16: its challenge counts for this person in this sign-in alone', async () => {
    const { person, authenticator } = await enrol();
    const [mine, theirs] = [await afterPassword(person), await afterPassword(person)];
    expect(wasRefused(await post(mine, authenticator.get(theirs.asked)))).toEqual(refused);
    const signIn = await atSignIn();
    expect(wasRefused(await post(signIn, authenticator.get(mine.asked)))).toEqual(refused);
  });

  it('a recovery code takes its place when it is lost, also without JavaScript', async () => {
    const { person, codes } = await enrol();
    const at = await afterPassword(person);
    expect(at.page.answer.body).toContain('<noscript>');
    const href = /href="([^"]+)" data-method="recovery_code"/u.exec(at.page.answer.body)![1]!;
    const page = await follow(at.browser, server.issuer, await at.browser.get(`${server.issuer}${href}`));
    if (page instanceof URL) throw new Error('no page');
    const answer = await at.browser.post(page.action, { csrf: page.csrf, otp: codes[0]! });
    const { id } = await tokensOf(at, answer);
    expect(id).toMatchObject({ acr: strong, amr: ['pwd', 'recovery_code', 'mfa'] });
  });
});

describe('the list of passkeys', () => {
  it('AS-05: what was proved with a passkey that is removed then is worth nothing, though the browser had not gone on', async () => {
    const holder = await enrol();
    const { person, visitor, authenticator } = holder;
    const at = await atSignIn();
    const parked = await post(at, authenticator.get(at.asked));
    expect(parked.status).toBe(303);
    await signInStrongly(holder);
    const { reference } = (await passkeysOf(person))[0]!;
    const path = `${security}/passkeys/${reference}/remove`;
    expect(doneOf(await visitor.send(path, {}, await visitor.open(path)))).toBe('passkey_removed');
    const back = await follow(at.browser, server.issuer, parked).catch((error: unknown) => error);
    expect(back instanceof URL ? back.search : 'no code').not.toContain('code=');
  });

  it('renames and removes; what is removed signs nobody in, and the recovery codes go with the last factor', async () => {
    const holder = await enrol();
    const { person, visitor, authenticator } = holder;
    await signInStrongly(holder);
    const { reference } = (await passkeysOf(person))[0]!;
    const path = `${security}/passkeys/${reference}`;
    const rename = await visitor.open(`${path}/rename`);
    expect(doneOf(await visitor.send(`${path}/rename`, { name: ' <b>Blue</b>\u0007 ' }, rename))).toBe(
      'passkey_renamed',
    );
    const list = await visitor.open(security);
    expect(list.body).toContain('&lt;b&gt;Blue&lt;/b&gt;');
    const empty = await visitor.raw(`${path}/rename`, { name: '  ' }, rename);
    expect(wasRefused(empty)).toEqual([400, 'name_missing']);
    const thief = new AccountVisitor(server, newcomer());
    for (const action of ['rename', 'remove']) {
      expect((await thief.raw(`${path}/${action}`, { name: 'mine' })).location).toBe(security);
    }
    expect(await passkeysOf(person)).toHaveLength(1);
    expect(doneOf(await visitor.send(`${path}/remove`, {}, await visitor.open(`${path}/remove`)))).toBe(
      'passkey_removed',
    );
    expect(await passkeysOf(person)).toEqual([]);
    const factors = await server.server.storage.credentials.list((await accountOf(person)).id);
    expect(factors.map(({ kind }) => kind)).toEqual(['password']);
    const at = await atSignIn();
    expect(wasRefused(await post(at, authenticator.get(at.asked)))).toEqual(refused);
    expect(await auditOf(person, 'factor.changed')).toEqual([['success', 'passkey']]);
    expect(await auditOf(person, 'factor.removed')).toEqual([['success', 'passkey']]);
    const back = await visitor.open(security);
    expect(csrfOf((await visitor.open('/account/profile')).body)).not.toBe('');
    expect(back.body).not.toContain('data-passkey=');
  });
});
