/**
 * Throttling at oidc-provider's endpoints (AS-14): client secrets that do not fit, and guessing of device codes. A request
 * that authenticates costs nothing.
 */
import { hash } from 'node:crypto';
import { networkOf } from '@gatehouse/http/network';
import { StorageUnavailableError } from '@gatehouse/storage';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Throttle } from '../../directory/throttle/throttle.ts';
import type { ProtocolError } from '../engine/protocol-error.ts';
import { currentUnit, notice } from '../engine/unit-of-work.ts';

export interface ThrottlingDependencies {
  readonly throttle: Throttle;
  readonly clock: () => number;
  readonly refuse: (ctx: KoaContextWithOIDC, refusal: ProtocolError) => void;
}

const tooMany = (retryAfterSeconds: number): ProtocolError => ({
  status: 429,
  error: 'too_many_requests',
  description: 'too many attempts; wait before the next one',
  retryAfterSeconds,
});

/** The client that the request claims to be. */
function claimedClient(ctx: KoaContextWithOIDC): string | undefined {
  const basic = /^Basic ([\w+/=-]+)$/iu.exec(ctx.get('authorization'))?.[1];
  if (basic) return Buffer.from(basic, 'base64').toString('utf8').split(':', 1)[0];
  const claimed = ctx.oidc.params?.['client_id'];
  return typeof claimed === 'string' ? claimed : undefined;
}

const mostSuspects = 10_000;
/**
 * So many counts there are at most for the clients of one network: any number of names can be made up, and a name must not be told
 * to be that of a client by a count of its own (AS-09).
 */
const countsOfNetwork = 256;

/** The count of a client that was found by its identifier, since a name can be spelled in many ways; of any other by what it says. */
function countOf(ctx: KoaContextWithOIDC): string {
  const name = ctx.oidc.entities.Client?.clientId ?? claimedClient(ctx) ?? '';
  return String(hash('sha256', name, 'buffer').readUInt32BE() % countsOfNetwork);
}

export function createThrottling({ throttle, clock, refuse }: ThrottlingDependencies) {
  /** Client and address → until when what fails there is not counted again. */
  const refused = new Map<string, number>();

  /**
   * Runs after oidc-provider, inside the commit. What authenticated passes, however often others failed at its address or
   * in its name: a secret of 256 bits is not guessed, and a stale instance must not close out its siblings. Who fails too
   * often is told so; that costs no write.
   */
  const clients = async (ctx: KoaContextWithOIDC) => {
    if (ctx.status !== 401 || ctx.oidc.route === 'userinfo') return;
    const account = `${countOf(ctx)}@${networkOf(ctx.ip)}`;
    const until = refused.get(account);
    if (until !== undefined && until > clock()) {
      refuse(ctx, tooMany(Math.ceil((until - clock()) / 1000)));
      return;
    }
    if (until !== undefined) refused.delete(account);
    const { refusedBy, retryAfterSeconds } = await throttle.attempt('client_authentication', {
      account,
      address: ctx.ip,
    });
    if (refusedBy === undefined) return;
    if (refused.size >= mostSuspects) refused.clear();
    refused.set(account, clock() + retryAfterSeconds * 1000);
    refuse(ctx, tooMany(retryAfterSeconds));
  };

  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (ctx.method !== 'POST') {
      await next();
      return;
    }
    if (ctx.path !== '/device') {
      await next();
      await clients(ctx).catch((error: unknown) => {
        // The answer is a refusal already; that it could not be counted does not change it.
        if (!(error instanceof StorageUnavailableError)) throw error;
      });
      return;
    }
    const attempt = await throttle.attempt('user_code', { address: ctx.ip }).catch((error: unknown) => {
      if (!notice(error)) throw error;
    });
    if (!attempt) return;
    if (attempt.refusedBy !== undefined) {
      refuse(ctx, tooMany(attempt.retryAfterSeconds));
      return;
    }
    await next();
    if (ctx.oidc.entities.DeviceCode) for (const write of attempt.succeeded()) currentUnit()?.add(write);
  };
}
