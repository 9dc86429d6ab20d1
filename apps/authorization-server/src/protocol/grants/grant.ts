import type { Provider, TokenEndpointGrantContext } from 'oidc-provider';
import type { GrantType } from '../../directory/clients/grant-types.ts';
import type { Keyring } from '../keys/keyring.ts';

/** Answers a token request whose client is authenticated and may use the grant. */
export type GrantHandler = (ctx: TokenEndpointGrantContext) => Promise<void>;

/** What goes around a handler of oidc-provider. */
export type Around = (ctx: TokenEndpointGrantContext, original: GrantHandler) => Promise<void>;

/** A grant that oidc-provider has, with what we put around it: the first is outermost. */
interface KnownGrant {
  readonly type: GrantType;
  readonly around: readonly Around[];
}

/** A grant of ours. */
export interface OwnGrant {
  readonly type: GrantType;
  /** What the form may hold beside the client's credentials. */
  readonly parameters: readonly string[];
  /** Those of them that may stand there several times. */
  readonly repeatable: readonly string[];
  /** Made for each provider, after the grants that stand before it in the list. */
  readonly handler: (provider: Provider, keyring: Keyring) => GrantHandler;
}

/** One grant of the token endpoint. The rules for clients that have it are in `directory/clients/grant-types.ts`. */
export type Grant = KnownGrant | OwnGrant;
