/** An address or a method that nothing here has: oidc-provider leaves it to Koa, which says two words of plain text. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ProtocolError } from '../engine/protocol-error.ts';
import { isForMachines, methodsOf } from './routes.ts';

/** An address whose last segment is an identifier, in which letter case counts. */
const withIdentifier = /^\/(?:auth|device)\/[\w-]{16,}$/u;

/**
 * oidc-provider's router takes `/Device` and `/device/` for `/device`; what we put around it goes by the path and does not: such
 * spellings would be neither throttled nor asked where their forms come from.
 */
const isOtherSpelling = (path: string): boolean =>
  (path.length > 1 && path.endsWith('/')) || (path !== path.toLowerCase() && !withIdentifier.test(path));

/** What browsers ask before they call an endpoint of machines; the pages are not called by scripts. */
const isPreflight = ({ method, path }: KoaContextWithOIDC): boolean => method === 'OPTIONS' && isForMachines(path);

/** The middleware that answers with a page, or with JSON. */
export const createNotFound =
  (refuse: (ctx: KoaContextWithOIDC, refusal: ProtocolError) => void) =>
  async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const methods = methodsOf(ctx.path);
    if (methods !== undefined && !methods.includes(ctx.method) && !isPreflight(ctx)) {
      ctx.set('allow', methods.join(', '));
      const description = `${ctx.method} is not allowed here; send ${methods.join(', ')}`;
      refuse(ctx, { status: 405, error: 'method_not_allowed', description });
      return;
    }
    const known = !isOtherSpelling(ctx.path);
    if (known) await next();
    const unanswered = ctx.status === 404 && (ctx.body === undefined || ctx.body === null) && ctx.respond !== false;
    if (!unanswered || ctx['_matchedRouteName'] !== undefined) return;
    refuse(ctx, { status: 404, error: 'not_found', description: 'There is nothing here.' });
  };
