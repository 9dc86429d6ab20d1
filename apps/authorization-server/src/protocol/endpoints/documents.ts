/**
 * Discovery (RFC 8414, OpenID Connect Discovery) and JWKS. They are the same bytes for everybody, so each is made once
 * and then answered from memory: cacheable, cheap, and there even when the database is not (AS-01, OPS-07).
 */
import { hash } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';

const routes = new Set(['discovery', 'jwks']);

/** @param emptyScopes scopes that clients may have and that stand for nothing here: oidc-provider publishes them all the same */
export function createDocuments(maxAgeSeconds: number, emptyScopes: ReadonlySet<string>) {
  const prepared = new Map<string, { body: Buffer; etag: string }>();

  const answer = (ctx: KoaContextWithOIDC, document: { body: Buffer; etag: string }) => {
    ctx.status = 200;
    ctx.set('access-control-allow-origin', '*');
    ctx.set('cache-control', `public, max-age=${maxAgeSeconds}`);
    ctx.set('etag', document.etag);
    ctx.vary('accept-encoding');
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
    ctx.body = document.body;
    ctx.type = 'application/json; charset=utf-8';
  };

  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
    const document = isRead ? prepared.get(ctx.path) : undefined;
    if (document) {
      answer(ctx, document);
      return;
    }
    await next();
    if (!isRead || ctx.status !== 200 || !routes.has(ctx['_matchedRouteName'] as string)) return;
    const body = Buffer.from(
      JSON.stringify(ctx.body, (name, value: unknown) =>
        name === 'scopes_supported' ? (value as string[]).filter((scope) => !emptyScopes.has(scope)) : value,
      ),
    );
    const made = { body, etag: `"${hash('sha256', body, 'base64url').slice(0, 22)}"` };
    prepared.set(ctx.path, made);
    answer(ctx, made);
  };
}
