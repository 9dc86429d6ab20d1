/**
 * The API as this application uses it: calls in the name of a signed-in user. What can happen is a closed list, so that
 * every page answers all of it.
 */
import {
  challengeOf,
  createRenewedCall,
  type RelyingParty,
  type Session,
  SessionEnded,
} from '@gatehouse/relying-party';
import * as client from 'openid-client';
import { type Invoice, type InvoicePage, readInvoice, readInvoicePage } from './invoice.ts';

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
  const { origin, relyingParty } = options;
  const renewed = createRenewedCall(options);

  async function attempt(session: Session, method: string, path: string): Promise<Response> {
    return renewed(session, (accessToken) => relyingParty.fetchResource(accessToken, new URL(path, origin), method));
  }

  async function call<T>(
    session: Session,
    method: string,
    path: string,
    read: (body: unknown) => T,
  ): Promise<Answer<T>> {
    try {
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

function challenged(error: client.WWWAuthenticateChallengeError): Answer<never> {
  const { code, acrValues, maxAgeSeconds } = challengeOf(error);
  if (code === 'insufficient_user_authentication') return { outcome: 'step_up', acrValues, maxAgeSeconds };
  return error.status === 403 ? { outcome: 'forbidden' } : { outcome: 'signed_out' };
}
