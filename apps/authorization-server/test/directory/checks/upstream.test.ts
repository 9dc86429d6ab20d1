/** `gatehouse connections test`, asked of a real provider and of what is none. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOutboundFetch, type OutboundFetch } from '../../../src/delivery/outbound/guard.ts';
import { createExamineUpstream } from '../../../src/directory/checks/upstream.ts';
import type { Connection } from '../../../src/directory/connections/connections.ts';
import { connectionFrom } from '../../../src/directory/connections/connections.ts';
import { type Federation, startFederation } from '../../upstream.ts';

let federation: Federation;
let corp: Connection;
let fetch: OutboundFetch;
beforeAll(async () => {
  federation = await startFederation();
  const { connections } = federation.server.server.storage;
  corp = connectionFrom((await connections.find('corp'))!, []);
  fetch = createOutboundFetch({ allow: [federation.upstream.issuer] });
});
afterAll(() => federation?.stop());

const examine = async (connection: Partial<Connection> = {}, by: OutboundFetch = fetch) => {
  const ask = createExamineUpstream({ fetch: by, clock: Date.now, issuer: federation.server.issuer });
  const findings = await ask({ ...corp, ...connection } as Connection);
  return {
    findings,
    of: (word: string) => {
      const found = findings.find(({ check }) => check.startsWith(word));
      return found && [found.result, found.advice];
    },
  };
};
/** The provider, with one answer changed. */
const changed =
  (path: string, answer: (document: Record<string, unknown>) => Response): OutboundFetch =>
  async (url, init) => {
    const response = await fetch(url, init);
    return new URL(url).pathname.endsWith(path) ? answer((await response.json()) as Record<string, unknown>) : response;
  };
const discovery = (changes: object) =>
  changed('/openid-configuration', (document) => Response.json({ ...document, ...changes }));

describe('FED-10 a connection is tested without anybody signing in', () => {
  it('all is well: the provider knows the client, and the redirect URI is said', async () => {
    const { findings, of } = await examine();
    expect(findings.filter(({ result }) => result === 'fault' || result === 'warning')).toEqual([]);
    expect(of('client_id and secret')?.[0]).toBe('ok');
    expect(findings.find(({ check }) => check.startsWith('client_id'))?.check).toContain('invalid_grant');
    expect(of('redirect URI')).toEqual(['skipped', `${federation.server.issuer}/federation/corp/callback`]);
  });

  it('says that the secret is wrong, or missing, by what the provider answers', async () => {
    const wrong = await examine({ secret: 'another-secret-than-theirs' });
    expect(wrong.of('client_id and secret')).toEqual([
      'fault',
      expect.stringMatching(/invalid_client.*connections secret corp/u),
    ]);
    expect(JSON.stringify(wrong.findings)).not.toContain('another-secret-than-theirs');
    const without = await examine({ secret: undefined });
    expect(without.of('client secret')).toEqual(['fault', expect.stringContaining('connections secret corp')]);
    expect(without.of('client_id and secret')?.[0]).toBe('skipped');
  });

  it('says that the issuer is written otherwise, and asks no further', async () => {
    const { of } = await examine({}, discovery({ issuer: 'https://elsewhere.example' }));
    expect(of('discovery')).toEqual(['fault', expect.stringContaining('calls itself https://elsewhere.example')]);
    expect(of('keys')).toBeUndefined();
    expect(of('client_id and secret')?.[0]).toBe('skipped');
  });

  it.each([
    ['endpoints are https', { token_endpoint: 'http://elsewhere.example/token' }, 'fault'],
    ['response type code', { response_types_supported: ['id_token'] }, 'fault'],
    ['PKCE', { code_challenge_methods_supported: ['plain'] }, 'warning'],
    ['answers name their issuer', { authorization_response_iss_parameter_supported: undefined }, 'skipped'],
    ['client authentication', { token_endpoint_auth_methods_supported: ['private_key_jwt'] }, 'fault'],
    ['ID tokens', { id_token_signing_alg_values_supported: ['none', 'HS256'] }, 'fault'],
    ['scopes', { scopes_supported: ['openid'] }, 'warning'],
  ])('%s: looked at in its metadata', async (word, changes, result) => {
    expect((await examine({}, discovery(changes))).of(word)?.[0]).toBe(result);
  });

  it('keys that are none, and pages that are no JSON, are faults whose content nobody repeats', async () => {
    const none = await examine(
      {},
      changed('/jwks', () => Response.json({ keys: [{ kty: 'oct', k: 'secret-key' }] })),
    );
    expect(none.of('keys')?.[0]).toBe('fault');
    const page = await examine(
      {},
      changed('/openid-configuration', () => new Response('<h1>internal page</h1>')),
    );
    expect(page.of('discovery')).toEqual(['fault', 'it does not answer a JSON object']);
    expect(JSON.stringify([none.findings, page.findings])).not.toMatch(/internal page|secret-key/u);
  });

  it('what the guard refuses is not asked', async () => {
    const { of } = await examine({}, createOutboundFetch({ allow: [] }));
    expect(of('discovery')).toEqual(['fault', expect.stringContaining('GATEHOUSE_OUTBOUND_ALLOW')]);
  });

  it('a certificate of a private authority is a fault that names the settings', async () => {
    const { of } = await examine({}, () =>
      Promise.reject(
        new TypeError('fetch failed', {
          cause: Object.assign(new Error('self-signed certificate'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
        }),
      ),
    );
    expect(of('discovery')).toEqual([
      'fault',
      expect.stringMatching(/SELF_SIGNED_CERT_IN_CHAIN.*NODE_EXTRA_CA_CERTS.*GATEHOUSE_CA_FILE/u),
    ]);
  });
});
