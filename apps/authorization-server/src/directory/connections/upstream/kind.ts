/** What is particular of a kind of upstream; everything else is the same for all of them, see `upstream.ts`. */
import type { CryptoKey } from 'jose';
import type { ClientAuth, ServerMetadata } from 'openid-client';
import type { OutboundFetch } from '../../../delivery/outbound/guard.ts';
import type { Connection } from '../connections.ts';
import type { RawClaims } from '../mapping.ts';

export type ConnectionOf<Name extends Connection['kind']> = Extract<Connection, { readonly kind: Name }>;

/** Where its metadata is: to be discovered, or known. */
export type Server =
  | { readonly discover: string }
  /** Without an ID token: who the user is, is asked for with the access token. */
  | { readonly metadata: ServerMetadata; readonly userinfo: string };

/** What the provider said of a user, and how it is to be understood. */
export interface Said {
  readonly claims: RawClaims;
  /** Present where an ID token said it; its signature, audience, nonce and times were checked. */
  readonly idToken: boolean;
}

export interface Kind<Of extends Connection = Connection> {
  readonly server: (connection: Of) => Server;
  /** What is asked for when the connection does not say. */
  readonly scope: string;
  /** `form_post` where the provider insists on it. */
  readonly responseMode?: 'form_post';
  /** Parameters of the authorization request beside the usual ones. */
  readonly parameters?: (connection: Of) => Readonly<Record<string, string>>;
  /** By a private key (ES256), which the secret is. Absent: by the secret, as the connection says. */
  readonly authentication?: (connection: Of, key: CryptoKey, nowMs: number) => ClientAuth;
  /** Without PKCE (RFC 7636) where the provider refuses it. */
  readonly pkce?: (connection: Of) => boolean;
  /** Its ID tokens say when the user signed in (auth_time), where that is asked by `max_age` (OpenID Connect Core 1.0, section 3.1.2.1). */
  readonly saysWhen: boolean;
  /** What it takes for a wish that the user be asked; nothing where it knows no `prompt`. Absent: as the standard says. */
  readonly prompt?: 'select_account' | 'none';
  /** What the browser brings beside the code. Nobody has signed it, so it adds to the claims and never replaces one. */
  readonly besideCode?: (answer: URLSearchParams) => RawClaims;
  /** An answer of the provider as the protocol has it, where it does not keep to it. */
  readonly mend?: (response: Response) => Promise<Response>;
  /** What else must hold of the claims; the sentence says what is wrong. */
  readonly fault?: (connection: Of, claims: RawClaims) => string | undefined;
  /** Completes the claims by further questions with the access token. */
  readonly complete?: (connection: Of, said: Said, ask: Ask) => Promise<RawClaims>;
}

/** A GET with the access token, answered by JSON. */
export type Ask = (url: string, headers?: Readonly<Record<string, string>>) => Promise<unknown>;

export type { OutboundFetch };
