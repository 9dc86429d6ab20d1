/**
 * The admin API in the name of a signed-in user: the one place from which requests go there. Tokens are renewed and bound to a
 * key (DPoP, RFC 9449) below; what the API refuses comes up as one of four errors, each of which has a page.
 */
import { type AdminClient, createAdminClient } from '@gatehouse/admin-client';
import {
  challengeOf,
  createRenewedCall,
  IssuerUnavailable,
  type RelyingParty,
  type Session,
  SessionEnded,
} from '@gatehouse/relying-party';
import * as client from 'openid-client';

/** The user has to sign in again in this way (RFC 9470). */
export class StepUpNeeded extends Error {
  override readonly name = 'StepUpNeeded';
  readonly acrValues: readonly string[];
  readonly maxAgeSeconds: number | undefined;

  constructor({ acrValues, maxAgeSeconds }: Pick<StepUpNeeded, 'acrValues' | 'maxAgeSeconds'>) {
    super('the user has to authenticate in another way');
    this.acrValues = acrValues;
    this.maxAgeSeconds = maxAgeSeconds;
  }
}

/** The user's roles do not give what the request needs. */
export class ScopeMissing extends Error {
  override readonly name = 'ScopeMissing';
  readonly scopes: readonly string[];

  constructor(scopes: readonly string[]) {
    super('the access token lacks a scope');
    this.scopes = scopes;
  }
}

/** The admin API cannot be reached, or the authorization server that gives tokens for it. */
export class ApiUnavailable extends Error {
  override readonly name = 'ApiUnavailable';
}

/** Where the API is, and how tokens for it are had. */
export interface AdminApiOptions {
  /** Such as `https://login.example.com/admin/v1`. */
  readonly address: string;
  readonly relyingParty: Pick<RelyingParty, 'refresh' | 'fetchResource'>;
  readonly renewBeforeSeconds?: number;
}

/** Gives the API as one user reaches it. Its calls throw SessionEnded, StepUpNeeded, ScopeMissing or ApiUnavailable. */
export type AdminApi = (session: Session) => AdminClient;

/** Makes it. */
export function createAdminApi({ address, relyingParty, renewBeforeSeconds }: AdminApiOptions): AdminApi {
  const renewed = createRenewedCall({ relyingParty, renewBeforeSeconds });
  return (session) =>
    createAdminClient(address, async (request) => {
      const text = await request.text();
      const content = { headers: request.headers, body: text === '' ? undefined : text };
      try {
        return await renewed(session, (token) =>
          relyingParty.fetchResource(token, new URL(request.url), request.method, content),
        );
      } catch (error) {
        throw meaningOf(error);
      }
    });
}

function meaningOf(error: unknown): Error {
  if (error instanceof SessionEnded) return error;
  if (!(error instanceof client.WWWAuthenticateChallengeError)) {
    const isAway = error instanceof IssuerUnavailable || error instanceof client.ClientError || isOfFetch(error);
    return isAway ? new ApiUnavailable('the admin API cannot be reached', { cause: error }) : (error as Error);
  }
  const challenge = challengeOf(error);
  if (challenge.code === 'insufficient_user_authentication') return new StepUpNeeded(challenge);
  if (error.status === 403) return new ScopeMissing(challenge.scopes);
  return new SessionEnded('the admin API does not take the token', { cause: error });
}

/** What `fetch` rejects with when no answer came. */
const isOfFetch = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof DOMException && /^(?:Timeout|Abort)Error$/u.test(error.name));
