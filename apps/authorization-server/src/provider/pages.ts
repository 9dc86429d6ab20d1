/** The pages that the engine's own endpoints show: errors and signing out. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { requestId } from '@gatehouse/http';
import { decodeJwt } from 'jose';
import { type ErrorOut, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Client } from '../clients/clients.ts';
import { addressOf, keepText, textOf } from '../interaction/language.ts';
import { webAddress } from '../pages/client.ts';
import { errorPage } from '../pages/error.ts';
import type { Theme } from '../pages/layout.ts';
import { loggedOutPage, logoutPage } from '../pages/logout.ts';
import { type Catalog, errorText, fillPlain } from '../pages/texts/catalog.ts';
import type { Refusal } from './commit.ts';
import type { LogoutForm } from './logout.ts';
import { recordOf } from './registered-client.ts';

/** True when another client pushed the request (RFC 9126, section 4). */
function isOfAnotherClient({ oidc }: KoaContextWithOIDC): boolean {
  const pushed = oidc?.entities.PushedAuthorizationRequest;
  return pushed?.request !== undefined && decodeJwt(pushed.request).iss !== oidc.client?.clientId;
}

/** An error of the engine as its page names it. What is wrong in a foreign request is that it is a foreign one. */
export function refusalOf(
  ctx: KoaContextWithOIDC,
  { error, error_description: description = '' }: ErrorOut,
  cause: unknown,
): Refusal {
  const { status } = ctx;
  if (cause instanceof errors.SessionNotFound) return { status, error: 'session_not_found', description };
  if (!isOfAnotherClient(ctx)) return { status, error, description };
  return { status, error: 'invalid_request_uri', description: 'request_uri was given to another client' };
}

/** The error page in the language of the browser. */
export function errorHtml(
  request: IncomingMessage,
  refusal: Refusal,
  theme: Theme,
  client?: { readonly name: string; readonly uri?: string | undefined },
): string {
  const texts = textOf(request);
  // What a stranger wrote into the address is not repeated on the page that refuses it.
  const address = addressOf(request);
  const here = address.includes('?') ? undefined : address;
  return errorPage({
    code: refusal.error,
    ...errorText(texts, refusal.error, refusal.status),
    description: refusal.description,
    requestId: requestId(request),
    home: wayOn(texts, client),
    text: texts,
    theme: { ...theme, here },
  });
}

/** Where an error page leads: to the application that the registry knows by its address, else to one's own account. */
function wayOn(texts: Catalog, client: { readonly name: string; readonly uri?: string | undefined } | undefined) {
  const home = webAddress(client?.uri);
  if (!client || !home) return { href: '/account', label: texts.errorPage.home };
  return { href: home.href, label: fillPlain(texts.errorPage.homeOf, { client: client.name }) };
}

/** An error page made once for each language; between one request and the next only its id differs. */
export function createErrorPage(refusal: Refusal, theme: () => Theme): (request: IncomingMessage) => string {
  const made = new Map<Catalog, readonly string[]>();
  return (request) => {
    const text = textOf(request);
    let pieces = made.get(text);
    if (pieces === undefined) {
      const mark = randomUUID();
      const { error: code, status, description } = refusal;
      const page = errorPage({
        code,
        ...errorText(text, code, status),
        description,
        requestId: mark,
        text,
        theme: theme(),
      });
      pieces = page.split(mark);
      made.set(text, pieces);
    }
    return pieces.join(requestId(request));
  };
}

/** The look that the engine's pages have, with an application's brand when they speak of one. */
export type ThemeOf = (client?: Client) => Theme;

/** The look of a page in the engine's place. */
export const themeFor = ({ oidc }: KoaContextWithOIDC, themeOf: ThemeOf): Theme =>
  themeOf(oidc?.client && recordOf(oidc.client));

/** The texts that the request asks for, and the look of its application. */
export function frameFor(ctx: KoaContextWithOIDC, themeOf: ThemeOf): { text: Catalog; theme: Theme } {
  return {
    text: keepText(ctx.req, ctx.res, { uiLocales: ctx.oidc.params?.['ui_locales'] }),
    theme: { ...themeFor(ctx, themeOf), here: addressOf(ctx.req) },
  };
}

/** A client of the engine as the pages show it. */
export const identityOf = (client: EngineClient) => ({
  id: client.clientId,
  name: client.clientName ?? client.clientId,
  uri: client.clientUri,
});

type EngineClient = NonNullable<KoaContextWithOIDC['oidc']['client']>;

/** The client of a request as the pages show it. */
export const clientOf = ({ oidc }: KoaContextWithOIDC) => oidc.client && identityOf(oidc.client);

/** The pages around the engine's endpoints. */
export function createEnginePages(themeOf: ThemeOf) {
  return {
    /** Asks whether to sign out; its form posts the fields and, for yes, `logout=yes`. */
    confirmLogout: (ctx: KoaContextWithOIDC, form: LogoutForm): string =>
      logoutPage({ ...form, client: clientOf(ctx), ...frameFor(ctx, themeOf) }),

    afterLogout: (ctx: KoaContextWithOIDC): string =>
      loggedOutPage({ client: clientOf(ctx), ...frameFor(ctx, themeOf) }),
  };
}
