/**
 * Tells one application that a session has ended: a logout token, posted through the outbound guard (OpenID Connect
 * Back-Channel Logout 1.0, section 2.5).
 */
import { randomUUID } from 'node:crypto';
import type { Storage } from '@gatehouse/storage';
import type { NoticeKind } from '../delivery/delivery.ts';
import type { OutboundFetch } from '../delivery/outbound/guard.ts';
import { delaySeconds, NotYetError, type OutboxHandler } from '../delivery/outbox.ts';
import type { Audit } from '../directory/audit/audit.ts';
import { idTokenAlgorithmOf, metadataOf } from '../directory/clients/clients.ts';
import type { TokenAlgorithm } from '../directory/clients/token-algorithms.ts';
import type { LogoutNotice } from '../directory/revocation/logout-notices.ts';
import { signJwt } from './keys/jws.ts';
import type { TokenKey } from './keys/keyring.ts';

export interface LogoutDeliveryDependencies {
  readonly issuer: string;
  readonly storage: Pick<Storage, 'clients'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** The key of the algorithm that signs now. */
  readonly signingKey: (algorithm: TokenAlgorithm) => Promise<TokenKey>;
  readonly fetch: OutboundFetch;
  readonly audit: Pick<Audit, 'record'>;
}

/** Longer than the guard lets a request take; then another instance may try. */
const holdSeconds = 15;

/** It is made when it is sent, so it need not live long. */
const tokenSeconds = 120;
const event = 'http://schemas.openid.net/event/backchannel-logout';

/** The logout token (section 2.4), signed as the client's ID tokens are. Rejects with SignerUnavailableError. */
async function logoutToken(
  { issuer, clock, signingKey }: LogoutDeliveryDependencies,
  notice: LogoutNotice,
  algorithm: TokenAlgorithm,
): Promise<string> {
  const key = await signingKey(algorithm);
  const nowSeconds = Math.floor(clock() / 1000);
  return signJwt(key, 'logout+jwt', {
    iss: issuer,
    aud: notice.clientId,
    sub: notice.accountId,
    sid: notice.sid,
    iat: nowSeconds,
    exp: nowSeconds + tokenSeconds,
    jti: randomUUID(),
    events: { [event]: {} },
  });
}

/** The kind of outbox items that are these notices, and what the audit keeps of them. */
export const createLogoutDelivery = (dependencies: LogoutDeliveryDependencies): NoticeKind => ({
  handler: createHandler(dependencies),
  holdSeconds,
  onOutcome(outcome, { payload }) {
    if (outcome === 'retried') return;
    const { clientId, accountId, sid } = payload as unknown as LogoutNotice;
    dependencies.audit.record(undefined, {
      event: outcome === 'sent' ? 'logout_notice.delivered' : 'logout_notice.given_up',
      outcome: outcome === 'sent' ? 'success' : 'failure',
      clientId,
      subject: accountId,
      sessionId: sid,
    });
  },
});

/**
 * A receiver that failed is left alone for a while, whatever else waits for it: 5 s, 10 s, 20 s … up
 * to 15 minutes, until it answers again.
 */
function createHandler(dependencies: LogoutDeliveryDependencies): OutboxHandler {
  const { storage, clock, fetch } = dependencies;
  const away = new Map<string, { failures: number; untilSeconds: number }>();

  return async ({ payload }) => {
    const notice = payload as unknown as LogoutNotice;
    const { clientId } = notice;
    const before = away.get(clientId);
    if (before && before.untilSeconds > clock() / 1000) throw new NotYetError(before.untilSeconds);
    const record = await storage.clients.find(clientId);
    // Whoever is not to be told any more is not.
    if (!record || record.disabled) return [];
    const metadata = metadataOf(record);
    const { backchannel_logout_uri: uri } = metadata;
    if (uri === undefined) return [];
    try {
      const algorithm = idTokenAlgorithmOf(metadata);
      const body = new URLSearchParams({ logout_token: await logoutToken(dependencies, notice, algorithm) });
      const { status } = await fetch(uri, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
      if (status !== 200 && status !== 204) throw new Error(`the receiver answered ${status}`);
    } catch (error) {
      const failures = (before?.failures ?? 0) + 1;
      away.set(clientId, { failures, untilSeconds: Math.floor(clock() / 1000) + delaySeconds(failures) });
      throw error;
    }
    away.delete(clientId);
    return [];
  };
}
