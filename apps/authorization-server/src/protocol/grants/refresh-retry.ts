/**
 * AS-05, the retry window. A client that never saw the answer to a refresh repeats it: within the window, with the same
 * client, binding and parameters, it gets the same answer again, which was stored sealed with the rotation itself.
 * There is never a second family. Outside the window, or once the refresh token of that answer was itself used, oidc-provider's
 * reuse detection ends the family.
 */
import { createHash, timingSafeEqual, type X509Certificate } from 'node:crypto';
import type { Storage } from '@gatehouse/storage';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { grantChecks } from '../engine/engine.ts';
import { thumbprintOf } from '../engine/mutual-tls.ts';
import { asWritten } from '../engine/requested-resource.ts';
import { currentUnit } from '../engine/unit-of-work.ts';
import type { Around } from './grant.ts';

const model = 'RefreshRetry';

/** How far the clocks of instances may differ before a window that another one opened is taken for none. */
const clockToleranceSeconds = 5;

export interface RefreshRetry {
  /** Handles the refresh grant around oidc-provider's own handler. */
  readonly handle: Around;
  /** The stored answer for a request that lost the race for its refresh token; undefined when it may not have it. */
  afterLostRace(ctx: KoaContextWithOIDC): Promise<Record<string, unknown> | undefined>;
}

/** What must be the same for the same answer: client, sender constraint, parameters. */
function fingerprint(ctx: KoaContextWithOIDC, jkt: string | undefined, x5t: string | undefined): Buffer {
  const { scope, resource } = ctx.oidc.params as Record<string, unknown>;
  const facts = [ctx.oidc.client?.clientId, jkt, x5t, scope, asWritten(resource)].map((part) => part ?? null);
  return createHash('sha256').update(JSON.stringify(facts)).digest();
}

export function createRefreshRetry(options: {
  storage: Pick<Storage, 'artefacts'>;
  windowSeconds: number;
  clock: () => number;
}): RefreshRetry {
  const { storage, windowSeconds } = options;
  const nowSeconds = () => Math.floor(options.clock() / 1000);

  /** True within the window, seen from both ends: a clock that is behind must not make it longer. */
  const isOpen = (endsAtSeconds = 0) => {
    const leftSeconds = endsAtSeconds - nowSeconds();
    return leftSeconds > 0 && leftSeconds <= windowSeconds + clockToleranceSeconds;
  };

  /** Asked last, of the database: what any instance used before this answer counts. */
  const isUnused = async (successor: unknown) => {
    if (typeof successor !== 'string') return false;
    const found = await storage.artefacts.find('RefreshToken', successor);
    return found !== undefined && found.consumedAtSeconds === undefined;
  };

  const storedAnswer = async (token: string, mark: Buffer) => {
    const stored = await storage.artefacts.find(model, token);
    if (!stored || !isOpen(stored.expiresAtSeconds)) return undefined;
    const { fingerprint: expected, body } = stored.payload as { fingerprint: string; body: Record<string, unknown> };
    if (!timingSafeEqual(Buffer.from(expected, 'base64url'), mark)) {
      throw new errors.InvalidGrant('refresh token was just used by another request');
    }
    return (await isUnused(body['refresh_token'])) ? body : undefined;
  };

  return {
    handle: async (ctx, original) => {
      const provider = ctx.oidc.provider;
      const token = ctx.oidc.params?.['refresh_token'];
      if (windowSeconds > 0 && typeof token === 'string') {
        const used = await provider.RefreshToken.find(token);
        if (used?.consumed && used.clientId === ctx.oidc.client?.clientId) {
          const dpop = await grantChecks.validateDpop(provider, ctx);
          const certificate = grantChecks.checkMtlsCert(provider, ctx);
          const body = await storedAnswer(
            token,
            fingerprint(ctx, dpop?.thumbprint, thumbprintOf(certificate as X509Certificate | undefined)),
          );
          if (body) {
            await grantChecks.validateGrant(provider, ctx, used.grantId as string);
            if (!(await grantChecks.findAccount(provider, ctx, used.accountId, used))) {
              throw new errors.InvalidGrant('refresh token invalid (referenced account not found)');
            }
            await grantChecks.checkDpopReplay(provider, ctx, dpop, used.clientId, errors.InvalidGrant);
            ctx.body = body;
            return;
          }
        }
      }
      await original(ctx);
      const { RotatedRefreshToken: rotated, AccessToken: issued } = ctx.oidc.entities;
      if (windowSeconds > 0 && rotated) {
        currentUnit()?.add(
          storage.artefacts.writes.upsert({
            model,
            id: token as string,
            grantId: rotated.grantId,
            expiresAtSeconds: nowSeconds() + windowSeconds,
            payload: {
              fingerprint: fingerprint(ctx, issued?.jkt, issued?.['x5t#S256']).toString('base64url'),
              body: ctx.body,
            },
          }),
        );
      }
    },

    async afterLostRace(ctx) {
      const token = ctx.oidc.params?.['refresh_token'];
      const issued = ctx.oidc.entities.AccessToken;
      if (windowSeconds === 0 || typeof token !== 'string') return undefined;
      try {
        return await storedAnswer(token, fingerprint(ctx, issued?.jkt, issued?.['x5t#S256']));
      } catch {
        return undefined;
      }
    },
  };
}
