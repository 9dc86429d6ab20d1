/**
 * Revocation (RFC 7009): an access token, a JWT too, is revoked alone; a refresh token with its grant. It is only
 * answered 200 when it is stored, and what is stored reaches the APIs by the revocation feed.
 */
import { originOf } from '@gatehouse/http';
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import type { Audit } from '../../directory/audit/audit.ts';
import { revokeToken } from '../../directory/operations/tokens.ts';
import { type Caller, eventOf, type Work } from '../../directory/operations/work.ts';
import type { Revocations } from '../../directory/revocation/revocations.ts';
import { engineTokens } from '../engine/engine.ts';
import { verifyOwnToken } from '../engine/own-tokens.ts';
import { currentUnit } from '../engine/unit-of-work.ts';
import { looksLikeJwt } from '../keys/jws.ts';
import type { Keyring } from '../keys/keyring.ts';

export interface RevocationDependencies {
  readonly issuer: string;
  readonly keyring: Keyring;
  readonly revocations: Revocations;
  readonly audit: Audit;
  readonly clock: () => number;
}

/** RFC 7009, section 2.1: only the client that the token was issued to may revoke it. */
function mustOwn(ctx: KoaContextWithOIDC, clientId: string | undefined): void {
  if (clientId !== ctx.oidc.client?.clientId) throw new errors.InvalidGrant('the token was issued to another client');
}

const callerOf = ({ req, oidc }: KoaContextWithOIDC): Caller => ({
  actor: { type: 'client', id: oidc.client?.clientId ?? '' },
  origin: originOf(req),
});

const detailsOf = ({ oidc }: KoaContextWithOIDC, subject: string | undefined) => ({
  clientId: oidc.client?.clientId,
  subject,
});

/** Takes the place of oidc-provider's own revocation. What cannot be found is as good as revoked. */
export function createRevocation({ revocations, audit, ...own }: RevocationDependencies) {
  const record = (ctx: KoaContextWithOIDC, events: Work['events']) =>
    currentUnit()?.afterCommit(() => {
      for (const event of events) audit.record(ctx.req, event);
    });
  const perform = (ctx: KoaContextWithOIDC, { writes, events }: Work) => {
    for (const write of writes) currentUnit()?.addLast(write);
    record(ctx, events);
  };

  return async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { provider } = ctx.oidc;
    // RFC 7009, section 2.2: nobody needs the content. Libraries that read JSON alone refuse oidc-provider's empty text.
    ctx.body = {};
    const { token: value, token_type_hint: hint } = ctx.oidc.params as { token: string; token_type_hint?: string };
    if (looksLikeJwt(value)) {
      const verified = await verifyOwnToken(value, own);
      if (!verified) return;
      const { jti, exp, sub, client_id: clientId } = verified.claims;
      mustOwn(ctx, clientId);
      const details = detailsOf(ctx, sub === clientId ? undefined : sub);
      perform(ctx, revokeToken({ revocations }, callerOf(ctx), { token: { jti }, expiresAtSeconds: exp, ...details }));
      return;
    }
    const token = await engineTokens.find(provider, value, hint);
    if (!token) return;
    mustOwn(ctx, token.clientId);
    await token.destroy();
    const details = detailsOf(ctx, token.accountId);
    if (token.kind === 'RefreshToken') await engineTokens.revokeGrant(ctx, token.grantId);
    else if (token.exp) {
      const named = { token: { token: value }, expiresAtSeconds: token.exp };
      perform(ctx, revokeToken({ revocations }, callerOf(ctx), { ...named, ...details }));
      return;
    }
    record(ctx, [eventOf(callerOf(ctx), 'token.revoked', details)]);
  };
}

/**
 * Whatever ends a grant ends the access tokens that came of it. A session ends by its grants. A token request that is refused ends
 * the grant by itself, see commit.ts.
 */
export function announceEndings(provider: Provider, revocations: Revocations): void {
  provider.on('grant.revoked', (_ctx, grantId) => {
    const unit = currentUnit();
    unit?.endedGrants.add(grantId);
    unit?.addLast(revocations.writes.grants([grantId]), false);
  });
}
