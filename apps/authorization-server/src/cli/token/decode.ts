/** `gatehouse token decode`: what a JWT says, and with `--issuer` whether that server signed it (RFC 7515, RFC 7519). */
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';
import { urlOf } from '../address.ts';
import { coloured } from '../colour.ts';
import { printJson, textOf } from '../output.ts';
import { RefusedError } from '../refused.ts';
import { trustFor } from './authorities.ts';
import { type DecodedToken, decoded, fromNow, linesOf, summaryOf } from './claims.ts';
import { readText } from './key-file.ts';
import { discover } from './server.ts';
import { asked } from './server-errors.ts';
import { textOfStdin } from './standard-input.ts';

interface DecodeOptions {
  readonly json?: boolean;
  readonly tokenFile?: string;
  readonly issuer?: string;
  readonly ca?: string;
}

/** What of a token is wrong, in words. */
interface Judgement {
  /** Undefined: nobody looked. */
  readonly signature?: 'good' | 'bad';
  readonly faults: readonly string[];
}

/** Reads nothing but the token without `--issuer`. With it, ends with 1 unless the token is that server's and good now. */
export async function decode(options: DecodeOptions): Promise<void> {
  const { tokenFile } = options;
  const given = tokenFile === undefined ? await textOfStdin('the token') : (await readText(tokenFile, 'token')).trim();
  // As a header carries it.
  const token = given.replace(/^(?:Bearer|DPoP)\s+/iu, '');
  const parts = decoded(token);
  if (!parts)
    throw new RefusedError('that is no JWT; an opaque token says nothing by itself: "gatehouse token introspect" asks');
  const nowSeconds = Date.now() / 1000;
  const { signature, faults } = await judge(token, parts, options, nowSeconds);
  if (options.json) printJson({ ...parts, signature: signature ?? 'unchecked', faults });
  else print(parts, signature, faults, nowSeconds);
  if (options.issuer !== undefined && faults.length > 0)
    throw new RefusedError(`the token is not good: ${faults.join('; ')}`);
}

function print(
  { header, claims }: DecodedToken,
  signature: Judgement['signature'],
  faults: readonly string[],
  now: number,
) {
  const lines = [coloured('heading', 'Header'), ...linesOf(header, now), '', coloured('heading', 'Claims')];
  if (claims) lines.push(...linesOf(claims, now), '', ...summaryOf(claims, now));
  else lines.push('  encrypted: only its recipient can read it');
  const said = { good: ['good', 'good'], bad: ['bad', 'NOT good'] } as const;
  const [style, words] = signature ? said[signature] : (['waiting', 'not looked at; --issuer URL does'] as const);
  lines.push(
    `  signature ${coloured(style, words)}`,
    ...faults.map((fault) => `  ${coloured('bad', 'fault')}     ${fault}`),
  );
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function judge(token: string, parts: DecodedToken, options: DecodeOptions, now: number): Promise<Judgement> {
  const { header, claims = {} } = parts;
  const { exp, nbf, iss } = claims;
  const faults: string[] = [];
  if (typeof exp === 'number' && exp <= now) faults.push(`it has ended, ${fromNow(exp - now)}`);
  if (typeof nbf === 'number' && nbf > now) faults.push(`it begins ${fromNow(nbf - now)}`);
  if (typeof header['alg'] !== 'string' || header['alg'].toLowerCase() === 'none') faults.push('it is not signed');
  if (options.issuer === undefined) return { faults };
  const issuer = urlOf('--issuer', options.issuer);
  if (!parts.claims) throw new RefusedError('the token is encrypted; only its recipient can say whether it is good');
  await trustFor(issuer, options.ca);
  const metadata = await discover(issuer);
  if (iss !== metadata.issuer) faults.push(`it says that ${textOf(iss) || 'nobody'} issued it, not ${metadata.issuer}`);
  const bad = await signatureFault(token, await keysOf(metadata.jwks_uri, metadata.issuer));
  return { signature: bad === undefined ? 'good' : 'bad', faults: bad === undefined ? faults : [bad, ...faults] };
}

async function keysOf(jwksUri: string | undefined, issuer: string): Promise<JSONWebKeySet> {
  if (jwksUri === undefined) throw new RefusedError(`${issuer} publishes no keys: its metadata names no jwks_uri`);
  const url = urlOf('jwks_uri', jwksUri);
  return asked(url, async () => {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new RefusedError(`${url.host} answers ${response.status} where its keys should be`);
    return (await response.json()) as JSONWebKeySet;
  });
}

/** What is wrong with it, in words. */
async function signatureFault(token: string, keys: JSONWebKeySet): Promise<string | undefined> {
  try {
    await compactVerify(token, createLocalJWKSet(keys));
    return undefined;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'no key that the issuer publishes fits its kid and alg';
    if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not by the key that it names';
    return `its signature cannot be verified: ${textOf((error as Error).message)}`;
  }
}
