import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answer, type ChallengeSettings } from '../src/challenge.ts';
import { AccessTokenError, REFUSALS, type RefusalCode } from '../src/index.ts';
import { Refusal, type RefusalParameters, refuse } from '../src/refusal.ts';

const BOTH: ChallengeSettings = {
  realm: undefined,
  metadataUrl: 'https://api.example.com/.well-known/oauth-protected-resource',
  bearer: true,
  dpopAlgorithms: ['ES256', 'RS256'],
};
const BEARER_ONLY = { ...BOTH, dpopAlgorithms: undefined };
const DPOP_ONLY = { ...BOTH, bearer: false };
const META = 'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"';
const CODES = Object.keys(REFUSALS) as RefusalCode[];

function challenge(
  code: RefusalCode,
  settings: ChallengeSettings = BOTH,
  used?: 'Bearer' | 'DPoP',
  parameters: RefusalParameters = {},
  scopes?: readonly string[],
): string | undefined {
  return answer(new Refusal(code, parameters), settings, used, scopes).headers['www-authenticate'];
}

/** RFC 9110 section 11.6.1: schemes with their parameters. */
function parse(header: string): { scheme: string; parameters: Record<string, string> }[] {
  const parsed: { scheme: string; parameters: Record<string, string> }[] = [];
  const token = /^(?:(Bearer|DPoP) )?([a-z_]+)="((?:[^"\\]|\\.)*)"(?:, )?/;
  for (let rest = header; rest !== ''; ) {
    const found = token.exec(rest);
    if (found === null) throw new Error(`cannot read: ${rest}`);
    const [all, scheme, name, value] = found as unknown as [string, string | undefined, string, string];
    if (scheme !== undefined) parsed.push({ scheme, parameters: {} });
    const { parameters } = parsed.at(-1) as (typeof parsed)[0];
    expect(parameters).not.toHaveProperty(name);
    parameters[name] = value.replace(/\\(.)/g, '$1');
    rest = rest.slice(all.length);
  }
  return parsed;
}

describe('challenges', () => {
  it('RS-03: no credentials: no error code; the scopes of the operation; both schemes', () => {
    expect(challenge('no_credentials', BOTH, undefined, {}, ['a', 'b'])).toBe(
      `Bearer scope="a b", ${META}, DPoP algs="ES256 RS256", ${META}`,
    );
    expect(challenge('no_credentials', BEARER_ONLY)).toBe(`Bearer ${META}`);
    expect(challenge('no_credentials', DPOP_ONLY)).toBe(`DPoP algs="ES256 RS256", ${META}`);
    expect(challenge('unsupported_scheme', { ...BEARER_ONLY, realm: 'a "b" \\c' })).toBe(
      `Bearer realm="a \\"b\\" \\\\c", ${META}`,
    );
  });

  it('RS-03: a bad token: invalid_token on the scheme that was used, which comes first', () => {
    const words = 'error="invalid_token", error_description="The access token has expired."';
    expect(challenge('token_expired', BOTH, 'Bearer')).toBe(
      `Bearer ${words}, ${META}, DPoP algs="ES256 RS256", ${META}`,
    );
    expect(challenge('token_expired', BOTH, 'DPoP')).toBe(`DPoP ${words}, algs="ES256 RS256", ${META}, Bearer ${META}`);
    expect(challenge('token_expired', BEARER_ONLY, 'DPoP')).toBe(`Bearer ${words}, ${META}`);
    expect(challenge('token_expired', DPOP_ONLY, 'Bearer')).toBe(`DPoP ${words}, algs="ES256 RS256", ${META}`);
  });

  it('RS-03: lacking scope: 403 with all scopes needed', () => {
    expect(challenge('insufficient_scope', BEARER_ONLY, 'Bearer', { scopes: ['a', 'b'] }, ['c'])).toBe(
      `Bearer error="insufficient_scope", error_description="The access token lacks a scope that this resource needs.", scope="a b", ${META}`,
    );
  });

  it('RS-03: step-up says what sign-in is needed (RFC 9470)', () => {
    const parameters = { acrValues: ['gold', 'silver'], maxAgeSeconds: 0 };
    expect(
      parse(challenge('insufficient_user_authentication', BEARER_ONLY, 'Bearer', parameters, ['pay']) as string),
    ).toEqual([
      {
        scheme: 'Bearer',
        parameters: {
          error: 'insufficient_user_authentication',
          error_description: 'This resource needs a stronger or more recent sign-in.',
          scope: 'pay',
          acr_values: 'gold silver',
          max_age: '0',
          resource_metadata: BOTH.metadataUrl,
        },
      },
    ]);
    const ageOnly = challenge('insufficient_user_authentication', BEARER_ONLY, 'Bearer', {
      acrValues: [],
      maxAgeSeconds: 300,
    });
    expect(ageOnly).not.toContain('acr_values');
    expect(ageOnly).toContain('max_age="300"');
    expect(challenge('insufficient_user_authentication', BEARER_ONLY, 'Bearer', { acrValues: ['gold'] })).not.toContain(
      'max_age',
    );
  });

  it('RS-08: what is wrong with a proof, or lacks one, stands on the DPoP challenge', () => {
    for (const code of ['dpop_proof_missing', 'dpop_proof_replayed', 'dpop_scheme_required'] as const) {
      expect(challenge(code, BOTH, 'Bearer')).toMatch(
        /^DPoP error="(invalid_dpop_proof|invalid_token)".*, Bearer resource_metadata/,
      );
    }
    expect(challenge('dpop_not_accepted', BEARER_ONLY, 'DPoP')).toMatch(/^Bearer error="invalid_token"/);
    const { headers } = answer(new Refusal('use_dpop_nonce', { nonce: 'n-1' }), BOTH, 'DPoP');
    expect(headers).toMatchObject({
      'dpop-nonce': 'n-1',
      'www-authenticate': expect.stringMatching(/^DPoP error="use_dpop_nonce"/),
    });
  });

  it('RS-04: 503 carries Retry-After and no challenge; a denial that no token could change carries none either', () => {
    const { headers, status } = answer(new Refusal('keys_unavailable', { retryAfterSeconds: 7 }), BOTH, 'Bearer');
    expect(status).toBe(503);
    expect(headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store', 'retry-after': '7' });
    expect(challenge('insufficient_claims', BOTH, 'Bearer')).toBeUndefined();
    expect(challenge('not_allowed')).toBeUndefined();
    expect(answer(refuse('token_expired'), BOTH, 'Bearer').headers).not.toHaveProperty('retry-after');
  });

  it('RS-03: every refusal answers in ASCII, with a body of its own fixed words, and every challenge can be read and names the metadata (property)', () => {
    const settings = fc.constantFrom(BOTH, BEARER_ONLY, DPOP_ONLY, { ...BOTH, realm: 'r "q"' });
    const used = fc.constantFrom(undefined, 'Bearer' as const, 'DPoP' as const);
    const scopes = fc.array(fc.stringMatching(/^[!#-[\]-~]+$/), { maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...CODES), settings, used, scopes, (code, setting, scheme, scope) => {
        const refused = answer(refuse(code), setting, scheme, scope);
        const definition: { status: number; error?: string; description: string } = REFUSALS[code];
        expect(refused).toMatchObject({ ok: false, code, status: definition.status, detail: undefined });
        expect(refused.body).toEqual({
          ...(definition.error === undefined ? {} : { error: definition.error }),
          error_description: definition.description,
          code,
        });
        const header = refused.headers['www-authenticate'];
        expect(header === undefined).toBe(definition.status === 503 || definition.error === 'access_denied');
        for (const value of Object.values(refused.headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
        if (header === undefined) return;
        const parsed = parse(header);
        expect(parsed.map((one) => one.scheme).toSorted()).toEqual(
          [setting.bearer ? 'Bearer' : '', setting.dpopAlgorithms === undefined ? '' : 'DPoP']
            .filter((name) => name !== '')
            .toSorted(),
        );
        expect(parsed.every(({ parameters }) => parameters['resource_metadata'] === setting.metadataUrl)).toBe(true);
        expect(parsed.every(({ parameters }) => parameters['realm'] === setting.realm)).toBe(true);
        expect(parsed.map(({ parameters }) => parameters['error'])).toEqual([
          definition.error,
          ...parsed.slice(1).map(() => undefined),
        ]);
        expect(parsed[0]?.parameters['scope']).toBe(scope.length === 0 ? undefined : scope.join(' '));
      }),
    );
  });
});

describe('a refused request', () => {
  const refused = answer(new Refusal('token_expired', { detail: 'for the log' }), BEARER_ONLY, 'Bearer');
  const body = { error: 'invalid_token', error_description: 'The access token has expired.', code: 'token_expired' };

  it('answers through Node’s response', async () => {
    const server = createServer((_request, response: ServerResponse) => refused.send(response));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual(body);
    expect(response.headers.get('content-length')).toBe(`${Buffer.byteLength(text)}`);
    server.closeAllConnections();
    server.close();
  });

  it('answers a fetch-style handler', async () => {
    const response = refused.toResponse();
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(refused.headers['www-authenticate']);
    expect(await response.json()).toEqual(body);
  });

  it('becomes an exception that shows its body and keeps its detail', () => {
    const error = refused.toError();
    expect(error).toBeInstanceOf(AccessTokenError);
    expect(error).toMatchObject({
      name: 'AccessTokenError',
      message: body.error_description,
      status: 401,
      statusCode: 401,
      code: 'token_expired',
    });
    expect(error.headers).toBe(refused.headers);
    expect(JSON.parse(JSON.stringify(error))).toEqual(body);
    expect(refused.detail).toBe('for the log');
  });

  it('of one code is one frozen value, however often it is given', () => {
    expect(refuse('token_expired')).toBe(refuse('token_expired'));
    expect(refuse('token_expired')).not.toBe(refuse('token_revoked'));
    expect(Object.isFrozen(refuse('token_expired'))).toBe(true);
  });
});
