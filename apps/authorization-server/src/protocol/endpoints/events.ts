/** oidc-provider's events → audit and metrics. Records of a request wait until its unit of work is committed. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { Counter, type Registry } from 'prom-client';
import type { Audit } from '../../directory/audit/audit.ts';
import type { AuditEntry } from '../../directory/audit/record.ts';
import { grantTypes } from '../../directory/clients/grant-types.ts';
import { currentUnit } from '../engine/unit-of-work.ts';
import { askAgain } from './ask-again.ts';

/** Grant types as metric labels: whatever a client sends, the label is one of these. */
const knownGrants: ReadonlySet<string> = new Set(grantTypes);

/** What oidc-provider says when a refresh token comes again that was used, and its family has been ended. */
const reused = 'refresh token already used';

const grantOf = (ctx: KoaContextWithOIDC) => {
  const grantType = String(ctx.oidc.params?.['grant_type']);
  return knownGrants.has(grantType) ? grantType : 'other';
};

const who = (ctx: KoaContextWithOIDC) => ({
  clientId: ctx.oidc.entities.Client?.clientId,
  subject: ctx.oidc.entities.Account?.accountId,
});

/** Registers the metrics, and gives what listens to the events of a provider. */
export function createEventRecorder({
  audit,
  metrics,
}: {
  audit: Audit;
  metrics: Registry;
}): (provider: Provider) => void {
  const tokenRequests = new Counter({
    name: 'oauth_token_requests_total',
    help: 'Token requests by grant type and result (an OAuth error code or success)',
    labelNames: ['grant_type', 'result'],
    registers: [metrics],
  });
  const record = (ctx: KoaContextWithOIDC, entry: AuditEntry) => {
    const unit = currentUnit();
    if (unit) unit.afterCommit(() => audit.record(ctx.req, entry));
    else audit.record(ctx.req, entry);
  };
  return (provider) => {
    provider.on('grant.success', (ctx) => {
      const token = ctx.oidc.entities.AccessToken ?? ctx.oidc.entities.ClientCredentials;
      currentUnit()?.afterCommit(() => tokenRequests.inc({ grant_type: grantOf(ctx), result: 'success' }));
      record(ctx, {
        event: 'token.issued',
        outcome: 'success',
        ...who(ctx),
        grantId: ctx.oidc.entities.Grant?.jti,
        // The identifier of an opaque token is the token itself.
        jti: token?.resourceServer?.accessTokenFormat === 'jwt' ? token.jti : undefined,
      });
    });
    provider.on('grant.error', (ctx, error) => {
      tokenRequests.inc({ grant_type: grantOf(ctx), result: error.message });
      if (askAgain.has(error.message)) return;
      record(ctx, {
        event: 'token.refused',
        outcome: 'failure',
        reason: error.error_detail ?? error.message,
        ...who(ctx),
      });
      if (error.error_detail !== reused) return;
      const grantId = ctx.oidc.entities.Grant?.jti;
      record(ctx, { event: 'refresh_token.reused', outcome: 'success', ...who(ctx), grantId });
    });
    provider.on('grant.revoked', (ctx, grantId) => {
      record(ctx, { event: 'grant.revoked', outcome: 'success', ...who(ctx), grantId });
    });
    provider.on('end_session.success', (ctx) => {
      record(ctx, { event: 'session.ended', outcome: 'success', ...who(ctx), sessionId: ctx.oidc.session?.uid });
    });
  };
}
