/**
 * The middleware around every request of the provider: it opens the unit of work, commits it before the answer leaves, and turns
 * what the store says into the answer (AS-03, OPS-07). A lost compare-and-set is the protocol's refusal, a database
 * that is away is 503 with Retry-After, and nothing is acknowledged that is not durable.
 */
import { LostRaceError, type Storage, StorageUnavailableError } from '@gatehouse/storage';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { UpstreamFailed } from '../../directory/connections/upstream/failed.ts';
import { SignerUnavailableError } from '../../directory/keys/signer.ts';
import { endGrant } from '../../directory/revocation/end.ts';
import type { Revocations } from '../../directory/revocation/revocations.ts';
import { DocumentRefused } from '../../directory/unregistered/document-refused.ts';
import type { ProtocolError } from '../engine/protocol-error.ts';
import { sharedRuns } from '../engine/shared-runs.ts';
import { runInUnit, UnitOfWork } from '../engine/unit-of-work.ts';
import type { RefreshRetry } from '../grants/refresh-retry.ts';

export interface CommitDependencies {
  readonly storage: Pick<Storage, 'artefacts' | 'commit'>;
  readonly revocations: Revocations;
  readonly refreshRetry: RefreshRetry;
  /** Renders a refusal: a page for browsers, JSON for clients. */
  readonly refuse: (ctx: KoaContextWithOIDC, error: ProtocolError) => void;
  readonly onError: (error: unknown, ctx: KoaContextWithOIDC) => void;
}

const matterOf = (away: Error): string => {
  if (away instanceof StorageUnavailableError) return away.sentence;
  if (away instanceof DocumentRefused) return away.message;
  if (away instanceof UpstreamFailed) return 'the upstream provider cannot be asked whether it still lets the user in';
  return away instanceof SignerUnavailableError
    ? 'the server cannot reach its signing key'
    : 'the keys of the issuer of the assertion cannot be fetched';
};

const unavailable = (away: Error): ProtocolError => ({
  status: 503,
  error: 'temporarily_unavailable',
  description: `${matterOf(away)}; try again in a moment`,
  retryAfterSeconds: 2,
});

/** What each single-use artefact answers when somebody else was first. */
const lostRaces: Record<string, ProtocolError> = {
  ReplayDetection: { status: 400, error: 'invalid_request', description: 'a jti was used before' },
  Interaction: {
    status: 400,
    error: 'interaction_finished',
    description: 'this sign-in was finished by another request',
  },
  PushedAuthorizationRequest: { status: 400, error: 'invalid_request_uri', description: 'request_uri was used before' },
};
const invalidGrant: ProtocolError = { status: 400, error: 'invalid_grant', description: 'grant request is invalid' };

function refusalOf(race: LostRaceError, ctx: KoaContextWithOIDC): ProtocolError {
  if (race.model === 'ReplayDetection' && ctx.oidc.params?.['client_assertion']) {
    return { status: 401, error: 'invalid_client', description: 'client authentication failed' };
  }
  if (race.model === 'ReplayDetection' && ctx.get('dpop')) {
    return { status: 400, error: 'invalid_dpop_proof', description: 'DPoP proof was used before' };
  }
  if (race.model === 'ReplayDetection' && ctx.oidc.params?.['assertion']) return invalidGrant;
  return lostRaces[race.model] ?? invalidGrant;
}

/** Models whose double use ends everything that came of the first use (RFC 6749, section 4.1.2). */
const revokedByLostRace = new Set(['AuthorizationCode', 'DeviceCode']);

export function createCommit({ storage, revocations, refreshRetry, refuse, onError }: CommitDependencies) {
  // Hundreds may come with the same code at once. They all want the same ending, and none of them may wait for each other's.
  const end = sharedRuns((grantId) => storage.commit(endGrant({ storage, revocations }, grantId)));

  const lostRace = async (ctx: KoaContextWithOIDC, unit: UnitOfWork, race: LostRaceError) => {
    if (race.model === 'Session' && ctx.method === 'GET') {
      // Another tab renewed or ended the session meanwhile: the same request again sees the new state.
      ctx.res.removeHeader('set-cookie');
      ctx.redirect(ctx.url);
      return;
    }
    if (race.model === 'RefreshToken') {
      unit.isRepeated = await refreshRetry.joins(ctx);
      if (unit.isRepeated) {
        await settle(ctx, unit);
        return;
      }
    }
    const grantId = ctx.oidc.entities.Grant?.jti ?? race.grantId;
    if (grantId && revokedByLostRace.has(race.model)) await end(grantId);
    refuse(ctx, refusalOf(race, ctx));
  };

  /** Commits what the unit gathered, or makes a refusal of the answer. */
  const settle = async (ctx: KoaContextWithOIDC, unit: UnitOfWork): Promise<void> => {
    try {
      const refused = ctx.status >= 400 && ctx['_matchedRouteName'] === 'token';
      const gathered = unit.writes(refused);
      if (gathered.length > 0) await storage.commit(gathered);
      if (refused) await Promise.all([...unit.endedGrants].map(end));
      unit.committed();
    } catch (error) {
      try {
        if (!(error instanceof LostRaceError)) throw error;
        await lostRace(ctx, unit, error);
      } catch (fault) {
        if (!(fault instanceof StorageUnavailableError)) onError(fault, ctx);
        refuse(
          ctx,
          fault instanceof StorageUnavailableError
            ? unavailable(fault)
            : { status: 500, error: 'server_error', description: 'something went wrong' },
        );
      }
    }
  };

  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const unit = new UnitOfWork();
    await runInUnit(unit, next);
    if (unit.unavailable) refuse(ctx, unavailable(unit.unavailable));
    else if (ctx.status < 500) await settle(ctx, unit);
  };
}
