/** The token that an exchange gives (RFC 8693, section 2.2.1): it expires no later than the subject token, and shows who acts. */
import { errors, type TokenEndpointGrantContext, type UnknownObject } from 'oidc-provider';
import type { Audit } from '../../directory/audit/audit.ts';
import type { Resource } from '../../directory/resources/schema.ts';
import { grantChecks } from '../engine/engine.ts';
import { exchangedClaims } from '../engine/exchanged-claims.ts';
import { resourceServerOf } from '../engine/resource-indicators.ts';
import { currentUnit } from '../engine/unit-of-work.ts';
import type { Keyring } from '../keys/keyring.ts';
import { type Actor, actorNames } from './actor-chain.ts';
import { bindTo, type Proof } from './sender-proof.ts';
import type { Subject } from './subject-token.ts';

export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

/** RFC 8693, section 2.2.2: whatever is wrong with a token is `invalid_request`; the reason is for the audit. */
export const refused = (reason: string) =>
  new errors.InvalidRequest('the subject token cannot be exchanged by this client', 400, reason);

/** What was decided of an exchange. */
export interface Exchange {
  readonly subject: Subject;
  readonly target: Resource;
  readonly scopes: readonly string[];
  /** Claims of the subject itself. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly actors: Actor | undefined;
  readonly proof: Proof;
}

export interface IssueDependencies {
  readonly keyring: Pick<Keyring, 'signs'>;
  readonly audit: Audit;
  readonly clock: () => number;
  readonly accessTokenTtlSeconds: number;
}

function tokenOf(dependencies: IssueDependencies, ctx: TokenEndpointGrantContext, exchange: Exchange) {
  const { provider, client } = ctx.oidc;
  const { subject, target, scopes } = exchange;
  const info = resourceServerOf(dependencies, target, scopes);
  const leftSeconds = Math.floor(subject.expiresAtSeconds - dependencies.clock() / 1000);
  if (leftSeconds < 1) throw refused('subject_token_not_active');
  const token = new provider.AccessToken({
    accountId: subject.id,
    client,
    ...(subject.grantId !== undefined && { grantId: subject.grantId }),
    gty: 'token_exchange',
    scope: scopes.join(' '),
    expiresIn: Math.min(info.accessTokenTTL, leftSeconds),
  } as never);
  token.resourceServer = new provider.ResourceServer(target.indicator, info);
  const claims: UnknownObject = {
    ...subject.carried,
    ...exchange.claims,
    act: exchange.actors,
    origin_client_id: subject.originClientId,
  };
  exchangedClaims.set(token, Object.fromEntries(Object.entries(claims).filter(([, one]) => one !== undefined)));
  return token;
}

/** Issues the token, bound to the key or certificate that the request shows, and answers with it. */
export async function issue(dependencies: IssueDependencies, ctx: TokenEndpointGrantContext, exchange: Exchange) {
  const { provider, client } = ctx.oidc;
  const { subject, target, scopes, actors } = exchange;
  const token = tokenOf(dependencies, ctx, exchange);
  await bindTo(exchange.proof, ctx, token);
  ctx.oidc.entity('AccessToken', token);
  const accessToken = await token.save();
  currentUnit()?.afterCommit(() =>
    dependencies.audit.record(ctx.req, {
      event: 'token.exchanged',
      outcome: 'success',
      clientId: client.clientId,
      subject: subject.id,
      grantId: subject.grantId,
      jti: target.token_format === 'jwt' ? token.jti : undefined,
      target: { type: 'resource', id: target.indicator },
      act: actorNames(actors),
    }),
  );
  ctx.body = grantChecks.buildTokenResponse(provider, {
    accessToken,
    expiresIn: token.expiration,
    issuedTokenType: accessTokenType,
    scope: scopes.join(' '),
    tokenType: token.tokenType,
  });
}
