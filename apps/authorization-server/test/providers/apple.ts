/** Sign in with Apple, as https://developer.apple.com/documentation/signinwithapplerestapi describes it, for tests. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { jwtVerify } from 'jose';
import { byPath, createOpenId, type OpenId } from './openid.ts';
import { answerJson, type Hosts, urlOf } from './providers.ts';

export interface Apple {
  readonly openId: OpenId;
  /** What the form says of a user beside the code: at the first sign-in alone. */
  said: string | undefined;
  /** What was wrong with the last client secret. */
  fault: string | undefined;
  readonly hosts: Hosts;
}

const issuer = 'https://appleid.apple.com';
const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const sixMonthsSeconds = 15_777_000;

/** @param client.key the private key in PEM that was downloaded there, of which Apple keeps the public half */
export async function createApple(client: {
  readonly id: string;
  readonly team: string;
  readonly keyId: string;
  readonly key: string;
}): Promise<Apple> {
  const publicKey: KeyObject = createPublicKey(client.key);
  const openId = await createOpenId({
    issuerOf: () => issuer,
    async isClient(form) {
      apple.fault = await faultOf(form, client, publicKey);
      return apple.fault === undefined;
    },
    pkce: false,
  });
  const apple: Apple = {
    openId,
    said: undefined,
    fault: undefined,
    hosts: {
      'appleid.apple.com': byPath({
        '/.well-known/openid-configuration': (_request, response) =>
          answerJson(response, 200, {
            issuer,
            authorization_endpoint: `${issuer}/auth/authorize`,
            token_endpoint: `${issuer}/auth/token`,
            jwks_uri: `${issuer}/auth/keys`,
            response_types_supported: ['code'],
            response_modes_supported: ['query', 'fragment', 'form_post'],
            subject_types_supported: ['pairwise'],
            id_token_signing_alg_values_supported: ['RS256'],
            scopes_supported: ['openid', 'email', 'name'],
            token_endpoint_auth_methods_supported: ['client_secret_post'],
          }),
        '/auth/authorize'(request, response) {
          const { searchParams: asked } = urlOf(request);
          if (asked.get('response_mode') !== 'form_post') {
            response.writeHead(400).end('response_mode must be form_post when name or email scope is requested');
            return;
          }
          const fields = {
            state: asked.get('state') ?? '',
            code: openId.codeFor(asked),
            ...(apple.said !== undefined && { user: apple.said }),
          };
          apple.said = undefined;
          const inputs = Object.entries(fields).map(
            ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
          );
          response
            .writeHead(200, { 'content-type': 'text/html' })
            .end(
              `<form method="post" action="${escapeHtml(asked.get('redirect_uri') ?? '')}">${inputs.join('')}</form>`,
            );
        },
        '/auth/token': openId.token,
        '/auth/keys': openId.keys,
      }),
    },
  };
  return apple;
}

/** The secret is a JWT that the key of the developer signs. */
async function faultOf(
  form: URLSearchParams,
  { id, team, keyId }: { readonly id: string; readonly team: string; readonly keyId: string },
  publicKey: KeyObject,
): Promise<string | undefined> {
  try {
    if (form.get('client_id') !== id) throw new Error('another client_id');
    const { payload, protectedHeader } = await jwtVerify(form.get('client_secret') ?? '', publicKey, {
      algorithms: ['ES256'],
      issuer: team,
      subject: id,
      audience: issuer,
      requiredClaims: ['iat', 'exp'],
    });
    if (protectedHeader.kid !== keyId) throw new Error('another kid');
    if (payload.exp! - payload.iat! > sixMonthsSeconds) throw new Error('good for too long');
    return undefined;
  } catch (error) {
    return String(error);
  }
}
