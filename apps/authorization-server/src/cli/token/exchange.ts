/** `gatehouse token exchange`: another token for the one that the client has (RFC 8693). */
import * as oauth from 'openid-client';
import { UsageError } from '../refused.ts';
import { proofOf, provedBy } from './dpop.ts';
import { readText } from './key-file.ts';
import { type GrantOptions, grantParameters } from './options.ts';
import { present } from './present.ts';
import { connect } from './server.ts';
import { asked } from './server-errors.ts';
import { textOfStdin } from './standard-input.ts';

interface ExchangeOptions extends GrantOptions {
  /** Standard input without it. */
  readonly subjectTokenFile?: string;
  readonly subjectTokenType: string;
  readonly actorTokenFile?: string;
  readonly actorTokenType: string;
  readonly requestedTokenType?: string;
}

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** `id_token` and the like stand for the identifiers of RFC 8693 section 3. */
const typeOf = (name: string): string => (name.includes(':') ? name : `urn:ietf:params:oauth:token-type:${name}`);

export async function exchange(options: ExchangeOptions): Promise<void> {
  const { subjectTokenFile, subjectTokenType, actorTokenFile, actorTokenType, requestedTokenType } = options;
  if (subjectTokenFile === undefined && options.clientSecretStdin)
    throw new UsageError('standard input holds one thing: give --subject-token-file, or GATEHOUSE_CLIENT_SECRET_FILE');
  const connection = await connect(options);
  const { configuration, metadata } = connection;
  const parameters = grantParameters(options);
  const subject =
    subjectTokenFile === undefined
      ? await textOfStdin('the subject token')
      : (await readText(subjectTokenFile, 'subject token')).trim();
  parameters.set('subject_token', subject);
  parameters.set('subject_token_type', typeOf(subjectTokenType));
  if (actorTokenFile !== undefined) {
    parameters.set('actor_token', (await readText(actorTokenFile, 'actor token')).trim());
    parameters.set('actor_token_type', typeOf(actorTokenType));
  }
  if (requestedTokenType !== undefined) parameters.set('requested_token_type', typeOf(requestedTokenType));
  const proof = await proofOf(configuration, options);
  const tokens = await asked(metadata.issuer, () =>
    oauth.genericGrantRequest(configuration, grantType, parameters, provedBy(proof)),
  );
  await present({ connection, tokens, proof, options });
}
