/** Microsoft Entra ID, as https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc describes it, for tests. */
import { createOpenId, leadBack, type OpenId } from './openid.ts';
import { answerJson, type Hosts, type Listener, urlOf } from './providers.ts';

export interface Microsoft {
  readonly openId: OpenId;
  readonly hosts: Hosts;
}

/** Personal accounts have it. */
export const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad';

const host = 'https://login.microsoftonline.com';
const issuerOf = (tenant: string) => `${host}/${tenant}/v2.0`;
/** What the issuer says for each tenant in the path. */
const tenantSaid: Readonly<Record<string, string>> = {
  common: '{tenantid}',
  organizations: '{tenantid}',
  consumers,
};

export async function createMicrosoft(client: { readonly id: string; readonly secret: string }): Promise<Microsoft> {
  const openId = await createOpenId({
    issuerOf: ({ tid }) => issuerOf(String(tid)),
    isClient: (form) => form.get('client_id') === client.id && form.get('client_secret') === client.secret,
    claimsOf: (user) => ({ ver: '2.0', nbf: Math.floor(Date.now() / 1000), ...user }),
    pkce: true,
  });
  const endpoints: Readonly<Record<string, (tenant: string) => Listener>> = {
    'v2.0/.well-known/openid-configuration': (tenant) => (_request, response) =>
      answerJson(response, 200, {
        issuer: issuerOf(tenantSaid[tenant] ?? tenant),
        authorization_endpoint: `${host}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${host}/${tenant}/oauth2/v2.0/token`,
        userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
        jwks_uri: `${host}/${tenant}/discovery/v2.0/keys`,
        response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
        response_modes_supported: ['query', 'fragment', 'form_post'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      }),
    'oauth2/v2.0/authorize': () => (request, response) => {
      const { searchParams: asked } = urlOf(request);
      leadBack(response, asked, { code: openId.codeFor(asked), session_state: '9f6d4b31' });
    },
    'oauth2/v2.0/token': () => openId.token,
    'discovery/v2.0/keys': () => openId.keys,
  };
  return {
    openId,
    hosts: {
      'login.microsoftonline.com'(request, response) {
        const [, tenant = '', rest = ''] = /^\/([^/]+)\/(.+)$/u.exec(urlOf(request).pathname) ?? [];
        const endpoint = endpoints[rest];
        if (endpoint) void endpoint(tenant)(request, response);
        else response.writeHead(404).end();
      },
      'graph.microsoft.com': openId.userinfo,
    },
  };
}
