/** `gatehouse token client-credentials`: a token for the client itself (RFC 6749 section 4.4). */
import * as oauth from 'openid-client';
import { proofOf, provedBy } from './dpop.ts';
import { type GrantOptions, grantParameters } from './options.ts';
import { present } from './present.ts';
import { connect } from './server.ts';
import { asked } from './server-errors.ts';

export async function clientCredentials(options: GrantOptions): Promise<void> {
  const connection = await connect(options);
  const { configuration, metadata } = connection;
  const proof = await proofOf(configuration, options);
  const tokens = await asked(metadata.issuer, () =>
    oauth.clientCredentialsGrant(configuration, grantParameters(options), provedBy(proof)),
  );
  await present({ connection, tokens, proof, options });
}
