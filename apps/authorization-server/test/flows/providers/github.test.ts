/** Signing in with GitHub: OAuth 2.0 without ID tokens, and addresses that move. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, csrfOf, errorOf, openPage } from '../../browser.ts';
import { claimsOf, type TestClient } from '../../client.ts';
import { createGitHub, type GitHub, type GitHubUser } from '../../providers/github.ts';
import { type Providers, startProviders } from '../../providers/providers.ts';
import { recipe, startWith } from '../../providers/recipe.ts';
import { signInBy } from '../../providers/sign-in.ts';
import type { TestServer } from '../../server.ts';
import { chooseConnection } from '../../upstream.ts';

const entry = recipe('github', 'secret-of-github');
let gitHub: GitHub;
let providers: Providers;
let server: TestServer;
let client: TestClient;
beforeAll(async () => {
  gitHub = createGitHub({ id: entry.client_id, secret: 'secret-of-github' });
  providers = await startProviders(gitHub.hosts);
  const wrong = recipe('github', 'another-secret', { name: 'wrong' });
  // Trusted with addresses, and its domain proved, as far as an operator can go.
  const trusting = recipe('github', 'secret-of-github', {
    name: 'trusting',
    trust_email: true,
    domains: ['example.com'],
  });
  ({ server, client } = await startWith(providers, [entry, wrong, trusting]));
});
afterAll(async () => {
  await server?.stop();
  providers?.close();
});

const octocat: GitHubUser = {
  id: 583_231,
  login: 'octocat',
  name: 'Mona',
  email: null,
  emails: [
    { email: 'old@new.example', primary: false, verified: true },
    { email: 'mona@new.example', primary: true, verified: true },
  ],
};
beforeEach(() => {
  gitHub.user = octocat;
});

const signIn = (connection = 'github') => signInBy({ client, providers, connection });
const account = async (subject: string | undefined) => (await server.server.storage.accounts.find(subject ?? ''))!;

/** A page that wants a fresh sign-in. */
const freshPage = () => `${server.issuer}/account/security/totp`;
/** The page at which redirects end. */
async function landed(browser: Browser, first: Answer): Promise<Answer> {
  let answer = first;
  while (answer.status === 303) answer = await browser.get(new URL(answer.location, server.issuer).href);
  return answer;
}
/** From that page to the sign-in for which it asks, and by GitHub back. */
async function throughAccount(browser: Browser): Promise<Answer> {
  const page = await openPage(browser, freshPage());
  const { location } = await providers.visit(await chooseConnection(browser, page, 'github'));
  return landed(browser, await browser.get(location));
}
/** The sign-ins of a user become old. */
async function age(accountId: string): Promise<void> {
  const { artefacts, commit } = server.server.storage;
  const sessions = await artefacts.listByAccount(accountId, { models: ['Session'] });
  await commit(
    sessions.map(({ key: _key, writtenAtSeconds: _written, ...session }) => {
      const payload = { ...session.payload, loginTs: Number(session.payload['loginTs']) - 660 };
      return artefacts.writes.upsert({ ...session, id: String(payload['jti' as never]), payload });
    }),
  );
}
const newUser = (id: number) => {
  gitHub.user = { ...octocat, id, login: `user${id}`, emails: [] };
};

describe('signing in with GitHub', () => {
  it('a first sign-in makes an account with the verified primary address, a second one finds it', async () => {
    const first = await signIn();
    expect(first.sentTo.origin).toBe('https://github.com');
    expect(Object.fromEntries(first.sentTo.searchParams)).toMatchObject({
      code_challenge_method: 'S256',
      scope: 'read:user user:email',
    });
    expect(claimsOf(first.tokens!.id_token)).toMatchObject({ amr: ['fed'] });
    // Its domain was not proved for the connection, so the address is kept and counts for nothing.
    expect(await account(first.subject)).toMatchObject({
      name: 'Mona',
      email: 'mona@new.example',
      emailVerified: false,
    });
    expect(await server.server.storage.identities.listOfAccount(first.subject!)).toMatchObject([
      { issuer: 'https://github.com', subject: '583231' },
    ]);
    expect((await signIn()).subject).toBe(first.subject);
  });

  it('a user without a name or a verified address is let in without them', async () => {
    gitHub.user = {
      ...octocat,
      id: 7,
      login: 'nameless',
      name: null,
      emails: [{ email: 'n@new.example', primary: true, verified: false }],
    };
    const { subject } = await signIn();
    expect(await account(subject)).toMatchObject({ name: 'nameless', login: expect.stringMatching(/^github-/u) });
    expect((await account(subject)).email).toBeUndefined();
  });

  it('an address that moves to another GitHub user takes no account with it', async () => {
    gitHub.user = { ...octocat, id: 100, emails: [{ email: 'moving@new.example', primary: true, verified: true }] };
    const first = await signIn();
    gitHub.user = { ...octocat, id: 100, emails: [{ email: 'elsewhere@new.example', primary: true, verified: true }] };
    expect((await signIn()).subject).toBe(first.subject);
    gitHub.user = {
      ...octocat,
      id: 666,
      login: 'mallory',
      emails: [{ email: 'moving@new.example', primary: true, verified: true }],
    };
    const taken = await signIn();
    expect(taken.tokens).toBeUndefined();
    expect(taken.page!.answer.body).toContain('Connect <bdi>GitHub</bdi> to your account');
    // And the login that somebody gave up is another user, too.
    gitHub.user = { ...octocat, id: 667, emails: [] };
    expect((await signIn()).subject).not.toBe(first.subject);
  });

  it.each(['github', 'trusting'])(
    '%s: an address of somebody in the profile, or not verified, or not primary, opens nothing',
    async (connection) => {
      const alice = (await server.server.storage.accounts.findByLogin('alice'))!;
      const lists = [
        [],
        [{ email: 'alice@example.com', primary: true, verified: false }],
        [{ email: 'alice@example.com', primary: false, verified: true }],
      ];
      for (const [n, emails] of lists.entries()) {
        gitHub.user = { id: 900 + n, login: `mallory${n}`, name: 'Alice', email: 'alice@example.com', emails };
        const { subject } = await signIn(connection);
        expect(subject).not.toBe(alice.id);
        expect((await account(subject)).email).toBeUndefined();
      }
    },
  );

  it('its errors are errors, although their status is 200', async () => {
    expect((await signIn('wrong')).error).toBe('upstream_misconfigured');
    const note = (await server.audited()).find(({ type }) => type === 'sign_in.upstream');
    expect(note?.data).toMatchObject({
      outcome: 'failure',
      reason: 'misconfigured',
      explanation: expect.stringContaining('incorrect_client_credentials'),
    });
    gitHub.user = undefined;
    expect((await signIn()).error).toBe('upstream_denied');
  });

  it('is not offered to a client that asks how old a sign-in is', async () => {
    newUser(2000);
    for (const extra of [{ max_age: '600' }, { prompt: 'login' }]) {
      await expect(signInBy({ client, providers, connection: 'github' }, { extra })).rejects.toThrow(
        'the button answers 400',
      );
    }
  });

  it('opens the account pages to who has nothing else, and to nobody who has a password', async () => {
    newUser(2001);
    const browser = new Browser();
    const { subject = '' } = await signInBy({ client, providers, connection: 'github' }, { browser });
    expect((await browser.get(freshPage())).status).toBe(200);
    await age(subject);
    expect((await throughAccount(browser)).status).toBe(200);
    expect(Object.fromEntries(gitHub.asked)).toMatchObject({ prompt: 'select_account' });
    expect(gitHub.asked.has('max_age')).toBe(false);
    expect((await browser.get(freshPage())).status).toBe(200);

    const { credentials, accounts, commit } = server.server.storage;
    const { id } = (await accounts.findByLogin('alice'))!;
    const { data } = (await credentials.find(id, 'password'))!;
    await commit([credentials.writes.put({ accountId: subject, kind: 'password', data, expectedVersion: 0 })]);
    // A sign-in of unknown age is none that they take for fresh, even at its first moment.
    const other = new Browser();
    await signInBy({ client, providers, connection: 'github' }, { browser: other });
    const refused = await throughAccount(other);
    expect(errorOf(refused.body)).toBe('upstream_not_fresh');
    const { login } = (await accounts.find(subject))!;
    const { password } = await server.person('alice');
    const action = new URL(/action="([^"]+\/login)"/u.exec(refused.body)?.[1] ?? '', server.issuer);
    await landed(other, await other.post(action.href, { csrf: csrfOf(refused.body), login, password }));
    expect((await other.get(freshPage())).status).toBe(200);
  });
});
