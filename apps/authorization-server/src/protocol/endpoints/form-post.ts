/**
 * Authorization responses that travel by POST (OAuth 2.0 Form Post Response Mode): a page whose form goes on by itself where
 * scripts run, and by its button where they do not.
 */

import type { ServerResponse } from 'node:http';
import { allowOwnScript } from '@gatehouse/html';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { continuePage } from '../../pages/continue.ts';
import { recordOf } from '../engine/registered-client.ts';
import { clientOf, frameFor, type ThemeOf } from './pages.ts';

/** A host may hold characters that end a source or a directive of the policy. */
const plainOrigin = /^https?:\/\/[\w.-]+(?::\d+)?$/u;

/** Where the pages of a client are. */
function originsOf({ oidc }: KoaContextWithOIDC): string[] {
  if (!oidc.client) return [];
  const addresses = [...(oidc.client.redirectUris ?? []), ...recordOf(oidc.client).policy.allowed_origins];
  const urls = addresses.flatMap((address) => URL.parse(address) ?? []);
  return [...new Set(urls.map(({ origin }) => origin))].filter((origin) => plainOrigin.test(origin));
}

/** Lets pages of these origins have this one in a frame. */
function allowFrames(response: ServerResponse, origins: readonly string[]): void {
  const policy = response.getHeader('content-security-policy');
  if (typeof policy !== 'string' || !policy.includes("frame-ancestors 'none'")) {
    throw new TypeError('the page has no policy for frames');
  }
  response.setHeader(
    'content-security-policy',
    policy.replace("frame-ancestors 'none'", `frame-ancestors ${origins.join(' ')}`),
  );
  response.removeHeader('x-frame-options');
}

/**
 * The page for a response. Its client may frame it when the request was `prompt=none`, which clients send from hidden frames:
 * nobody decides anything on this page, so there is nothing that a click could be stolen for.
 */
export const createFormPostPage =
  (themeOf: ThemeOf) =>
  (ctx: KoaContextWithOIDC, action: string, fields: Record<string, string>): string => {
    allowOwnScript(ctx.res);
    const origins = originsOf(ctx);
    const prompt = ctx.oidc.params?.['prompt'];
    const isSilent = typeof prompt === 'string' && prompt.split(' ').includes('none');
    if (isSilent && origins.length > 0) allowFrames(ctx.res, origins);
    // Asking for the address again would not bring the answer back.
    const { text, theme } = frameFor(ctx, themeOf);
    const client = clientOf(ctx, { text, theme }) ?? { id: '', name: URL.parse(action)?.host ?? '' };
    return continuePage({ action, fields, client, text, theme: { ...theme, here: undefined } });
  };
