/** An address that nothing here has: the engine leaves it to Koa, which says two words of plain text. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Refusal } from './commit.ts';

/** The middleware that answers with a page, or with JSON. */
export const createNotFound =
  (refuse: (ctx: KoaContextWithOIDC, refusal: Refusal) => void) =>
  async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    const unanswered = ctx.status === 404 && (ctx.body === undefined || ctx.body === null) && ctx.respond !== false;
    if (!unanswered || ctx['_matchedRouteName'] !== undefined) return;
    refuse(ctx, { status: 404, error: 'not_found', description: 'There is nothing here.' });
  };
