/** What a token request shows of its sender, and tokens bound to it (RFC 9449, section 5; RFC 8705, section 3). */
import type { AccessToken, TokenEndpointGrantContext } from 'oidc-provider';
import { grantChecks } from '../engine/engine.ts';

/** The key and the certificate that the request shows. */
export interface Proof {
  readonly dpop: Awaited<ReturnType<typeof grantChecks.validateDpop>>;
  readonly certificate: ReturnType<typeof grantChecks.checkMtlsCert>;
}

/** Throws what oidc-provider does for a client whose tokens must be bound, where it shows nothing. */
export async function proofOf(ctx: TokenEndpointGrantContext): Promise<Proof> {
  const { provider } = ctx.oidc;
  const dpop = await grantChecks.validateDpop(provider, ctx);
  grantChecks.checkDpopRequired(provider, ctx, dpop);
  return { dpop, certificate: grantChecks.checkMtlsCert(provider, ctx) };
}

/** Binds a token that is being made; a proof counts once. */
export async function bindTo(
  { dpop, certificate }: Proof,
  ctx: TokenEndpointGrantContext,
  token: AccessToken,
): Promise<void> {
  const { provider, client } = ctx.oidc;
  if (certificate) token.setThumbprint('x5t', certificate);
  if (!dpop) return;
  await grantChecks.checkDpopReplay(provider, ctx, dpop, client.clientId);
  token.setThumbprint('jkt', dpop.thumbprint);
}
