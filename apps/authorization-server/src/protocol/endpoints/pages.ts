/** The pages that oidc-provider's own endpoints show: errors and signing out. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { addressOf, allowOwnScript, type Theme, webAddress } from '@gatehouse/html';
import { requestId } from '@gatehouse/http';
import { decodeJwt } from 'jose';
import { type ErrorOut, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from '../../directory/accounts/accounts.ts';
import { accountClientId } from '../../directory/clients/built-in.ts';
import type { Client } from '../../directory/clients/clients.ts';
import { applicationOf, identityOf } from '../../directory/clients/identity.ts';
import { errorPage, shortened, type WayOn } from '../../pages/error.ts';
import { keepText, textOf } from '../../pages/language.ts';
import { loggedOutPage, logoutPage } from '../../pages/logout.ts';
import { type Catalog, errorText, fillPlain } from '../../texts/catalog.ts';
import type { ProtocolError } from '../engine/protocol-error.ts';
import { isDocumentRefused, recordOf } from '../engine/registered-client.ts';
import type { LogoutForm } from './logout.ts';
import { type RegisteredValues, registeredValuesOf } from './registered-values.ts';

/** True when another client pushed the request (RFC 9126, section 4). */
function isOfAnotherClient({ oidc }: KoaContextWithOIDC): boolean {
  const pushed = oidc?.entities.PushedAuthorizationRequest;
  return pushed?.request !== undefined && decodeJwt(pushed.request).iss !== oidc.client?.clientId;
}

/** What oidc-provider says too shortly, or in words that are not those of the other messages. */
const inOurWords: Readonly<Record<string, string>> = {
  'client is invalid': 'client_id names no registered client',
  'Authorization Server policy requires PKCE to be used for this request':
    'code_challenge is missing; this server requires PKCE (RFC 7636)',
  "redirect_uri did not match any of the client's registered redirect_uris":
    'redirect_uri is none of those registered for this client',
  'post_logout_redirect_uri not registered': 'post_logout_redirect_uri is none of those registered for this client',
};

/** An error of oidc-provider as its page names it. What is wrong in a foreign request is that it is a foreign one. */
export function refusalOf(
  ctx: KoaContextWithOIDC,
  { error, error_description: description = '' }: ErrorOut,
  cause: unknown,
): ProtocolError {
  const { status } = ctx;
  if (cause instanceof errors.SessionNotFound) return { status, error: 'session_not_found', description };
  if (isDocumentRefused(cause)) return { status, error, description, textCode: 'client_document_refused' };
  if (!isOfAnotherClient(ctx)) return { status, error, description: inOurWords[description] ?? description };
  return { status, error: 'invalid_request_uri', description: 'request_uri was given to another client' };
}

/** The error page in the language of the browser. */
export function errorHtml(
  request: IncomingMessage,
  refusal: ProtocolError,
  theme: Theme,
  about: ErrorAbout = {},
): string {
  const texts = textOf(request);
  const address = addressOf(request);
  return errorPage({
    code: refusal.error,
    ...errorText(texts, about.textCode ?? refusal.error, refusal.status),
    description: refusal.description,
    requestId: requestId(request),
    values: about.values,
    home: about.wayOn?.(texts) ?? wayOnFrom(address, refusal.error, texts),
    text: texts,
    theme: { ...theme, here: address },
  });
}

/** What is known of an error beside what went wrong. */
interface ErrorAbout {
  /** The texts of this code stand for it. */
  readonly textCode?: string | undefined;
  readonly wayOn?: (texts: Catalog) => WayOn | undefined;
  readonly values?: RegisteredValues | undefined;
}

/** To one's own account, which leads to a sign-in. */
const toAccount = ({ errorPage: { home } }: Catalog): WayOn => ({ href: '/account', label: home });

/** What is said of a sign-in that cannot go on, or not in this browser. */
const overCodes = new Set(['session_not_found', 'cookies_missing', 'invalid_client']);

/** From a page or form of the sign-in back to the step that is next; from everywhere else to the account. */
function wayOnFrom(address: string, code: string, texts: Catalog): WayOn {
  const step = /^\/interaction\/[\w-]+(?=[/?]|$)/iu.exec(address)?.[0];
  return step === undefined || overCodes.has(code) ? toAccount(texts) : { href: step, label: texts.errorPage.again };
}

/**
 * Where an error page of oidc-provider leads. One of signing out still leads to signing out: what is wrong in the request of an
 * application must keep nobody signed in. Others lead to the application that the registry knows by its address.
 */
const wayOnOf =
  (ctx: KoaContextWithOIDC, themeOf: ThemeOf) =>
  (texts: Catalog): WayOn | undefined => {
    if (isLogout(ctx)) return { href: '/session/end', label: texts.logout.anyway };
    const client = clientOf(ctx, { text: texts, theme: themeFor(ctx, themeOf) });
    const home = webAddress(client?.uri);
    if (!client || !home) return undefined;
    return { href: home.href, label: fillPlain(texts.errorPage.homeOf, { client: client.name }) };
  };

const isLogout = ({ path }: KoaContextWithOIDC): boolean => path.startsWith('/session/end');

/** The error page of a request to oidc-provider. @param development the developers of the application are told what to register */
export function providerErrorHtml(
  ctx: KoaContextWithOIDC,
  refusal: ProtocolError,
  themeOf: ThemeOf,
  development = false,
): string {
  allowOwnScript(ctx.res);
  return errorHtml(ctx.req, refusal, themeFor(ctx, themeOf), {
    textCode: isLogout(ctx) && refusal.error === 'invalid_request' ? 'logout_refused' : refusal.textCode,
    wayOn: wayOnOf(ctx, themeOf),
    values: development ? registeredValuesOf(ctx, refusal) : undefined,
  });
}

/**
 * An error page of a form of the sign-in, made once for each language and brand; from request to request its id and link
 * differ.
 */
export function createErrorPage(refusal: ProtocolError, theme: () => Theme): (request: IncomingMessage) => string {
  /** Split where a request's own values stand. */
  const made = new Map<Catalog, readonly string[]>();
  let look = theme();
  const [id, href] = [randomUUID(), randomUUID()];
  const places = new RegExp(`(${id}|${href}|${shortened(id)})`, 'u');
  return (request) => {
    const text = textOf(request);
    if (theme() !== look) {
      look = theme();
      made.clear();
    }
    let parts = made.get(text);
    if (parts === undefined) {
      const { error: code, status, description } = refusal;
      const page = errorPage({
        code,
        ...errorText(text, code, status),
        description,
        requestId: id,
        home: { href, label: text.errorPage.again },
        text,
        theme: look,
      });
      parts = page.split(places);
      made.set(text, parts);
    }
    const own = requestId(request);
    const values: Readonly<Record<string, string>> = {
      [id]: own,
      [shortened(id)]: shortened(own),
      [href]: wayOnFrom(addressOf(request), refusal.error, text).href,
    };
    return parts.map((part) => values[part] ?? part).join('');
  };
}

/** How the pages of oidc-provider are made. */
export interface PageLook {
  readonly theme: ThemeOf;
  /** Error pages tell the developers of an application what to register. */
  readonly development: boolean;
}

/** The look that oidc-provider's pages have, with an application's brand when they speak of one. */
export type ThemeOf = (client?: Client) => Theme;

/** The look of a page in oidc-provider's place. */
export const themeFor = ({ oidc }: KoaContextWithOIDC, themeOf: ThemeOf): Theme =>
  themeOf(oidc?.client && recordOf(oidc.client));

/** The texts that the request asks for, and the look of its application. */
export function frameFor(ctx: KoaContextWithOIDC, themeOf: ThemeOf): { text: Catalog; theme: Theme } {
  return {
    text: keepText(ctx.req, ctx.res, { uiLocales: ctx.oidc.params?.['ui_locales'] }),
    theme: { ...themeFor(ctx, themeOf), here: addressOf(ctx.req) },
  };
}

/** The client of a request as the pages show it. */
export const clientOf = ({ oidc }: KoaContextWithOIDC, frame: { text: Catalog; theme: Theme }) =>
  oidc?.client && applicationOf(recordOf(oidc.client), frame);

/** The applications that a session was used for, by their names. */
async function openedBy({ oidc }: KoaContextWithOIDC, text: Catalog): Promise<readonly string[]> {
  const opened = Object.keys(oidc.session?.authorizations ?? {}).filter((id) => id !== accountClientId);
  const clients = await Promise.all(opened.map((id) => oidc.provider.Client.find(id)));
  return clients.flatMap((client) => (client ? [identityOf(recordOf(client), text).name] : []));
}

/** The pages around oidc-provider's endpoints. */
export function createProviderPages(themeOf: ThemeOf, accounts: Pick<Accounts, 'findActive'>) {
  return {
    /** Asks whether to sign out; its form posts the fields and, for yes, `logout=yes`. */
    async confirmLogout(ctx: KoaContextWithOIDC, form: LogoutForm): Promise<string> {
      const account = await accounts.findActive(ctx.oidc.session?.accountId ?? '');
      const frame = frameFor(ctx, themeOf);
      return logoutPage({
        ...form,
        ...frame,
        client: clientOf(ctx, frame),
        account: account && { login: account.login, name: account.name },
        opened: await openedBy(ctx, frame.text),
      });
    },

    afterLogout(ctx: KoaContextWithOIDC): string {
      const frame = frameFor(ctx, themeOf);
      const client = clientOf(ctx, frame);
      return loggedOutPage({
        ...frame,
        client: client?.isService ? undefined : client,
        signInHref: '/account',
      });
    },
  };
}
