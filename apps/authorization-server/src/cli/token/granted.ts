/** What a server has given. */
import type * as oauth from 'openid-client';
import type { Proof } from './dpop.ts';
import type { GrantOptions } from './options.ts';
import type { Connection } from './server.ts';

/** A grant that has been given. */
export interface Granted {
  readonly connection: Connection;
  readonly tokens: oauth.TokenEndpointResponse;
  readonly proof: Proof | undefined;
  readonly options: Pick<GrantOptions, 'json' | 'quiet' | 'call'>;
}
