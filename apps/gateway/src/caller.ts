/** Who calls: once the credential of a request was looked at, and once they are let in. */
import type { RequestAuth } from '@gatehouse/oauth-guard';
import type { Exchangeable } from './exchange.ts';

/** A caller whose credential has the right form; an access token is verified, the rest is verified by the exchange. */
export interface Caller {
  readonly credential: Exchangeable;
  /** Present for access tokens. */
  readonly auth: RequestAuth | undefined;
  /** To be set on the answer whatever it will be, such as a fresh `dpop-nonce`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the credential itself was looked at on this request; of others only the token that they were exchanged for can tell. */
  readonly isVerified: boolean;
}

/** A token for the service, and whom it stands for. */
export interface Admission {
  /** Whose requests are limited together. */
  readonly caller: string;
  /** The client whose access token it was. */
  readonly clientId?: string | undefined;
  /** The API key or service account, as the authorization server calls it. */
  readonly credentialId?: string | undefined;
  /** What the caller sent, and of an access token what it says. */
  readonly credential: Exchangeable;
  readonly auth: RequestAuth | undefined;
  readonly accessToken: string;
  readonly scopes: readonly string[];
  readonly subject: string;
  /** Names and values in turn: the token, the subject, and tokens for services further on. */
  readonly headers: readonly string[];
}
