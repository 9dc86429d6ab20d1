import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decodeJwt, jwtVerify } from 'jose';
import { type ClientAuthentication } from '../src/index.ts';
import { active, answering, before, issuer, open, outcome, time } from './introspect-setup.ts';

/** What the authorization server is sent by a client that authenticates so. */
async function asked(
  authentication: ClientAuthentication,
): Promise<{ question: URLSearchParams; authorization: string | undefined }> {
  let question = new URLSearchParams();
  let authorization: string | undefined;
  const endpoint = await answering((sent, headers) => {
    question = sent;
    ({ authorization } = headers);
    return active();
  });
  expect(await outcome(open({ endpoint, client: authentication }), 'opaque-token')).toBe('accepted');
  expect(question.get('token')).toBe('opaque-token');
  expect(question.get('token_type_hint')).toBe('access_token');
  return { question, authorization };
}

describe('discovery for keys and introspection', () => {
  it('RS-04: is done once for both', async () => {
    const api = open();
    const both = await Promise.all([outcome(api, issuer.issueOpaqueToken()), outcome(api, await issuer.issueToken())]);
    expect(both).toEqual(['accepted', 'accepted']);
    expect(issuer.requests.metadata - before.metadata).toBe(1);
  });
});

describe('client authentication', () => {
  it('RS-09: client_secret_basic, each half form-encoded', async () => {
    const { question, authorization } = await asked({ id: 'my api', secret: 'a:b+ü' });
    expect(Buffer.from((authorization ?? '').slice(6), 'base64').toString()).toBe('my+api:a%3Ab%2B%C3%BC');
    expect(question.has('client_secret')).toBe(false);
  });

  it('RS-09: client_secret_post', async () => {
    const { question, authorization } = await asked({ id: 'api', secret: 's', method: 'client_secret_post' });
    expect([question.get('client_id'), question.get('client_secret'), authorization]).toEqual(['api', 's', undefined]);
  });

  it('RS-09: private_key_jwt, addressed to the issuer and used once', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const authentication = { id: 'api', privateKey, algorithm: 'RS256', keyId: 'k1' } as const;
    const first = (await asked(authentication)).question;
    const second = (await asked(authentication)).question;
    expect(first.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const assertion = first.get('client_assertion') ?? '';
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, { currentDate: new Date(time.now()) });
    expect(payload).toMatchObject({ iss: 'api', sub: 'api', aud: issuer.issuer });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    expect(protectedHeader).toEqual({ alg: 'RS256', kid: 'k1', typ: 'JWT' });
    expect(decodeJwt(second.get('client_assertion') ?? '').jti).not.toBe(payload.jti);
  });

  it('RS-09: a key of another type than its algorithm is a mistake at creation', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const client = { id: 'api', privateKey, algorithm: 'RS256', keyId: 'k1' } as const;
    expect(() => open({ client })).toThrow('introspection.client.privateKey must be a private KeyObject');
  });

  it('RS-09: tls_client_auth names the client only', async () => {
    const { question, authorization } = await asked({ id: 'api', method: 'tls_client_auth' });
    expect([...question.keys()].toSorted()).toEqual(['client_id', 'token', 'token_type_hint']);
    expect(authorization).toBeUndefined();
  });
});
