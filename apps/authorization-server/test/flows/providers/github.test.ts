/** Signing in with GitHub: OAuth 2.0 without ID tokens, and addresses that move. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { claimsOf, type TestClient } from '../../client.ts';
import { createGitHub, type GitHub, type GitHubUser } from '../../providers/github.ts';
import { type Providers, startProviders } from '../../providers/providers.ts';
import { recipe, startWith } from '../../providers/recipe.ts';
import { signInBy } from '../../providers/sign-in.ts';
import type { TestServer } from '../../server.ts';

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
});
