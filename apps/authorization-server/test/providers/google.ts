/** Google, as https://developers.google.com/identity/openid-connect/openid-connect describes it, for tests. */
import { byPath, createOpenId, leadBack, type OpenId } from './openid.ts';
import { answerJson, type Hosts, urlOf } from './providers.ts';

export interface Google {
  readonly openId: OpenId;
  readonly hosts: Hosts;
}

const issuer = 'https://accounts.google.com';
/** All that `prompt` may be there; `login` is an error. */
const prompts = new Set(['none', 'consent', 'select_account']);

export async function createGoogle(client: { readonly id: string; readonly secret: string }): Promise<Google> {
  const openId = await createOpenId({
    issuerOf: () => issuer,
    isClient: (form) => form.get('client_id') === client.id && form.get('client_secret') === client.secret,
    pkce: true,
  });
  return {
    openId,
    hosts: {
      'accounts.google.com': byPath({
        '/.well-known/openid-configuration': (_request, response) =>
          answerJson(response, 200, {
            issuer,
            authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
            token_endpoint: 'https://oauth2.googleapis.com/token',
            userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
            jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['RS256'],
            scopes_supported: ['openid', 'email', 'profile'],
            token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
            code_challenge_methods_supported: ['plain', 'S256'],
          }),
        '/o/oauth2/v2/auth'(request, response) {
          const { searchParams: asked } = urlOf(request);
          const prompt = asked.get('prompt');
          if (prompt !== null && !prompts.has(prompt)) {
            response.writeHead(400).end(`invalid_request: prompt ${prompt}`);
            return;
          }
          const code = openId.codeFor(asked);
          leadBack(response, asked, { code, scope: asked.get('scope') ?? '', authuser: '0', prompt: 'none' });
        },
      }),
      'oauth2.googleapis.com': byPath({ '/token': openId.token }),
      'www.googleapis.com': byPath({ '/oauth2/v3/certs': openId.keys }),
      'openidconnect.googleapis.com': byPath({ '/v1/userinfo': openId.userinfo }),
    },
  };
}
