/** Software statements (RFC 7591, section 2.3): what somebody whom the operator trusts says of a piece of software. */
import { type CryptoKey, decodeJwt, type JWSHeaderParameters, errors as joseErrors, jwtVerify } from 'jose';
import type { RegistrationPolicy } from './policy.ts';
import { refusedMetadata } from './registration-request.ts';

export interface StatementDependencies {
  readonly issuers: RegistrationPolicy['software_statement_issuers'];
  /** Gives the key for the header of a statement. */
  readonly keys: (jwksUri: string, header: JWSHeaderParameters) => Promise<CryptoKey | Uint8Array>;
  /** This server, for statements that say for whom they are. */
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Longer ones are refused before any work. */
const mostCharacters = 16_384;
const toleranceSeconds = 60;
const invalid = (reason: string) => refusedMetadata(`software_statement: ${reason}`, 'invalid_software_statement');

/** RFC 7591 names no type; what names one of its own is something else, signed with the same key (RFC 8725, section 3.11). */
function mayHaveType(type: unknown): boolean {
  if (type === undefined) return true;
  return typeof type === 'string' && /^(?:application\/)?(?:software-statement\+)?jwt$/iu.test(type);
}

function issuerIn(statement: string): string | undefined {
  try {
    return decodeJwt(statement).iss;
  } catch {
    throw invalid('is no JWT');
  }
}

/** What it says of the client. Throws OperationRefused; rejects as `keys` does when nobody can tell. */
export async function verifiedStatement(
  statement: string,
  { issuers, keys, issuer, clock }: StatementDependencies,
): Promise<Record<string, unknown>> {
  if (statement.length > mostCharacters) throw invalid('is too long');
  const named = issuerIn(statement);
  const trusted = issuers.find((one) => one.issuer === named);
  if (!trusted) {
    throw refusedMetadata('software_statement: its issuer is not trusted here', 'unapproved_software_statement');
  }
  try {
    const { payload, protectedHeader } = await jwtVerify(statement, (header) => keys(trusted.jwks_uri, header), {
      issuer: trusted.issuer,
      algorithms: trusted.algorithms,
      clockTolerance: toleranceSeconds,
      currentDate: new Date(clock()),
    });
    if (protectedHeader.crit !== undefined) throw invalid('has critical members');
    if (!mayHaveType(protectedHeader.typ)) throw invalid('is a JWT of another type');
    const { iss: _iss, sub: _sub, aud, exp: _exp, iat: _iat, nbf: _nbf, jti: _jti, ...claims } = payload;
    // A token for somebody else, signed with the same key, says nothing of software.
    if (aud !== undefined && ![aud].flat().includes(issuer)) throw invalid('is for somebody else');
    delete claims['software_statement'];
    return claims;
  } catch (error) {
    if (error instanceof joseErrors.JOSEError) throw invalid(`is not accepted: ${error.code}`);
    // What Web Crypto says of keys that are none, or too short.
    if (error instanceof TypeError || error instanceof DOMException) throw invalid('is not accepted: its key is unfit');
    throw error;
  }
}
