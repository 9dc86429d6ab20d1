/**
 * oidc-provider's sessions, as the rest of the server sees them: who holds the session of a request, and where each session
 * was used last.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { withoutCredentials } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import { Provider } from 'oidc-provider';
import { sessionUseModel } from '../../directory/accounts/sessions.ts';
import { currentUnit } from '../engine/unit-of-work.ts';

/** A session with somebody in it. */
export interface LiveSession {
  readonly uid: string;
  readonly accountId: string;
  /** How the user signed in. */
  readonly acr: string | undefined;
  readonly signedInAtSeconds: number;
}

/** The session whose cookie the request carries; undefined when there is none, or nobody is signed in. */
export const createReadSession =
  (provider: () => Provider) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<LiveSession | undefined> => {
    const live = provider();
    const session = await live.Session.get(live.createContext(request, response));
    const { uid, accountId, acr, loginTs } = session;
    if (accountId === undefined || loginTs === undefined) return undefined;
    return { uid, accountId, acr, signedInAtSeconds: loginTs };
  };

/**
 * Writes down where and when a session is used, with the session itself, so that users recognise their devices.
 * Give it to `live.attach`.
 */
export const createSessionUseRecorder =
  (
    storage: Pick<Storage, 'artefacts' | 'commit'>,
    clock: () => number,
    clientAddress: (request: IncomingMessage) => string,
  ) =>
  (provider: Provider): void => {
    provider.on('session.saved', (session) => {
      const { ctx } = Provider;
      const unit = currentUnit();
      if (!ctx || !unit || session.accountId === undefined) return;
      unit.add(
        storage.artefacts.writes.upsert({
          model: sessionUseModel,
          id: session.uid,
          accountId: session.accountId,
          expiresAtSeconds: session.exp,
          payload: {
            uid: session.uid,
            address: clientAddress(ctx.req),
            userAgent: withoutCredentials(ctx.req.headers['user-agent'] ?? ''),
            usedAtSeconds: Math.floor(clock() / 1000),
          },
        }),
      );
    });
  };

interface BegunUpstream {
  readonly connection: string;
  readonly issuer: string;
  readonly subject: string;
  readonly sid?: string;
}

/**
 * Writes down by which session of an upstream provider a session begins, with the session itself; other sign-ins have nothing to be
 * written down. Give it to `live.attach`.
 * @param keptSeconds as long as tokens may live that came of the session
 */
export const createUpstreamSessionRecorder =
  (storage: Pick<Storage, 'upstreamSessions'>, clock: () => number, keptSeconds: number) =>
  (provider: Provider): void => {
    provider.on('session.saved', ({ uid, accountId }) => {
      const login = Provider.ctx?.oidc.result?.login as { upstream?: BegunUpstream; accountId?: string } | undefined;
      const unit = currentUnit();
      if (!login?.upstream || !unit || accountId === undefined || accountId !== login.accountId) return;
      const { connection, issuer, subject, sid } = login.upstream;
      const vouchedAtSeconds = Math.floor(clock() / 1000);
      const expiresAtSeconds = vouchedAtSeconds + keptSeconds;
      unit.add(
        storage.upstreamSessions.writes.put({
          sessionUid: uid,
          accountId,
          connection,
          issuer,
          subject,
          ...(sid !== undefined && { sid }),
          expiresAtSeconds,
          vouchedAtSeconds,
        }),
      );
    });
  };
