/**
 * The exchange at the authorization server (RFC 8693): a credential from outside becomes a short-lived token for exactly one
 * service. What is wrong with the credential is the caller's fault; that nobody can be asked is not.
 */
import { HttpError } from '@gatehouse/http';
import { type Dispatcher, request } from 'undici';
import { credentialKinds, type OwnKind } from './credentials/credentials.ts';

/** A credential that was read and, as far as the gateway can, verified. */
export interface Exchangeable {
  readonly kind: OwnKind | 'access_token';
  readonly value: string;
}

/** For which service, with which rights. */
export interface ExchangeTarget {
  readonly audience: string;
  readonly scopes: readonly string[] | undefined;
}

/** What came of an exchange. */
export interface Exchanged {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
  /** `sub` and `gid` of the token: whom it stands for, and by what it is revoked. */
  readonly subject: string;
  readonly grantId: string | undefined;
}

/** How to reach the authorization server. */
export interface ExchangeOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: () => string;
  readonly timeoutMs: number;
  readonly dispatcher: Dispatcher;
}

/** Exchanges a credential. Rejects with HttpError: 401, 403, 502 or 503. */
export type Exchange = (credential: Exchangeable, target: ExchangeTarget) => Promise<Exchanged>;

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

const unavailable = (detail: unknown) =>
  new HttpError(503, 'temporarily_unavailable', 'The credential cannot be exchanged at the moment; try again.', {
    headers: { 'Retry-After': '2' },
    detail,
  });

const formEncoded = (value: string) => new URLSearchParams({ '': value }).toString().slice(1);

/** The answers of the token endpoint that are the caller's to mend (RFC 8693, section 2.2.2). */
function refusalFor(status: number, error: unknown): HttpError {
  if (status === 400 && (error === 'invalid_request' || error === 'invalid_grant')) {
    return new HttpError(401, 'invalid_token', 'The credential is not accepted.');
  }
  if (status === 400 && error === 'invalid_scope') {
    return new HttpError(403, 'insufficient_scope', 'The credential allows nothing of what this service needs.');
  }
  if (status === 400 && error === 'invalid_target') {
    return new HttpError(403, 'access_denied', 'The credential is not for this service.');
  }
  if (status >= 500 || status === 429) return unavailable(`the token endpoint answered ${status}`);
  // Wrong secret, unknown client: the gateway is set up wrongly.
  return new HttpError(502, 'gateway_not_accepted', 'The gateway is not set up for this service.', {
    detail: `the token endpoint answered ${status} ${String(error)}`,
  });
}

/** Reads a token that came straight from its issuer over TLS; the service verifies it. */
function claimsOf(token: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Makes the exchange of one client. */
export function createExchange(options: ExchangeOptions): Exchange {
  const { issuer, clientId, clientSecret, timeoutMs, dispatcher } = options;
  const endpoint = `${issuer}/token`;
  const authorization = `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret())}`).toString('base64')}`;

  const ask = async (form: URLSearchParams): Promise<{ status: number; body: Record<string, unknown> }> => {
    try {
      const { statusCode, body } = await request(endpoint, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: form.toString(),
        dispatcher,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: statusCode, body: (await body.json()) as Record<string, unknown> };
    } catch (error) {
      throw unavailable(error);
    }
  };

  return async ({ kind, value }, { audience, scopes }) => {
    const form = new URLSearchParams({
      grant_type: grantType,
      subject_token: value,
      subject_token_type: kind === 'access_token' ? accessTokenType : credentialKinds[kind].tokenType,
      resource: audience,
    });
    if (scopes) form.set('scope', scopes.join(' '));
    const { status, body } = await ask(form);
    const { access_token: accessToken, expires_in: expiresIn, token_type: type } = body;
    if (status !== 200) throw refusalFor(status, body['error']);
    if (typeof accessToken !== 'string' || typeof expiresIn !== 'number' || type !== 'Bearer')
      throw unavailable('the token endpoint gave no bearer token');
    const claims = claimsOf(accessToken);
    return {
      accessToken,
      expiresInSeconds: expiresIn,
      scopes: (text(body['scope']) ?? '').split(' '),
      subject: text(claims['sub']) ?? '',
      grantId: text(claims['gid']),
    };
  };
}
