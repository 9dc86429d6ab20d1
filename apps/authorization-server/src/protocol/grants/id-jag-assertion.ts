/** An identity assertion authorization grant of another issuer, verified (RFC 7523, section 3, and what the ID-JAG draft adds). */
import { type JWTPayload, errors as joseErrors, jwtVerify } from 'jose';
import { errors } from 'oidc-provider';
import { type IdentityAssertionIssuer, longestGrantSeconds } from '../../directory/clients/identity-assertions.ts';
import { fixedConfiguration } from '../engine/features.ts';
import type { AssertionKeys } from './assertion-keys.ts';
import { idJagType } from './id-jag.ts';

/** What it says. */
export interface IdJag {
  readonly subject: string;
  readonly jti: string;
  readonly expiresAtSeconds: number;
  /** Undefined: it names none. */
  readonly resources: readonly string[] | undefined;
  readonly scopes: readonly string[] | undefined;
  /** Thumbprint of the key that must be shown with it. */
  readonly jkt: string | undefined;
}

export interface IdJagRules {
  readonly issuer: string;
  readonly clientId: string;
  readonly clock: () => number;
  readonly keys: AssertionKeys;
}

const toleranceSeconds = fixedConfiguration.clockTolerance;

/** One answer for everything that is wrong with it; the reason is for the audit. */
const refused = (reason: string) => new errors.InvalidGrant(reason);

const isText = (value: unknown, most = 255): value is string =>
  typeof value === 'string' && value !== '' && value.length <= most;

/** One text or several; undefined when there is none. */
function textsIn(value: unknown, what: string): string[] | undefined {
  if (value === undefined) return undefined;
  const texts = [value].flat();
  if (texts.length === 0 || !texts.every((one) => isText(one, 2048)))
    throw refused(`the assertion has no proper ${what}`);
  return texts;
}

/** The key that it is bound to. A binding of another kind cannot be checked here. */
function keyOf(confirmation: unknown): string | undefined {
  if (confirmation === undefined) return undefined;
  const { jkt, ...others } = (confirmation ?? {}) as Record<string, unknown>;
  if (!isText(jkt) || Object.keys(others).length > 0)
    throw refused('the assertion is bound in a way that is not known');
  return jkt;
}

function read(payload: JWTPayload, { issuer, clientId, clock }: IdJagRules): IdJag {
  const { aud, exp = 0, iat = 0, jti, sub, client_id: holder } = payload;
  const nowSeconds = clock() / 1000;
  // A list would be for others too, even where it holds one.
  if (aud !== issuer) throw refused('the assertion is for another authorization server');
  if (holder !== clientId) throw refused('the assertion is for another client');
  if (!isText(sub) || !isText(jti)) throw refused('the assertion has no proper sub or jti');
  if (exp - Math.min(iat, nowSeconds) > longestGrantSeconds + toleranceSeconds)
    throw refused('the lifetime of the assertion is too long');
  if (iat > nowSeconds + toleranceSeconds) throw refused('the assertion is not valid yet');
  // Rich authorization requests (RFC 9396) are not supported, and dropping them could widen what was granted.
  if (payload['authorization_details'] !== undefined) throw refused('the assertion has authorization_details');
  const { scope } = payload;
  if (scope !== undefined && typeof scope !== 'string') throw refused('the assertion has no proper scope');
  return {
    subject: sub,
    jti,
    expiresAtSeconds: exp,
    resources: textsIn(payload['resource'], 'resource'),
    scopes: scope?.split(' ').filter(Boolean),
    jkt: keyOf(payload['cnf']),
  };
}

/** Throws InvalidGrant for what does not hold, KeysUnavailableError when nobody can tell. */
export async function verifyIdJag(
  assertion: string,
  trusted: IdentityAssertionIssuer,
  rules: IdJagRules,
): Promise<IdJag> {
  try {
    const { payload, protectedHeader } = await jwtVerify(assertion, (header) => rules.keys(trusted.jwks_uri, header), {
      issuer: trusted.issuer,
      algorithms: trusted.algorithms,
      clockTolerance: toleranceSeconds,
      currentDate: new Date(rules.clock()),
      requiredClaims: ['iss', 'sub', 'aud', 'client_id', 'jti', 'iat', 'exp'],
    });
    if (protectedHeader.typ !== idJagType) throw refused('the assertion is a token of another kind');
    if (protectedHeader.crit !== undefined) throw refused('the assertion has critical members');
    return read(payload, rules);
  } catch (error) {
    if (error instanceof joseErrors.JOSEError) throw refused(`the assertion is not accepted: ${error.code}`);
    throw error;
  }
}
