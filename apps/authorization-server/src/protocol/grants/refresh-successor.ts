/** The successor of a used refresh token, which is derived from it: whoever has the used token and a key finds it again. */
import { createHmac, hash, type KeyObject, type X509Certificate } from 'node:crypto';
import type { TokenEndpointGrantContext } from 'oidc-provider';
import { grantChecks } from '../engine/engine.ts';
import { thumbprintOf } from '../engine/mutual-tls.ts';
import { asWritten } from '../engine/requested-resource.ts';

/**
 * What must be the same for the same successor: client, sender constraint, parameters. Rejects with oidc-provider's errors where a
 * proof is missing or no good.
 */
export async function circumstancesOf(ctx: TokenEndpointGrantContext): Promise<string> {
  const { provider, client } = ctx.oidc;
  const { scope, resource } = ctx.oidc.params as Record<string, unknown>;
  const proof = await grantChecks.validateDpop(provider, ctx);
  const certificate = thumbprintOf(grantChecks.checkMtlsCert(provider, ctx) as X509Certificate | undefined);
  const facts = [client?.clientId, proof?.thumbprint, certificate, scope, asWritten(resource)];
  return hash('sha256', JSON.stringify(facts.map((fact) => fact ?? null)), 'base64url');
}

/**
 * As long and as hard to guess as a refresh token that is made by chance: 256 bits, 43 characters. Nobody can tell it from the
 * hashes in the database, with the key neither, because the used token itself is stored nowhere.
 */
export const successorBy = (key: KeyObject, used: string, circumstances: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['refresh token', used, circumstances]))
    .digest('base64url');
