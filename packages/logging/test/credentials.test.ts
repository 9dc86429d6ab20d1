import { createHash } from 'node:crypto';
import { expectWithin } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { createLogger, withoutCredentials } from '../src/index.ts';

const encode = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
// The same each time; what chance makes of secrets has a test of its own.
const digest = (text: string) => createHash('sha256').update(text).digest();
const signature = Buffer.concat(Array.from({ length: 8 }, (_, n) => digest(`signature ${n}`))).toString('base64url');
const jwt = `${encode({ alg: 'RS256', typ: 'at+jwt', kid: 'a' })}.${encode({ sub: 'alice', aud: 'https://api' })}.${signature}`;
const spaced = `${encode('{ "alg": "ES256" }')}.${encode('{ "sub": "alice" }')}.${signature}`;
const proof = `${encode({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty: 'EC' } })}.${encode({ htm: 'GET', jti: 'x' })}.${signature}`;
const apiKey = `gh_${'0aZ9'.repeat(11)}`;
const opaque = digest('opaque').toString('base64url');
const hex = digest('hex').toString('hex');
const basic = Buffer.from(`worker:${opaque}`).toString('base64');
const percent = (text: string) =>
  text.replaceAll(/./gsu, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
const secrets = [jwt, spaced, proof, apiKey, opaque, hex, basic, signature];

/** In what, and what of it must not be seen. */
const texts: [string, string][] = [
  ['a JWT', jwt],
  ['a JWT in words', `my token is ${jwt}, thanks`],
  ['a JWT after an underscore', `token_${jwt}`],
  ['a JWT that was cut off', jwt.slice(0, 90)],
  ['a JWT with blanks in its header', spaced],
  ['a proof of possession', `DPoP ${proof}`],
  ['an API key', `/keys/${apiKey}`],
  ['an opaque token', `/invoices/${opaque}`],
  ['a secret in hexadecimal digits', `/invoices/${hex}`],
  ['Basic', `curl Basic ${basic}`],
  ['Bearer, in another spelling', `bEaReR ${opaque.slice(0, 30)}`],
  ['Bearer with a plus sign', `Bearer+${opaque.slice(0, 30)}`],
  ['a secret in a URL', `https://worker:${opaque.slice(0, 20)}@api.example/x`],
  ['a code in a query', `/callback?code=${opaque.slice(0, 20)}&state=1`],
  ['a client secret in a query', `/token?client_secret=${opaque.slice(0, 20)}`],
  ['a private key', `-----BEGIN PRIVATE KEY-----\n${opaque.slice(0, 30)}\n-----END PRIVATE KEY-----`],
  ['a percent-encoded JWT', percent(jwt)],
  ['a JWT with encoded dots', jwt.replaceAll('.', '%2E')],
  ['a JWT after an encoded quotation mark', `%22${jwt}%22`],
  ['an API key with its underscore encoded', apiKey.replace('_', '%5f')],
  ['a token that was encoded twice', percent(percent(opaque))],
  ['an encoded credential', `Bearer%20${opaque.slice(0, 30)}`],
  ['two, one of them encoded', `${opaque} ${percent(apiKey)}`],
];

const leaks = (text: string) => {
  const seen = [text, decodeURIComponent(text.replaceAll(/%(?![\da-f]{2})/giu, '%25'))];
  return secrets.filter((secret) =>
    seen.some((one) => one.includes(secret.slice(0, 16)) || one.includes(secret.slice(30, 46))),
  );
};

describe('D8: what a caller chose', () => {
  it.each(texts)('is written without %s', (_name, text) => {
    const clean = withoutCredentials(text);
    expect(clean).toContain('[redacted]');
    expect(leaks(clean)).toEqual([]);
  });

  it.each(['hex', 'base64url'] as const)(
    'is written without a secret in %s, whatever chance makes of it',
    (encoding) => {
      const digests = Array.from({ length: 10_000 }, (_, n) => digest(`${n}`).toString(encoding));
      expect(digests.filter((one) => withoutCredentials(`/invoices/${one}`).includes(one))).toEqual([]);
    },
  );

  it('is written without all of a secret that has the beginning of an API key in it', () => {
    const chance = '4HP1bzbcp5SMaHRTgh_VPSWHcQeLe2zuX0rIvvGhkS8';
    expect(withoutCredentials(`/invoices/${chance}`)).toBe('/invoices/[redacted]');
    const encoded = withoutCredentials(`${jwt.slice(0, -chance.length)}${chance}`.replaceAll('.', '%2E'));
    expect(encoded).not.toContain(chance.slice(0, 16));
  });

  it.each([
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148',
    'Java/17.0.9',
    'my-very-long-and-boring-article-about-invoices-and-the-people-who-pay-them',
    'invoice-6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01',
    '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01',
    'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE system:serviceaccount:prod:billing-worker',
    'spiffe://prod.example.com/ns/billing/sa/invoice-approval-worker-with-a-long-name',
    '1234567890-abc123def456ghi789jkl012.apps.googleusercontent.com',
    'GetUserInformationForTheAccountingDepartmentServiceHandler/2.1',
    'alice@example.com',
    '/api/r%C3%A9sum%C3%A9/50%25',
    'firewood.example.com',
    'keyJournalEntries.archive',
    'invoice_approve',
  ])('is written as it is: %s', (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });

  it('is never long, and costs little however long it comes', () => {
    for (const text of ['a '.repeat(100_000), '%25'.repeat(100_000), 'x.'.repeat(50_000), 'eyJaaaaaa.'.repeat(10_000)])
      expect(withoutCredentials(text).length).toBeLessThanOrEqual(257);
    expect(withoutCredentials(`${'a '.repeat(124)}${jwt}`)).not.toContain('eyJ');
  });

  it.each(['eyJ', 'ewk', 'eyA'])(
    'looks once at a row of beginnings of JWTs (%s) that a caller sends to keep it busy',
    (begin) => {
      const row = begin.repeat(50_000);
      const startedMs = performance.now();
      log((logger) => logger.info(`${row} ${row}.x`));
      for (let field = 0; field < 100; field += 1) withoutCredentials(`%252525${row}`);
      // As one expression it took a minute.
      expectWithin(performance.now() - startedMs, 5000);
    },
  );

  it('finds a JWT behind another word, and one behind another', () => {
    for (const text of [`a.b.${jwt}`, `x_${jwt}`, `${jwt}.${jwt}`, `ey.eyJ.${spaced}`])
      expect(leaks(withoutCredentials(text, 10_000))).toEqual([]);
  });
});

const log = (write: (logger: ReturnType<typeof createLogger>) => void) => {
  const lines: string[] = [];
  write(createLogger({ program: 'test', destination: { write: (line: string) => void lines.push(line) } }));
  return lines.join('');
};

describe('D8: a line of log', () => {
  const beyondDoubt = texts.filter(([name]) => !/opaque|hexadecimal|code in a query|twice|two/u.test(name));
  it.each(beyondDoubt)('has no %s, in a message, a member or an error', (_name, text) => {
    const written = log((logger) => {
      logger.info(text);
      logger.warn({ note: text, list: [text] });
      logger.error(new Error(`it failed: ${text}`));
    });
    for (const line of written.trimEnd().split('\n')) expect(typeof JSON.parse(line)).toBe('object');
    expect(leaks(written)).toEqual([]);
  });

  it.each(texts)('has no %s where a caller chose the text', (_name, text) => {
    const written = log((logger) =>
      logger.info({ path: text, user_agent: text, client_id: text, login: text }, 'request'),
    );
    expect(leaks(written)).toEqual([]);
  });

  it('keeps hashes and ids of ours', () => {
    const written = log((logger) => logger.info({ kid: opaque, grant_id: opaque, jti: opaque, commit: hex }, 'ours'));
    expect(written).toContain(opaque);
    expect(written).toContain(hex);
  });
});
