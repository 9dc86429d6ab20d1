/** How keys of each purpose rotate: the operator's settings in the terms of the plan. */
import type { Storage } from '@gatehouse/storage';
import { isTokenAlgorithm } from '../clients/token-algorithms.ts';
import { longestAccessTokenSeconds } from '../resources/schema.ts';
import type { RotationPolicy } from './rotation.ts';

/** What keys are for. */
export const keyPurposes = ['token', 'cookie', 'dpop-nonce', 'refresh-token'] as const;
export type RotatingPurpose = (typeof keyPurposes)[number];

export interface RotationSettings {
  /** 0: only when somebody asks. */
  readonly rotationSeconds: number;
  readonly publishAheadSeconds: number;
  readonly idTokenSeconds: number;
  /** Also how long an ID token may come back as `id_token_hint`, and a signed cookie may be old. */
  readonly sessionSeconds: number;
}

/** Clocks that differ, and an instance that follows late. */
const marginSeconds = 120;
/** Only our own instances use secrets; they follow within a second. */
const secretPublishAheadSeconds = 60;
const nonceLifeSeconds = 300;
/** The longest retry window of a refresh (`GATEHOUSE_REFRESH_RETRY_SECONDS`): its refresh token is derived anew with the key of the first time. */
const longestRetrySeconds = 60;

/** How long keys of that purpose are kept after they signed last. */
export function retainSeconds(purpose: RotatingPurpose, settings: RotationSettings): number {
  const lives: Record<RotatingPurpose, number> = {
    token: Math.max(longestAccessTokenSeconds, settings.idTokenSeconds, settings.sessionSeconds),
    cookie: settings.sessionSeconds,
    'dpop-nonce': nonceLifeSeconds,
    'refresh-token': longestRetrySeconds,
  };
  return lives[purpose] + marginSeconds;
}

/** The policy of each purpose now; which algorithms tokens need is read from the resources and the clients. */
export async function rotationPolicies(
  storage: Pick<Storage, 'resources' | 'clients'>,
  settings: RotationSettings,
): Promise<Record<RotatingPurpose, RotationPolicy>> {
  const { rotationSeconds, publishAheadSeconds } = settings;
  const [resources, clients] = await Promise.all([storage.resources.list(), storage.clients.list()]);
  // A relying party refuses ID tokens of another algorithm than its own, so there is nothing to sign them with meanwhile;
  // it looks the key up by its `kid` (OpenID Connect Core, section 10.1.1).
  const atOnce = new Set<string>(
    clients.map(({ metadata }) => metadata['id_token_signed_response_alg'] ?? 'RS256').filter(isTokenAlgorithm),
  );
  const wanted = new Set<string>([
    ...atOnce,
    ...resources.map(({ definition }) => definition['access_token_signing_alg']).filter(isTokenAlgorithm),
  ]);
  wanted.delete('RS256');
  const secret = (purpose: RotatingPurpose): RotationPolicy => ({
    algorithms: ['secret'],
    rotationSeconds,
    publishAheadSeconds: Math.min(publishAheadSeconds, secretPublishAheadSeconds),
    retainSeconds: retainSeconds(purpose, settings),
  });
  return {
    token: {
      algorithms: ['RS256', ...wanted],
      atOnce,
      rotationSeconds,
      publishAheadSeconds,
      retainSeconds: retainSeconds('token', settings),
    },
    cookie: secret('cookie'),
    'dpop-nonce': secret('dpop-nonce'),
    'refresh-token': secret('refresh-token'),
  };
}
