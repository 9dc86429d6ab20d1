/**
 * The API as this application uses it: calls in the name of a signed-in user. A token that is about to expire is
 * renewed before the call, one that the API refuses is renewed once and the call repeated; however many requests need
 * it, a session renews its tokens once at a time. What can happen is a closed list, so that every page answers all of it.
 */
import * as client from 'openid-client';
import { IssuerUnavailable, SessionEnded } from './errors.ts';
import { type Invoice, type InvoicePage, readInvoice, readInvoicePage } from './invoice.ts';
import type { RelyingParty } from './relying-party.ts';
import type { Session } from './session.ts';

/** What came of a call. */
export type Answer<T> =
  | { readonly outcome: 'ok'; readonly value: T }
  /** The session is over: the user has to sign in again. */
  | { readonly outcome: 'signed_out' }
  /** The user has to authenticate again, in this way (RFC 9470). */
  | { readonly outcome: 'step_up'; readonly acrValues: readonly string[]; readonly maxAgeSeconds: number | undefined }
  | { readonly outcome: 'forbidden' | 'not_found' | 'conflict' | 'bad_request' }
  /** The API or the authorization server is away. */
  | { readonly outcome: 'unavailable'; readonly retryAfterSeconds: number };

/** The calls this application makes. */
export interface Api {
  /** A page of the invoices of the user's department. */
  invoices(session: Session, cursor: string | undefined): Promise<Answer<InvoicePage>>;
  invoice(session: Session, id: string): Promise<Answer<Invoice>>;
  approve(session: Session, id: string): Promise<Answer<Invoice>>;
}

/** Where the API is and how its calls are made. */
export interface ApiOptions {
  /** Origin of the API, such as `https://localhost:3001`. */
  readonly origin: string;
  readonly relyingParty: Pick<RelyingParty, 'refresh' | 'fetchResource'>;
  /** A token is renewed when it has less than this left, in seconds. Default 30. */
  readonly renewBeforeSeconds?: number;
  readonly nowMs?: () => number;
}

/** Makes the API's client. */
export function createApi(options: ApiOptions): Api {
  const { origin, relyingParty, renewBeforeSeconds = 30, nowMs = () => performance.now() } = options;

  async function replaceTokens(session: Session): Promise<void> {
    session.tokens = await relyingParty.refresh(session.tokens);
  }

  function renew(session: Session): Promise<void> {
    session.refreshing ??= replaceTokens(session).finally(() => {
      session.refreshing = undefined;
    });
    return session.refreshing;
  }

  async function renewIfNearExpiry(session: Session): Promise<void> {
    const leftMs = session.tokens.expiresAtMs - nowMs();
    if (leftMs > renewBeforeSeconds * 1000) return;
    try {
      await renew(session);
    } catch (error) {
      // The server being away matters only when the token that we have is really over.
      if (!(error instanceof IssuerUnavailable) || leftMs <= 0) throw error;
    }
  }

  async function attempt(session: Session, method: string, path: string, again = true): Promise<Response> {
    const { accessToken } = session.tokens;
    try {
      return await relyingParty.fetchResource(accessToken, new URL(path, origin), method);
    } catch (error) {
      if (!again || !(error instanceof client.WWWAuthenticateChallengeError)) throw error;
      if (challengeOf(error)['error'] !== 'invalid_token') throw error;
      // Somebody else may have renewed it while this call was on its way.
      if (session.tokens.accessToken === accessToken) await renew(session);
      return attempt(session, method, path, false);
    }
  }

  async function call<T>(
    session: Session,
    method: string,
    path: string,
    read: (body: unknown) => T,
  ): Promise<Answer<T>> {
    try {
      await renewIfNearExpiry(session);
      const response = await attempt(session, method, path);
      return response.ok ? { outcome: 'ok', value: read(await response.json()) } : await refusal(response);
    } catch (error) {
      if (error instanceof SessionEnded) return { outcome: 'signed_out' };
      if (error instanceof client.WWWAuthenticateChallengeError) return challenged(error);
      return { outcome: 'unavailable', retryAfterSeconds: 5 };
    }
  }

  return {
    invoices(session, cursor) {
      const query = new URLSearchParams({ limit: '20', ...(cursor !== undefined && { cursor }) });
      return call(session, 'GET', `/invoices?${query.toString()}`, readInvoicePage);
    },
    invoice: (session, id) => call(session, 'GET', pathOf(id), readInvoice),
    approve: (session, id) => call(session, 'POST', `${pathOf(id)}/approve`, readInvoice),
  };
}

function pathOf(id: string): string {
  return `/invoices/${encodeURIComponent(id)}`;
}

const outcomeOf: Record<number, 'forbidden' | 'not_found' | 'conflict' | 'bad_request'> = {
  400: 'bad_request',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
};

async function refusal(response: Response): Promise<Answer<never>> {
  await response.body?.cancel();
  const outcome = outcomeOf[response.status];
  if (outcome !== undefined) return { outcome };
  const seconds = Number(response.headers.get('retry-after'));
  return { outcome: 'unavailable', retryAfterSeconds: Number.isInteger(seconds) && seconds > 0 ? seconds : 5 };
}

function challengeOf(error: client.WWWAuthenticateChallengeError): Record<string, string | undefined> {
  const bearer = error.cause.find((challenge) => challenge.scheme.toLowerCase() === 'bearer');
  return (bearer?.parameters ?? {}) as Record<string, string | undefined>;
}

function challenged(error: client.WWWAuthenticateChallengeError): Answer<never> {
  const { error: code, acr_values: acrValues, max_age: maxAge } = challengeOf(error);
  if (code !== 'insufficient_user_authentication') {
    return error.status === 403 ? { outcome: 'forbidden' } : { outcome: 'signed_out' };
  }
  const seconds = Number(maxAge);
  return {
    outcome: 'step_up',
    acrValues: acrValues?.split(' ').filter(Boolean) ?? [],
    maxAgeSeconds: maxAge !== undefined && Number.isInteger(seconds) && seconds >= 0 ? seconds : undefined,
  };
}
