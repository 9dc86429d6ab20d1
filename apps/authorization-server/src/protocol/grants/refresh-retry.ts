/**
 * AS-05, the retry window. A client that never saw the answer to a refresh repeats it: within the window, with the same
 * client, binding and parameters, it gets the same refresh token again, which is derived from the used one, and tokens signed
 * anew. There is never a second family. Outside the window, or once that refresh token was itself used, oidc-provider's
 * reuse detection ends the family.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Storage } from '@gatehouse/storage';
import { errors, type KoaContextWithOIDC, type TokenEndpointGrantContext } from 'oidc-provider';
import { adapterOf } from '../engine/adapter.ts';
import { currentUnit } from '../engine/unit-of-work.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Around } from './grant.ts';
import { circumstancesOf, successorBy } from './refresh-successor.ts';

/** How far the clocks of instances may differ before a window that another one opened is taken for none. */
const clockToleranceSeconds = 5;

export interface RefreshRetry {
  /** Handles the refresh grant around oidc-provider's own handler. */
  readonly handle: Around;
  /** The refresh token that takes the place of the one that the request uses up; undefined: one made by chance. */
  successorOf(ctx: TokenEndpointGrantContext): Promise<string | undefined>;
  /**
   * Whether a request that lost the race for its refresh token may give the successor that the winner made. Its answer is then
   * good as soon as the rest of its work is committed.
   */
  joins(ctx: KoaContextWithOIDC): Promise<boolean>;
}

interface Successor {
  readonly token: string;
  readonly isUsed: boolean;
}

export function createRefreshRetry(options: {
  storage: Pick<Storage, 'artefacts'>;
  keys: () => Keyring['successorKeys'];
  windowSeconds: number;
  clock: () => number;
}): RefreshRetry {
  const { storage, keys, windowSeconds } = options;
  /** Successors that were made by an earlier request. */
  const given = new WeakMap<KoaContextWithOIDC, string>();

  /** True within the window, seen from both ends: a clock that is behind must not make it longer. */
  const isOpen = (usedAtSeconds = 0) => {
    const leftSeconds = usedAtSeconds + windowSeconds - Math.floor(options.clock() / 1000);
    return leftSeconds > 0 && leftSeconds <= windowSeconds + clockToleranceSeconds;
  };

  /** Asked of the database: what any instance used before this answer counts. */
  const find = async (token: string): Promise<Successor | undefined> => {
    const found = await storage.artefacts.find('RefreshToken', token);
    return found && { token, isUsed: found.consumedAtSeconds !== undefined };
  };

  /** The successor of a used token; undefined where another request used it, or where it has ended. */
  const findSuccessor = async (used: string, circumstances: string): Promise<Successor | undefined> => {
    for (const key of keys()) {
      const successor = await find(successorBy(key, used, circumstances));
      if (successor) return successor;
    }
    const kept = await keptByEarlierRelease(storage, used, circumstances);
    return kept === undefined ? undefined : find(kept);
  };

  /** The successor to give again; undefined where the request is to be handled as any other. */
  const repeatedSuccessor = async (ctx: TokenEndpointGrantContext, token: string): Promise<string | undefined> => {
    const { RefreshToken } = ctx.oidc.provider;
    // Most are used for the first time: the token and its session need not be built for them.
    if ((await adapterOf(RefreshToken).find(token))?.consumed === undefined) return undefined;
    const used = await RefreshToken.find(token);
    if (!used?.consumed || used.clientId !== ctx.oidc.client?.clientId) return undefined;
    const circumstances = await circumstancesOf(ctx);
    if (!isOpen(Number(used.consumed))) return undefined;
    const successor = await findSuccessor(token, circumstances);
    if (!successor) throw new errors.InvalidGrant('refresh token was just used by another request');
    if (!successor.isUsed) return successor.token;
    // Its client gave up, asked again and went on before this request came to be read. That is no sign of theft, and nobody gets an answer.
    if (ctx.res.destroyed) throw new errors.InvalidGrant('the client gave this request up');
    return undefined;
  };

  return {
    handle: async (ctx, original) => {
      const token = ctx.oidc.params?.['refresh_token'];
      const unit = currentUnit();
      const successor =
        windowSeconds > 0 && unit && typeof token === 'string' ? await repeatedSuccessor(ctx, token) : undefined;
      if (successor !== undefined && unit) {
        given.set(ctx, successor);
        unit.isRepeated = true;
        unit.see('RefreshToken', token as string, {
          ...unit.seen('RefreshToken', token as string).payload,
          consumed: undefined,
        });
      }
      await original(ctx);
      // A client that no longer rotates its refresh tokens goes on with the newest.
      if (successor !== undefined) Object.assign(ctx.body as object, { refresh_token: successor });
    },

    async successorOf(ctx) {
      if (windowSeconds === 0) return undefined;
      const used = String(ctx.oidc.params?.['refresh_token']);
      return given.get(ctx) ?? successorBy(keys()[0], used, await circumstancesOf(ctx));
    },

    async joins(ctx) {
      const token = ctx.oidc.params?.['refresh_token'];
      if (windowSeconds === 0 || typeof token !== 'string') return false;
      const used = await storage.artefacts.find('RefreshToken', token);
      if (!isOpen(used?.consumedAtSeconds)) return false;
      const successor = await findSuccessor(token, await circumstancesOf(ctx as TokenEndpointGrantContext));
      if (!successor || successor.isUsed) return false;
      Object.assign(ctx.body as object, { refresh_token: successor.token });
      return true;
    },
  };
}

/** The successor of a token that an earlier release rotated: it kept its whole answer for the window. */
async function keptByEarlierRelease(
  storage: Pick<Storage, 'artefacts'>,
  used: string,
  circumstances: string,
): Promise<string | undefined> {
  const kept = await storage.artefacts.find('RefreshRetry', used);
  if (!kept) return undefined;
  const { fingerprint, body } = kept.payload as { fingerprint: string; body: { refresh_token: string } };
  const [expected, actual] = [fingerprint, circumstances].map((text) => Buffer.from(text, 'base64url'));
  return timingSafeEqual(expected as Buffer, actual as Buffer) ? body.refresh_token : undefined;
}
