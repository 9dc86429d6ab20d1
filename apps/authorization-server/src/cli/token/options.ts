/** What the commands of `gatehouse token` take. */

/** The server, and the client that the command is to it. */
export interface ClientOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretStdin?: boolean;
  /** A file with a private key, JWK or PEM. */
  readonly key?: string;
  readonly certificate?: string;
  readonly certificateKey?: string;
  readonly authMethod?: string;
  readonly ca?: string;
}

/** What a token is asked for. */
export interface GrantOptions extends ClientOptions {
  readonly scope?: readonly string[];
  readonly resource?: readonly string[];
  readonly audience?: readonly string[];
  readonly dpop?: boolean;
  readonly dpopKey?: string;
  /** An API to call with the token. */
  readonly call?: string;
}

/** The parameters that every grant takes, as a request carries them (RFC 6749, RFC 8707). */
export function grantParameters({ scope, resource = [], audience = [] }: GrantOptions): URLSearchParams {
  return new URLSearchParams([
    ...(scope ? [['scope', scope.join(' ')] satisfies [string, string]] : []),
    ...resource.map((indicator): [string, string] => ['resource', indicator]),
    ...audience.map((name): [string, string] => ['audience', name]),
  ]);
}

/** Those that say which API a token is for: said once more where a code is redeemed (RFC 8707 section 2.2). */
export const resourcesOf = ({ resource, audience }: GrantOptions): URLSearchParams =>
  grantParameters({ resource, audience } as GrantOptions);
