/**
 * Identity assertion authorization grants that this server issues: a client shows the ID token of a user who signed in at it here, and
 * gets a grant for another authorization server, which makes an access token of it without asking the user again
 * (draft-ietf-oauth-identity-assertion-authz-grant, section 4.3; RFC 8693). What no policy of the registry pairs is refused.
 */
import { randomUUID } from 'node:crypto';
import { errors, type TokenEndpointGrantContext } from 'oidc-provider';
import { levelOf } from '../../directory/accounts/assurance.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import { type IdentityAssertionGrant, namedWithin, withoutSlash } from '../../directory/clients/identity-assertions.ts';
import { grantChecks } from '../engine/engine.ts';
import { policyOf, provesItself } from '../engine/registered-client.ts';
import { levelAsked } from '../engine/required-assurance.ts';
import { currentUnit, noticing } from '../engine/unit-of-work.ts';
import { signJwt } from '../keys/jws.ts';
import { type Keyring, signingKeyOf } from '../keys/keyring.ts';
import { refused } from './exchanged-token.ts';
import { idJagTokenType, idJagType } from './id-jag.ts';
import { type IdTokenDependencies, type SignIn, signInOf } from './id-token-subject.ts';

export interface IdJagIssueDependencies extends Omit<IdTokenDependencies, 'keyring'> {
  readonly keyring: Keyring;
  readonly audit: Audit;
}

const idTokenType = 'urn:ietf:params:oauth:token-type:id_token';

const malformed = (description: string) => new errors.InvalidRequest(description);

/** The values of a parameter that may be repeated; undefined when there are none. */
const listed = (value: unknown): string[] | undefined =>
  value === undefined ? undefined : ([value].flat() as string[]);

/** The other server, which the client's policy names. */
function pairingFor(ctx: TokenEndpointGrantContext, grants: readonly IdentityAssertionGrant[]): IdentityAssertionGrant {
  const [audience, ...others] = listed(ctx.oidc.params['audience']) ?? [];
  if (!audience) throw malformed("missing required parameter 'audience': the issuer of the other authorization server");
  if (others.length > 0) throw new errors.InvalidTarget('a grant is for exactly one audience');
  const pairing = grants.find((one) => one.audience === audience);
  if (!pairing)
    throw new errors.InvalidTarget('this client may not act at that authorization server', 'audience_not_allowed');
  return pairing;
}

/** What the grant names of the other server's resources and scopes. */
function boundsOf(ctx: TokenEndpointGrantContext, pairing: IdentityAssertionGrant) {
  const { resource, scope } = ctx.oidc.params as { resource?: unknown; scope?: string };
  const resources = namedWithin(listed(resource), pairing.resources, withoutSlash);
  if (resources.beyond)
    throw new errors.InvalidTarget('this client may not name that resource there', resources.beyond.join(' '));
  const scopes = namedWithin(scope?.split(' ').filter(Boolean), pairing.scopes);
  if (scopes.beyond)
    throw new errors.InvalidScope('this client may not ask for that scope there', scopes.beyond.join(' '));
  const [only, ...others] = resources.names;
  return {
    resource: others.length > 0 ? resources.names : only,
    scope: scopes.names.length > 0 ? scopes.names.join(' ') : undefined,
  };
}

/** The ID token that is handed in. */
function subjectTokenIn({ oidc: { params } }: TokenEndpointGrantContext): string {
  const { subject_token: value, subject_token_type: type } = params as Record<string, string | undefined>;
  if (!value) throw malformed("missing required parameter 'subject_token'");
  if (type !== idTokenType) throw malformed('subject_token_type must be id_token for a grant of that type');
  if (params['actor_token'] !== undefined || params['actor_token_type'] !== undefined)
    throw malformed('a grant of that type has no actor_token');
  return value;
}

/** The user, who may still sign in, and in the way that the client asks for. */
async function userOf(
  dependencies: IdJagIssueDependencies,
  ctx: TokenEndpointGrantContext,
  value: string,
): Promise<SignIn> {
  const { provider, client } = ctx.oidc;
  const signIn = await signInOf(dependencies, value, client.clientId);
  if (!signIn) throw refused('subject_token_not_active');
  const account = await grantChecks.findAccount(provider, ctx, signIn.accountId);
  if (!account) throw refused('subject_gone');
  ctx.oidc.entity('Account', account);
  if (levelOf(signIn.auth.acr) < levelAsked(policyOf(client).required_acr)) throw refused('stronger_sign_in_needed');
  return signIn;
}

/** Makes the answer to a token exchange that asks for such a grant. */
export function createIdJagIssue(dependencies: IdJagIssueDependencies) {
  const { issuer, keyring, audit, clock } = dependencies;
  return async (ctx: TokenEndpointGrantContext): Promise<void> => {
    const { provider, client } = ctx.oidc;
    const value = subjectTokenIn(ctx);
    const { identity_assertion_grants: grants } = policyOf(client);
    if (!grants || !provesItself(client)) throw refused('no_policy');
    const pairing = pairingFor(ctx, grants);
    const bounds = boundsOf(ctx, pairing);
    const signIn = await userOf(dependencies, ctx, value);
    const dpop = await grantChecks.validateDpop(provider, ctx);
    if (dpop) await grantChecks.checkDpopReplay(provider, ctx, dpop, client.clientId);
    const iat = Math.floor(clock() / 1000);
    const exp = Math.min(iat + pairing.seconds, signIn.expiresAtSeconds);
    const claims = {
      iss: issuer,
      sub: signIn.accountId,
      aud: pairing.audience,
      client_id: pairing.client_id ?? client.clientId,
      ...bounds,
      ...signIn.auth,
      // Whoever redeems it has to show the key again.
      cnf: dpop && { jkt: dpop.thumbprint },
      jti: randomUUID(),
      iat,
      exp,
    };
    const grant = await noticing(() => signJwt(signingKeyOf(keyring, 'RS256'), idJagType, claims));
    currentUnit()?.afterCommit(() =>
      audit.record(ctx.req, {
        event: 'token.exchanged',
        outcome: 'success',
        clientId: client.clientId,
        subject: signIn.accountId,
        jti: claims.jti,
        target: { type: 'authorization_server', id: pairing.audience },
      }),
    );
    ctx.body = grantChecks.buildTokenResponse(provider, {
      accessToken: grant,
      expiresIn: exp - iat,
      issuedTokenType: idJagTokenType,
      scope: bounds.scope,
      tokenType: 'N_A',
    });
  };
}
