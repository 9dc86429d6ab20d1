/**
 * Override of oidc-provider: it writes the session of every request that comes with one, and sets its cookie again. Ours is written
 * when something in it changed, when it is used from somewhere else, or when its end moves by more than a moment; otherwise the commit
 * of the request only makes sure that it was not ended meanwhile.
 */
import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Storage } from '@gatehouse/storage';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { StepSeams } from './engine-steps.ts';
import { currentUnit } from './unit-of-work.ts';

/** A session as a request holds it. */
interface HeldSession {
  readonly jti: string;
  readonly accountId?: string;
  readonly loginTs?: number;
  /** When it ends, as it is stored; undefined before it was saved first. */
  readonly exp?: number;
  destroyed?: boolean;
  /** From where it was used when it was written last: a hash. */
  usedFrom?: string;
}

interface SessionLifetimes {
  readonly sessionIdleSeconds: number;
  readonly sessionSeconds: number;
}

export interface SessionRenewalDependencies {
  readonly storage: Pick<Storage, 'artefacts'>;
  readonly lifetimes: SessionLifetimes;
  readonly clock: () => number;
  readonly clientAddress: (request: IncomingMessage) => string;
}

/** Lets sessions keep from where they were used. */
export function keepSessionUse({ Session }: Provider): void {
  const names = [...(Session as unknown as { IN_PAYLOAD: readonly string[] }).IN_PAYLOAD, 'usedFrom'];
  Object.defineProperty(Session, 'IN_PAYLOAD', { get: () => names });
}

/** A session ends when it is idle for too long, and in any case some time after the sign-in (AS-16). Seconds from now. */
export function sessionTtl(
  { sessionIdleSeconds, sessionSeconds }: SessionLifetimes,
  { loginTs }: Pick<HeldSession, 'loginTs'>,
  nowSeconds: number,
): number {
  const ageSeconds = loginTs === undefined ? 0 : nowSeconds - loginTs;
  return Math.max(1, Math.min(sessionIdleSeconds, sessionSeconds - ageSeconds));
}

/** What runs around all that is done with a session. */
export function createSessionRenewal({
  storage,
  lifetimes,
  clock,
  clientAddress,
}: SessionRenewalDependencies): StepSeams['session'] {
  /** By so much at most a session may end before its time: a hundredth of what it may be idle, and a minute. */
  const momentSeconds = Math.min(60, Math.floor(lifetimes.sessionIdleSeconds / 100));
  const placeOf = ({ req }: KoaContextWithOIDC) =>
    hash('sha256', `${clientAddress(req)} ${req.headers['user-agent'] ?? ''}`, 'base64url');
  const endsAsStored = (session: HeldSession): boolean => {
    const ttl = sessionTtl(lifetimes, session, Math.floor(clock() / 1000));
    // oidc-provider would store that by the clock of the machine.
    const later = Math.floor(Date.now() / 1000) + ttl - (session.exp ?? 0);
    return later >= 0 && later <= momentSeconds;
  };
  return async (ctx, next) => {
    const session = ctx.oidc.session as HeldSession | undefined;
    const before = session?.accountId === undefined ? undefined : JSON.stringify(session);
    try {
      await next();
    } finally {
      if (session?.accountId !== undefined && !session.destroyed) {
        const place = placeOf(ctx);
        const unit = currentUnit();
        if (unit && session.usedFrom === place && endsAsStored(session) && JSON.stringify(session) === before) {
          unit.add(storage.artefacts.writes.unchanged({ model: 'Session', id: session.jti }));
          // oidc-provider neither writes it nor sets its cookie then.
          session.destroyed = true;
        } else if (session.usedFrom !== place) session.usedFrom = place;
      }
    }
  };
}
