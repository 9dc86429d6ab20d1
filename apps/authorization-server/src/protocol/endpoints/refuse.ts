/** How a refusal of ours is answered at oidc-provider's endpoints. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ProtocolError } from '../engine/protocol-error.ts';
import { providerErrorHtml, type ThemeOf } from './pages.ts';

/** A refusal of ours in oidc-provider's place: a page for browsers, JSON for clients. */
export const createRefuse = (theme: ThemeOf) => (ctx: KoaContextWithOIDC, refusal: ProtocolError) => {
  ctx.status = refusal.status;
  ctx.remove('location');
  if (refusal.retryAfterSeconds !== undefined) ctx.set('retry-after', String(refusal.retryAfterSeconds));
  if (ctx.accepts('json', 'html') === 'html') {
    ctx.type = 'html';
    ctx.body = providerErrorHtml(ctx, refusal, theme);
  } else {
    ctx.body = { error: refusal.error, error_description: refusal.description };
  }
};
