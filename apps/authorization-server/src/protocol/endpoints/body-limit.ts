/** A body over oidc-provider's limit is 413: oidc-provider says 400 to it, as to one that it cannot read. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { ProtocolError } from '../engine/protocol-error.ts';

/** Endpoints that read a body, by oidc-provider's names of their errors. */
const readers = [
  'grant.error',
  'pushed_authorization_request.error',
  'device_authorization.error',
  'introspection.error',
  'revocation.error',
  'revocation_feed.error',
  'userinfo.error',
  'end_session_confirm.error',
  'code_verification.error',
] as const;

/** The middleware that answers instead of oidc-provider. */
export function createBodyLimit(
  provider: Provider,
  refuse: (ctx: KoaContextWithOIDC, refusal: ProtocolError) => void,
): (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void> {
  const tooLarge = new WeakSet<KoaContextWithOIDC>();
  for (const event of readers) {
    provider.on(event as 'grant.error', (ctx, error) => {
      if ((error.cause as Error | undefined)?.message === 'request entity too large') tooLarge.add(ctx);
    });
  }
  return async (ctx, next) => {
    await next();
    if (!tooLarge.has(ctx)) return;
    ctx.set('connection', 'close');
    refuse(ctx, { status: 413, error: 'content_too_large', description: 'The body of the request is too large.' });
  };
}
