import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IssuerKeys } from '../src/keys.ts';
import { TOKEN_PROFILES } from '../src/profiles/named.ts';
import { TokenReader } from '../src/profiles/token-reader.ts';
import { Refusal } from '../src/refusal.ts';
import { createTestIssuer, type TestIssuer } from '../src/testing.ts';
import { systemTime } from '../src/time.ts';
import { type JwtRules, verifyJwt } from '../src/verify-jwt.ts';

const audience = 'https://api.example.com';
let issuer: TestIssuer;
let rules: JwtRules;

beforeAll(async () => {
  issuer = await createTestIssuer({ audience, algorithm: 'ES256' });
  const settings = {
    algorithms: ['ES256'],
    cacheSeconds: 600,
    staleSeconds: 600,
    cooldownSeconds: 60,
    unknownKeySeconds: 60,
  } as const;
  const published = (): Promise<{ jwks: Record<string, unknown> }> =>
    Promise.resolve({ jwks: { keys: issuer.publicKeys } });
  const keys = new IssuerKeys(settings, published, systemTime, () => undefined);
  await keys.refresh();
  const trusted = {
    issuer: issuer.issuer,
    algorithms: ['ES256'],
    keys,
    reader: new TokenReader(TOKEN_PROFILES.rfc9068),
    audienceRules: { clients: undefined, withoutAudience: false, issuerAudiences: new Set<string>() },
  } as const;
  rules = {
    issuers: new Map([[issuer.issuer, trusted]]),
    audiences: new Set([audience]),
    allowSeveralAudiences: false,
    clockToleranceSeconds: 5,
    maxTokenAgeSeconds: Number.POSITIVE_INFINITY,
    confirmations: { dpop: true, mtls: true },
    knownHeaders: new Map(),
  };
});

afterAll(() => issuer.close());

function holds(token: string): boolean {
  return !(verifyJwt(token, rules, Date.now() / 1000) instanceof Refusal);
}

describe('known headers', () => {
  it('RS-05: tokens that do not hold leave none behind', async () => {
    for (let i = 0; i < 200; i++) {
      const token = await issuer.issueToken({ header: { i } });
      expect(holds(`${token.slice(0, -8)}AAAAAAAA`)).toBe(false);
    }
    expect(rules.knownHeaders.size).toBe(0);
  });

  it('RS-01: a known header does not make another signature, payload or spelling hold', async () => {
    const token = await issuer.issueToken();
    expect(holds(token)).toBe(true);
    expect(rules.knownHeaders.size).toBe(1);
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const other = await issuer.issueToken({ subject: 'bob' });
    expect(holds(`${header}.${other.split('.')[1]}.${signature}`)).toBe(false);
    expect(holds(`${header}.${payload}.${other.split('.')[2]}`)).toBe(false);
    expect(holds(`${header}A.${payload}.${signature}`)).toBe(false);
    expect(holds(token)).toBe(true);
  });

  it('RS-05: a hundred are kept, and tokens with others hold as well', async () => {
    for (let i = 0; i < 150; i++) expect(holds(await issuer.issueToken({ header: { i } }))).toBe(true);
    expect(rules.knownHeaders.size).toBe(100);
    expect(holds(await issuer.issueToken({ header: { i: 149 } }))).toBe(true);
    expect(holds(await issuer.issueToken({ header: { i: 0 } }))).toBe(true);
  });

  it('RS-01: what is refused for its header is refused again', async () => {
    for (let i = 0; i < 3; i++) {
      expect(holds(await issuer.issueToken({ header: { typ: 'JWT' } }))).toBe(false);
      expect(holds(await issuer.issueToken({ header: { crit: ['x'] } }))).toBe(false);
    }
  });
});
