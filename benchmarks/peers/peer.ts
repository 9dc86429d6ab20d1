/** What a server must give to be measured beside others. */
import type { ChainTarget } from '../chains.ts';
import type { FlowTarget } from '../flows.ts';
import type { Target } from '../load.ts';
import type { SpawnedServer } from '../processes.ts';

/** What is measured, and what it is called in reports. */
export const works = {
  discovery: 'discovery document',
  clientCredentials: 'client credentials, RS256 JWT',
  refresh: 'refresh, rotating',
  codeFlow: 'code flow with a session',
  introspection: 'introspection',
  userinfo: 'userinfo',
} as const;

export type Work = keyof typeof works;

/** The one scope of all tokens for the API. */
export const SCOPE = 'invoice_read';
/** Where authorization codes are sent; nobody listens there. */
export const CALLBACK = 'https://app.example/callback';
/** How many refresh tokens are used at once, and connections of other requests. */
export const CHAINS = 16;

/** Requests of a server that runs and has its clients and users. */
export interface Requests {
  /** Where its public keys are. */
  readonly jwksUri: string;
  /** Asks for a JWT of `SCOPE`. */
  readonly clientCredentials: Target;
  readonly refresh: ChainTarget;
  /** Authorization request, code and tokens, in browsers that are signed in. */
  readonly codeFlow?: FlowTarget;
  readonly discovery?: Target;
  readonly introspection?: Target;
  readonly userinfo?: Target;
  /** New tokens for these two, where a token may end before all is measured. */
  readonly renew?: () => Promise<Required<Pick<Requests, 'introspection' | 'userinfo'>>>;
}

/** A folder of its own, and an empty database where it uses one. */
export interface Place {
  readonly folder: string;
  readonly newDatabase: () => Promise<string>;
}

/** A server that can be started again and again on what it kept. */
export interface Installed {
  /** The database that it uses on the PostgreSQL server, for counting. */
  readonly database?: string;
  /** Starts it, and gives where to see that it is ready. */
  start(): { readonly server: SpawnedServer; readonly readyUrl: string };
  /** Makes clients and users where that is not done yet, signs a user in, and says what to ask. */
  requests(server: SpawnedServer): Promise<Requests>;
}

export interface Peer {
  readonly name: string;
  readonly version: string;
  readonly store: string;
  /** For the report: how it is set up. */
  readonly settings: string;
  /** For the report: what it does less, or more, than the others. */
  readonly differs: string;
  /** Why it cannot be measured here, in a line. */
  readonly missing?: () => string | undefined;
  install(place: Place): Promise<Installed>;
}
