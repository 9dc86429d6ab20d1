/**
 * Signing out (OpenID Connect RP-Initiated Logout 1.0): the page around oidc-provider's end-session endpoint, and when it
 * is skipped. A user who comes with a valid `id_token_hint` of their own session is not asked again (AS-10).
 */
import { decodeJwt } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { redirectOf } from '../../directory/clients/redirect-target.ts';
import { unregisteredOf } from '../engine/registered-client.ts';
import { formSecret, postOnwards } from './own-post.ts';

/** The form that confirms: where it is posted and what it carries beside `logout`. */
export interface LogoutForm {
  readonly action: string;
  readonly fields: { readonly xsrf: string };
}

export function logoutForm(ctx: KoaContextWithOIDC): LogoutForm {
  return { action: new URL(ctx.oidc.urlFor('end_session_confirm')).pathname, fields: { xsrf: formSecret(ctx) } };
}

/** Whom a hint was made for, by its own word. */
function audienceOf(hint: string): string | undefined {
  try {
    const { aud } = decodeJwt(hint);
    return typeof aud === 'string' ? aud : undefined;
  } catch {
    return undefined;
  }
}

/** Whether we made the hint for the client that sends it; one that has expired is good still (section 4). */
async function isVerified({ oidc }: KoaContextWithOIDC, hint: string, clientId: unknown): Promise<boolean> {
  const audience = audienceOf(hint);
  if (audience === undefined || (clientId !== undefined && clientId !== audience)) return false;
  const { Client, IdToken } = oidc.provider;
  const client = await Client.find(audience);
  if (!client) return false;
  return IdToken.validate(hint, client).then(
    () => true,
    () => false,
  );
}

/**
 * What a logout request says of itself and cannot prove is left out: a hint whose key was revoked, that is of another issuer
 * or client, or no token at all; a client that is not registered. The user is then asked, as if it had not been there, and can
 * sign out in any case; `post_logout_redirect_uri` counts only for a client that is known.
 */
export async function readLogoutRequest(ctx: KoaContextWithOIDC): Promise<void> {
  const params = ctx.oidc.params as Record<string, unknown>;
  const { client_id: clientId, id_token_hint: hint } = params;
  if (typeof hint === 'string' && !(await isVerified(ctx, hint, clientId))) params['id_token_hint'] = undefined;
  if (typeof clientId === 'string' && !(await ctx.oidc.provider.Client.find(clientId))) params['client_id'] = undefined;
  if (await leadsToStrangerUnasked(ctx)) params['post_logout_redirect_uri'] = undefined;
}

/**
 * Whether a browser in which nobody is signed in would be led to a site or app that nobody vouches for, with no page in between: anybody can
 * describe a client, and has an ID token of their own (RFC 9700, section 4.11.2).
 */
async function leadsToStrangerUnasked({ oidc }: KoaContextWithOIDC): Promise<boolean> {
  const { client_id: clientId, id_token_hint: hint, post_logout_redirect_uri: uri } = oidc.params ?? {};
  if (oidc.session?.accountId || typeof uri !== 'string' || redirectOf(uri)?.kind === 'loopback') return false;
  const client = await oidc.provider.Client.find((typeof hint === 'string' && audienceOf(hint)) || String(clientId));
  return unregisteredOf(client) !== undefined;
}

/** True when nobody needs to be asked: the hint proves that the client speaks for this user. */
function needsNoQuestion(ctx: KoaContextWithOIDC): boolean {
  const { session, entities } = ctx.oidc;
  return session?.accountId !== undefined && entities.IdTokenHint?.payload['sub'] === session.accountId;
}

/**
 * True when somebody else has just signed in: oidc-provider ends the session of the user before, by a page whose script
 * posts the confirmation. Our pages have no scripts.
 */
function changesPerson(ctx: KoaContextWithOIDC): boolean {
  const state = ctx.oidc.session?.state as { postLogoutRedirectUri?: string } | undefined;
  return ctx['_matchedRouteName'] === 'resume' && state?.postLogoutRedirectUri === ctx.href;
}

/** The same browser's confirmation. */
function confirm(ctx: KoaContextWithOIDC): Promise<void> {
  const { action, fields } = logoutForm(ctx);
  return postOnwards(ctx, action, { ...fields, logout: 'yes' });
}

/** The page that says that one is signed out leads back to the application that asked for it, when nothing else does. */
function nameClient(ctx: KoaContextWithOIDC): void {
  const { client } = ctx.oidc;
  const location = ctx.response.get('location');
  if (!client || location !== ctx.oidc.urlFor('end_session_success')) return;
  ctx.set('location', `${location}?${new URLSearchParams({ client_id: client.clientId }).toString()}`);
}

/** Goes around the commit, so that oidc-provider's first half is durable before the second begins. */
export async function skipLogoutQuestion(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if (ctx['_matchedRouteName'] === 'end_session_confirm' && ctx.status === 303) nameClient(ctx);
  if (ctx.status !== 200) return;
  if (changesPerson(ctx) || (ctx['_matchedRouteName'] === 'end_session' && needsNoQuestion(ctx))) await confirm(ctx);
}
