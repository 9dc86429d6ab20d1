/** Errors of authorization requests that stay on a page of this server, where oidc-provider would send the browser away at once. */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { redirectOf } from '../../directory/clients/redirect-target.ts';
import { unregisteredOf } from './registered-client.ts';

type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<void>) => unknown;

/**
 * Whether the request would lead to a site that nobody vouches for, or into an app, which the browser would offer to open for this
 * server. What listens on the user's own machine waits for the answer, and gets it.
 */
async function leadsToStranger({ oidc, method, query }: KoaContextWithOIDC): Promise<boolean> {
  const { client_id: clientId, redirect_uri: uri } = (oidc.params ?? (method === 'POST' ? oidc.body : query) ?? {}) as {
    readonly client_id?: unknown;
    readonly redirect_uri?: unknown;
  };
  if (typeof clientId !== 'string') return false;
  const client = oidc.client ?? (await oidc.provider.Client.find(clientId).catch(() => undefined));
  if (!unregisteredOf(client)) return false;
  // Without the parameter it is the only one that the client has.
  return redirectOf(typeof uri === 'string' ? uri : (client?.redirectUris?.[0] ?? ''))?.kind !== 'loopback';
}

/**
 * Puts itself between oidc-provider's handler of errors and the request. Anybody can describe a client at an address of their own; a
 * link to this server that leads on to their site, with no page in between, would lend them its name (RFC 9700, section 4.11.2).
 */
export const answerOnPage =
  (handler: Middleware): Middleware =>
  (ctx, next) =>
    handler(ctx, async () => {
      try {
        await next();
      } catch (error) {
        if (error instanceof errors.OIDCProviderError && (await leadsToStranger(ctx)))
          Object.assign(error, { allow_redirect: false });
        throw error;
      }
    });
