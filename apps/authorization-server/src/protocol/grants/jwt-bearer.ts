/**
 * RFC 7523, section 2.1, for two kinds of assertions, told apart by their header. A grant of another issuer that names a user
 * (ID-JAG) goes to `id-jag-redeem.ts`. Everything else is of a workload without a secret: it shows what its platform says of it (a
 * CI job, a pod), and gets a token of the client that the registry makes of it. Exact issuer and subject, this server as the only
 * audience, one use, short life; what the client's policy does not name is refused. That token is made as for client credentials.
 */
import { decodeJwt, decodeProtectedHeader, type JWTPayload, errors as joseErrors, jwtVerify } from 'jose';
import { errors, type Provider, type TokenEndpointGrantContext } from 'oidc-provider';
import type { OutboundFetch } from '../../delivery/outbound/guard.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import type { AssertionIssuer } from '../../directory/clients/assertion-issuers.ts';
import { jwtBearerGrantType } from '../../directory/clients/grant-types.ts';
import { grantHandler } from '../engine/engine.ts';
import { fixedConfiguration } from '../engine/features.ts';
import { policyOf } from '../engine/registered-client.ts';
import { currentUnit } from '../engine/unit-of-work.ts';
import { type AssertionKeys, createAssertionKeys, KeysUnavailableError } from './assertion-keys.ts';
import type { GrantHandler, OwnGrant } from './grant.ts';
import { idJagType } from './id-jag.ts';
import { createIdJagRedeem, type IdJagRedeemDependencies } from './id-jag-redeem.ts';

export interface JwtBearerDependencies extends Omit<IdJagRedeemDependencies, 'keyring'> {
  readonly issuer: string;
  readonly outboundFetch: OutboundFetch;
  readonly audit: Audit;
  readonly clock: () => number;
}

/** Longer ones are refused before any work. */
const mostCharacters = 8192;
const toleranceSeconds = fixedConfiguration.clockTolerance;

/** One answer for everything that is wrong with an assertion; the reason is for the audit (RFC 7523, section 3.1). */
const refused = (reason: string) => new errors.InvalidGrant(reason);

/** What it says of itself, before anything of it is believed. */
function claimed(assertion: string): { readonly typ: unknown; readonly issuer: unknown } {
  try {
    return { typ: decodeProtectedHeader(assertion).typ, issuer: decodeJwt(assertion).iss };
  } catch {
    throw refused('the assertion is no JWT');
  }
}

async function verify(
  assertion: string,
  trusted: AssertionIssuer,
  { issuer, clock, keys }: { issuer: string; clock: () => number; keys: AssertionKeys },
): Promise<JWTPayload & { jti: string; sub: string; exp: number }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(assertion, (header) => keys(trusted.jwks_uri, header), {
      issuer: trusted.issuer,
      algorithms: trusted.algorithms,
      clockTolerance: toleranceSeconds,
      currentDate: new Date(clock()),
      requiredClaims: ['exp', 'sub', 'jti', 'aud'],
    });
    const { aud, exp, iat, jti, sub } = payload;
    const nowSeconds = clock() / 1000;
    // Access, ID and logout tokens of a platform say what they are; none of them is an assertion.
    if (!/^jwt$/iu.test(protectedHeader.typ ?? 'JWT')) throw refused('the assertion is a token of another kind');
    // What must be understood is not.
    if (protectedHeader.crit !== undefined) throw refused('the assertion has critical members');
    const [audience, ...others] = [aud].flat();
    if (others.length > 0 || (audience !== issuer && audience !== `${issuer}/token`))
      throw refused('the assertion is for somebody else');
    if (typeof jti !== 'string' || jti === '' || jti.length > 256) throw refused('the assertion has no jti');
    if ((exp as number) - nowSeconds > trusted.longest_seconds + toleranceSeconds)
      throw refused('the lifetime of the assertion is too long');
    if (iat !== undefined && iat > nowSeconds + toleranceSeconds) throw refused('the assertion is not valid yet');
    if (sub === undefined || !trusted.subjects.includes(sub)) throw refused('the workload is not this client');
    return { ...payload, jti, sub, exp: exp as number };
  } catch (error) {
    if (error instanceof joseErrors.JOSEError) throw refused(`the assertion is not accepted: ${error.code}`);
    throw error;
  }
}

/** The grant. */
export function jwtBearer(dependencies: JwtBearerDependencies): OwnGrant {
  const keys = createAssertionKeys(dependencies.outboundFetch, dependencies.clock);
  return {
    type: jwtBearerGrantType,
    parameters: ['assertion', 'scope', 'resource'],
    repeatable: ['resource'],
    handler: (provider, keyring) => {
      const workload = createWorkloadHandler(provider, dependencies, keys);
      const idJag = createIdJagRedeem({ ...dependencies, keyring }, keys);
      return async (ctx) => {
        const { assertion } = ctx.oidc.params as Record<string, string | undefined>;
        if (!assertion) throw new errors.InvalidRequest("missing required parameter 'assertion'");
        if (assertion.length > mostCharacters) throw refused('the assertion is too long');
        const { typ, issuer } = claimed(assertion);
        try {
          await (typ === idJagType ? idJag : workload)(ctx, assertion, issuer);
        } catch (error) {
          const unit = currentUnit();
          if (error instanceof KeysUnavailableError && unit) unit.unavailable = error;
          throw error;
        }
      };
    },
  };
}

function createWorkloadHandler(
  provider: Provider,
  { issuer, audit, clock }: JwtBearerDependencies,
  keys: AssertionKeys,
) {
  const clientCredentials: GrantHandler = grantHandler(provider, 'client_credentials');
  return async (ctx: TokenEndpointGrantContext, assertion: string, claimedIssuer: unknown): Promise<void> => {
    const { client } = ctx.oidc;
    const trusted = policyOf(client).assertion_issuers?.find((one) => one.issuer === claimedIssuer);
    if (!trusted) throw refused('the issuer of the assertion is not trusted for this client');
    const claims = await verify(assertion, trusted, { issuer, clock, keys });
    await provider.ReplayDetection.unique(
      `assertion:${trusted.issuer}\n`,
      claims.jti,
      Math.ceil(claims.exp) + toleranceSeconds,
    );
    await clientCredentials(ctx);
    currentUnit()?.afterCommit(() =>
      audit.record(ctx.req, {
        event: 'assertion.accepted',
        outcome: 'success',
        clientId: client.clientId,
        jti: claims.jti,
        target: { type: 'workload', id: `${trusted.issuer} ${claims.sub}` },
      }),
    );
  };
}
