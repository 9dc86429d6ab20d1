import { describe, expect, it } from '@jest/globals';
import { readDocument } from '../../../src/directory/unregistered/document.ts';

const url = 'https://agent.example/client.json';
const good = { client_id: url, client_name: 'Agent', redirect_uris: ['https://agent.example/back'] };
const jwks = (...keys: object[]) => ({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys } });
const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };

const read = (document: unknown, contentType: string | null = 'application/json') =>
  readDocument(url, Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)), contentType);
/** What is said of a document with these members; the document itself when nothing is. */
const said = (members: object, contentType?: string) => {
  try {
    return read({ ...good, ...members }, contentType);
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message.replace('the document of the client at agent.example: ', '')}`;
  }
};

describe('a client ID metadata document', () => {
  it('CIMD section 4: gives what a client may say of itself; scope, grants and responses are this server’s', () => {
    expect(
      said({
        client_uri: 'https://agent.example/',
        scope: 'openid admin',
        grant_types: ['client_credentials'],
        response_types: ['token'],
        first_party: true,
        policy: { first_party: true },
        software_statement: 'x',
        'client_name#fr': 'Agente',
      }),
    ).toEqual({
      client_name: 'Agent',
      client_uri: 'https://agent.example/',
      redirect_uris: ['https://agent.example/back'],
      post_logout_redirect_uris: [],
      application_type: 'web',
      token_endpoint_auth_method: 'none',
    });
  });

  it('CIMD section 4: client_id one byte different is another client', () => {
    for (const other of [`${url}/`, url.replace('agent', 'Agent'), `${url} `, url.slice(0, -1), undefined, [url]]) {
      expect(said({ client_id: other })).toBe('invalid: client_id is not the address at which the document is');
    }
  });

  it('a wrong content type is refused, whatever the body is', () => {
    for (const type of ['text/html', 'text/plain', 'text/json', 'application/jsonp', 'application/x-json', '']) {
      expect([type, said({}, type)]).toEqual([type, 'invalid: its Content-Type is not application/json']);
    }
    expect(() => read(good, null)).toThrow('Content-Type');
    for (const type of ['application/json', 'Application/JSON; charset=utf-8', 'application/client+json']) {
      expect(said({}, type)).toMatchObject({ client_name: 'Agent' });
    }
  });

  it('attack: a redirect URI that is shown as one of another host is refused', () => {
    // Parsers leave the tab and the line out, and pages show a space.
    for (const uri of [
      'https://good.example\t.agent.example/',
      'https://good.example\n.agent.example/',
      'https://agent.example/\u202e',
    ]) {
      expect(said({ redirect_uris: [uri] })).toMatch(/^invalid: redirect_uris\[0\] has spaces or characters/u);
    }
  });

  it('what is no JSON object in UTF-8 is refused', () => {
    for (const body of ['', '{', '[]', 'null', '"text"', '1']) expect(() => read(body)).toThrow('not a JSON object');
    expect(() => readDocument(url, Buffer.from([0x7b, 0xff, 0x7d]), 'application/json')).toThrow('not a JSON object');
  });

  it('MCP: client_name and redirect_uris are required, and neither is endless', () => {
    expect(said({ client_name: undefined })).toMatch(/^invalid: client_name /u);
    expect(said({ redirect_uris: undefined })).toMatch(/^invalid: redirect_uris is missing; it must be an array/u);
    expect(said({ contacts: [7], jwks: { keys: [{}] } })).toBe(
      'invalid: jwks.keys[0].kty is missing; it must be a string, the type of the key; contacts[0] must be a string',
    );
    expect(said({ redirect_uris: [] })).toMatch(/^invalid: redirect_uris /u);
    expect(said({ redirect_uris: Array(51).fill('https://agent.example/back') })).toMatch(/^invalid: redirect_uris /u);
    expect(said({ redirect_uris: [`https://agent.example/${'a'.repeat(2048)}`] })).toMatch(/redirect_uris\[0\]/u);
    expect(said({ client_name: 'a'.repeat(201) })).toMatch(/^invalid: client_name /u);
  });

  it('a name cannot rewrite the page that shows it', () => {
    for (const name of [
      'a\u202Eb',
      'a\u2066b',
      'a\nb',
      'a\u0000b',
      'a\u2028b',
      '\u200Fa',
      '  ',
      'Ba\u200Bnk',
      '\u3164',
      '\u2800',
      '\u200D',
      '\uFE0F \u200C',
      'Bank\u{E0041}',
      'Ba\u034Fnk',
      'Ba\uD800nk',
      `Z${'\u0301'.repeat(6)}`,
    ]) {
      expect(said({ client_name: name })).toMatch(/^invalid: client_name has characters that mislead/u);
    }
    for (const name of [
      '名前 – Ägent',
      '👩\u200D👧 ❤\uFE0F 1\uFE0F\u20E3',
      'می\u200Cخواهم',
      'שָׁלוֹם',
      'བསྒྲུབས',
      'ไม่มีชื่อที่',
    ]) {
      expect(said({ client_name: name })).toMatchObject({ client_name: name });
    }
  });

  it('CIMD section 4: secrets in the document are refused', () => {
    for (const member of ['client_secret', 'client_secret_expires_at', 'client_secrets']) {
      expect(said({ [member]: 'x' })).toMatch(/^invalid: client_secret must not be in it/u);
    }
    for (const method of ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'tls_client_auth', '']) {
      expect(said({ token_endpoint_auth_method: method })).toMatch(/must be none or private_key_jwt/u);
    }
  });

  it('a private JWK in jwks is refused, and a symmetric one', () => {
    for (const secret of [
      { d: 'x' },
      { p: 'x' },
      { q: 'x' },
      { dp: 'x' },
      { dq: 'x' },
      { qi: 'x' },
      { oth: [] },
      { k: '' },
    ]) {
      expect(said(jwks(key, { ...key, ...secret }))).toMatch(/^invalid: jwks\.keys\[1\] is not a public key/u);
      expect(said({ ...jwks({ ...key, ...secret }), token_endpoint_auth_method: 'none' })).toMatch(/not a public key/u);
    }
    expect(said(jwks({ kty: 'oct' }))).toMatch(/not a public key/u);
    expect(said(jwks({ ...key, kid: '1' }))).toMatchObject({ jwks: { keys: [{ ...key, kid: '1' }] } });
  });

  it('what would protect the client better is kept to, or refused where it cannot be', () => {
    const safer = { dpop_bound_access_tokens: true, require_pushed_authorization_requests: true };
    expect(said(safer)).toMatchObject(safer);
    expect(said({ dpop_bound_access_tokens: 'true' })).toMatch(/dpop_bound_access_tokens must be true or false/u);
    for (const member of ['tls_client_certificate_bound_access_tokens', 'require_signed_request_object']) {
      expect(said({ [member]: true })).toMatch(new RegExp(`${member} must be left out or false`, 'u'));
      expect(said({ [member]: false })).not.toHaveProperty(member);
    }
  });

  it('private_key_jwt needs keys, in one place', () => {
    const method = { token_endpoint_auth_method: 'private_key_jwt' };
    expect(said(method)).toMatch(/needs jwks or jwks_uri/u);
    const uri = { jwks_uri: 'https://agent.example/jwks' };
    expect(said({ ...method, ...uri })).toMatchObject(uri);
    expect(said({ ...method, ...uri, jwks: { keys: [key] } })).toMatch(/jwks stands beside jwks_uri/u);
    expect(said({ ...method, jwks_uri: 'http://agent.example/jwks' })).toMatch(/^invalid: jwks_uri is no https/u);
    expect(said({ ...method, jwks: { keys: [] } })).toMatch(/^invalid: jwks\.keys /u);
  });

  it('redirect URIs are https, on loopback, or of a scheme of the application, and never a program', () => {
    for (const uri of [
      'http://agent.example/back',
      'http://127.0.0.2/back',
      'http://localhost.evil.example/back',
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'agent:/back',
      'https://agent.example/back#part',
      'https://*.agent.example/back',
      'https://joe@agent.example/back',
      '/back',
    ]) {
      expect([uri, said({ redirect_uris: ['https://agent.example/back', uri] })]).toEqual([
        uri,
        expect.stringMatching(/^invalid: redirect_uris\[1\] /u),
      ]);
    }
  });

  it('a client that leads to the user’s own machine is native, unless it says otherwise', () => {
    for (const uri of [
      'http://127.0.0.1/back',
      'http://[::1]/',
      'http://localhost:33418/',
      'com.example.agent:/back',
    ]) {
      expect(said({ redirect_uris: [uri] })).toMatchObject({ application_type: 'native' });
      expect(said({ redirect_uris: ['https://agent.example/back', uri] })).toMatchObject({
        application_type: 'native',
      });
    }
    const loopback = { redirect_uris: ['http://127.0.0.1/back'] };
    expect(said({ ...loopback, application_type: 'web' })).toMatchObject({ application_type: 'web' });
  });

  it('links are https', () => {
    for (const member of ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri']) {
      for (const uri of ['http://agent.example/', 'javascript:alert(1)', 'data:image/png;base64,x', 'x']) {
        expect(said({ [member]: uri })).toBe(`invalid: ${member} is no https address`);
      }
    }
  });
});
