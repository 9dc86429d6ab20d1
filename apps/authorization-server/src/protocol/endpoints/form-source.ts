/** oidc-provider's own forms carry a token of the session; like all our forms they must also come from our own pages (AS-17). */
import { HttpError } from '@gatehouse/http';
import { checkFormSource } from '@gatehouse/http/csrf';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ProtocolError } from '../engine/protocol-error.ts';

const forms = new Set(['/session/end/confirm', '/device']);

/** Refuses a form of oidc-provider's pages that another site sent. */
export const createFormSource =
  (issuer: string, refuse: (ctx: KoaContextWithOIDC, refusal: ProtocolError) => void) =>
  async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (ctx.method === 'POST' && forms.has(ctx.path)) {
      try {
        checkFormSource(ctx.req, issuer, { token: true });
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        refuse(ctx, { status: error.status, error: error.code, description: error.message });
        return;
      }
    }
    await next();
  };
