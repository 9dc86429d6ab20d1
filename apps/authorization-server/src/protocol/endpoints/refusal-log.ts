/** One line in the log for each OAuth request that is refused: who asked for what, what is allowed, and why it was refused. */
import type { Logger } from '@gatehouse/logging';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { policyOf } from '../engine/registered-client.ts';
import { asWritten } from '../engine/requested-resource.ts';
import { askAgain } from './ask-again.ts';

const refusals = [
  'authorization.error',
  'pushed_authorization_request.error',
  'device_authorization.error',
  'code_verification.error',
  'device_resume.error',
  'grant.error',
  'introspection.error',
  'revocation.error',
  'userinfo.error',
  'end_session.error',
  'end_session_confirm.error',
] as const;

interface Refusal {
  readonly message: string;
  readonly error_description?: string;
  readonly error_detail?: string;
}

const text = (value: unknown, longest = 300): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, longest) : undefined;

/** An address without what may be secret in it: query, fragment, user name and password. */
function address(value: unknown): string | undefined {
  const given = text(value, 2000);
  if (given === undefined) return undefined;
  const url = URL.parse(given);
  return url ? `${url.protocol}//${url.host}${url.pathname}`.slice(0, 300) : '(not an absolute URI)';
}

/** Only what cannot be secret: never codes, tokens, assertions, secrets or hints, nor what follows a `?` or `#`. */
function asked(params: Readonly<Record<string, unknown>>) {
  return {
    scope: text(params['scope']),
    resource: [asWritten(params['resource']) ?? []]
      .flat()
      .slice(0, 5)
      .map((one) => text(one)?.replace(/[?#].*$/su, '')),
    redirect_uri: address(params['redirect_uri']),
    post_logout_redirect_uri: address(params['post_logout_redirect_uri']),
  };
}

function allowed({ oidc }: KoaContextWithOIDC, error: string) {
  const { client } = oidc;
  if (!client) return undefined;
  if (error === 'invalid_redirect_uri') return { redirect_uris: client.redirectUris };
  if (oidc.route?.startsWith('end_session')) return { post_logout_redirect_uris: client.postLogoutRedirectUris };
  if (error === 'unauthorized_client' || error === 'unsupported_grant_type') return { grant_types: client.grantTypes };
  if (!/scope|target|denied/u.test(error)) return undefined;
  return { scope: client.scope, scopes: policyOf(client).scopes };
}

/** What the line says of a refused request. */
function lineOf(ctx: KoaContextWithOIDC, error: Refusal): Record<string, unknown> {
  const { oidc } = ctx;
  const given: unknown = oidc.params ?? (ctx.method === 'POST' ? oidc.body : ctx.query);
  const params = (given ?? {}) as Readonly<Record<string, unknown>>;
  return {
    endpoint: oidc.route,
    grant_type: oidc.route === 'token' ? text(params['grant_type']) : undefined,
    client_id: oidc.client?.clientId ?? text(params['client_id'], 128),
    client_known: oidc.client !== undefined,
    user_id: oidc.entities.Account?.accountId ?? oidc.session?.accountId,
    error: error.message,
    why: error.error_description,
    detail: error.error_detail,
    asked: asked(params),
    allowed: allowed(ctx, error.message),
  };
}

/** Gives what listens to the events of a provider. */
export const createRefusalLog =
  (logger: Pick<Logger, 'info'>) =>
  (provider: Provider): void => {
    const refused = new WeakMap<KoaContextWithOIDC, Refusal>();
    for (const event of refusals) {
      (provider as NodeJS.EventEmitter).on(event, (ctx: KoaContextWithOIDC, error: Refusal) => {
        if (askAgain.has(error.message)) return;
        const isFirst = !refused.has(ctx);
        // A wrong redirect URI is noticed after another fault, at once, and is what the page then says.
        refused.set(ctx, error);
        if (isFirst) queueMicrotask(() => logger.info(lineOf(ctx, refused.get(ctx) ?? error), 'OAuth request refused'));
      });
    }
  };
