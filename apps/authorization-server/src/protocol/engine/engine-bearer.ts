/**
 * The steps of userinfo that read what stands behind its token. oidc-provider makes the errors of each before it knows whether it
 * needs them, and an error costs the capture of a stack: a tenth of an answer.
 */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import instance from 'oidc-provider/lib/helpers/weak_cache.js';

type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<void>) => unknown;

/** A token that asks for no proof, and is sent with none; everything else is for oidc-provider to check or to refuse. */
const acceptPlainBearer =
  (validateAccessToken: Middleware): Middleware =>
  async (ctx, next) => {
    const { oidc } = ctx;
    if (ctx.get('dpop')) return validateAccessToken(ctx, next);
    const token = await oidc.provider.AccessToken.find(oidc.getAccessToken({ acceptDPoP: true }));
    if (!token?.scopes.has('openid') || token.isSenderConstrained()) return validateAccessToken(ctx, next);
    oidc.entity('AccessToken', token);
    return next();
  };

const loadAccessTokenClient = (): Middleware => async (ctx, next) => {
  const client = await ctx.oidc.provider.Client.find(String(ctx.oidc.entities.AccessToken?.clientId));
  if (!client) throw new errors.InvalidToken('associated client not found');
  ctx.oidc.entity('Client', client);
  await next();
};

const loadAccessTokenAccount = (): Middleware => async (ctx, next) => {
  const { oidc } = ctx;
  const token = oidc.entities.AccessToken;
  const { findAccount } = instance(oidc.provider).configuration;
  const account = await findAccount(ctx, String(token?.accountId), token);
  if (!account) throw new errors.InvalidToken('associated account not found');
  oidc.entity('Account', account);
  await next();
};

/** oidc-provider's steps, by the names of their functions, and what takes their place. */
export const bearerSteps: Readonly<Record<string, (step: Middleware) => Middleware>> = {
  validateAccessToken: acceptPlainBearer,
  loadAccessTokenClient,
  loadAccessTokenAccount,
};
