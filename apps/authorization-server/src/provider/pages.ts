/** The pages that the engine's own endpoints show: errors and signing out. */
import type { IncomingMessage } from 'node:http';
import { requestId } from '@gatehouse/http';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { continuePage } from '../pages/continue.ts';
import { errorPage } from '../pages/error.ts';
import { loggedOutPage, logoutPage } from '../pages/logout.ts';
import { type Catalog, errorText, text } from '../pages/texts/catalog.ts';
import type { Refusal } from './commit.ts';
import type { LogoutForm } from './logout.ts';

/** The error page in the language of the browser. */
export function errorHtml(request: IncomingMessage, refusal: Refusal): string {
  const texts = text(request.headers['accept-language']);
  return errorPage({
    code: refusal.error,
    ...errorText(texts, refusal.error, refusal.status),
    description: refusal.description,
    requestId: requestId(request),
    text: texts,
  });
}

/** The texts that the request asks for. */
export function textFor(ctx: KoaContextWithOIDC): Catalog {
  const asked = ctx.oidc.params?.['ui_locales'];
  return text([typeof asked === 'string' ? asked : undefined, ctx.get('accept-language')]);
}

/** A client of the engine as the pages show it. */
export const identityOf = (client: EngineClient) => ({
  id: client.clientId,
  name: client.clientName ?? client.clientId,
  uri: client.clientUri,
});

type EngineClient = NonNullable<KoaContextWithOIDC['oidc']['client']>;

const clientOf = ({ oidc }: KoaContextWithOIDC) => oidc.client && identityOf(oidc.client);

/** Asks whether to sign out; its form posts the fields and, for yes, `logout=yes`. */
export const confirmLogoutPage = (ctx: KoaContextWithOIDC, form: LogoutForm): string =>
  logoutPage({ ...form, client: clientOf(ctx), text: textFor(ctx) });

export const afterLogoutPage = (ctx: KoaContextWithOIDC): string =>
  loggedOutPage({ client: clientOf(ctx), text: textFor(ctx) });

/** Takes an authorization response to the client by POST. */
export const formPostPage = (ctx: KoaContextWithOIDC, action: string, fields: Record<string, string>): string => {
  const host = URL.parse(action)?.host ?? '';
  return continuePage({ action, fields, client: clientOf(ctx) ?? { id: '', name: host }, text: textFor(ctx) });
};
