/** GitHub, as https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps describes it, for tests. */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { byPath, leadBack } from './openid.ts';
import { answerJson, formOf, type Hosts, urlOf } from './providers.ts';

export interface GitHubUser {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
  /** Of the profile, which the user may show or not. */
  readonly email: string | null;
  readonly emails: readonly { readonly email: string; readonly primary: boolean; readonly verified: boolean }[];
}

export interface GitHub {
  /** Who is signed in there. */
  user: GitHubUser | undefined;
  asked: URLSearchParams;
  readonly hosts: Hosts;
}

/** Errors come with status 200, and everything as a form unless JSON is asked for. */
const answer = (request: IncomingMessage, response: ServerResponse, body: Record<string, string>) => {
  if (request.headers.accept === 'application/json') answerJson(response, 200, body);
  else
    response
      .writeHead(200, { 'content-type': 'application/x-www-form-urlencoded' })
      .end(new URLSearchParams(body).toString());
};

export function createGitHub(client: { readonly id: string; readonly secret: string }): GitHub {
  const codes = new Map<string, { readonly asked: URLSearchParams; readonly user: GitHubUser }>();
  const tokens = new Map<string, GitHubUser>();

  const api = (tell: (user: GitHubUser) => unknown) => (request: IncomingMessage, response: ServerResponse) => {
    const user = tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
    if (!request.headers['user-agent'])
      answerJson(response, 403, { message: 'Request forbidden by administrative rules.' });
    else if (user) answerJson(response, 200, tell(user));
    else answerJson(response, 401, { message: 'Bad credentials' });
  };

  const gitHub: GitHub = {
    user: undefined,
    asked: new URLSearchParams(),
    hosts: {
      'github.com': byPath({
        '/login/oauth/authorize'(request, response) {
          const { searchParams: asked } = urlOf(request);
          gitHub.asked = asked;
          if (!gitHub.user) {
            leadBack(response, asked, {
              error: 'access_denied',
              error_description: 'The user has denied your application access.',
            });
            return;
          }
          const code = randomUUID().replaceAll('-', '').slice(0, 20);
          codes.set(code, { asked, user: gitHub.user });
          leadBack(response, asked, { code });
        },
        async '/login/oauth/access_token'(request, response) {
          const form = await formOf(request);
          const given = codes.get(form.get('code') ?? '');
          codes.delete(form.get('code') ?? '');
          const challenge = given?.asked.get('code_challenge');
          const verifier = createHash('sha256')
            .update(form.get('code_verifier') ?? '')
            .digest('base64url');
          if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret)
            answer(request, response, { error: 'incorrect_client_credentials' });
          else if (!given || (challenge !== null && challenge !== verifier))
            answer(request, response, { error: 'bad_verification_code' });
          else if (given.asked.get('redirect_uri') !== form.get('redirect_uri'))
            answer(request, response, { error: 'redirect_uri_mismatch' });
          else {
            const token = `gho_${randomUUID()}`;
            tokens.set(token, given.user);
            const scope = (given.asked.get('scope') ?? '').replaceAll(' ', ',');
            answer(request, response, { access_token: token, token_type: 'bearer', scope });
          }
        },
      }),
      'api.github.com': byPath({
        '/user': api(({ id, login, name, email }) => ({
          id,
          login,
          name,
          email,
          node_id: 'MDQ6VXNlcjE=',
          type: 'User',
        })),
        '/user/emails': api(({ emails }) => emails.map((one) => ({ ...one, visibility: 'private' }))),
      }),
    },
  };
  return gitHub;
}
