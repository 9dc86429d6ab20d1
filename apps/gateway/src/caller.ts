/** Who calls, once the credential of a request was looked at. */
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
