/** `gatehouse token introspect`: what the server says of a token (RFC 7662). */
import * as oauth from 'openid-client';
import { coloured } from '../colour.ts';
import { printJson } from '../output.ts';
import { RefusedError, UsageError } from '../refused.ts';
import { linesOf } from './claims.ts';
import { readText } from './key-file.ts';
import type { ClientOptions } from './options.ts';
import { connect, needEndpoint } from './server.ts';
import { asked } from './server-errors.ts';
import { textOfStdin } from './standard-input.ts';

interface IntrospectOptions extends ClientOptions {
  readonly tokenFile?: string;
  readonly tokenTypeHint?: string;
}

/** Ends with 1 when the token is not active. */
export async function introspect(options: IntrospectOptions): Promise<void> {
  const { tokenFile, tokenTypeHint } = options;
  if (tokenFile === undefined && options.clientSecretStdin)
    throw new UsageError('standard input holds one thing: give --token-file, or GATEHOUSE_CLIENT_SECRET_FILE');
  const connection = await connect(options);
  needEndpoint(connection, 'introspection_endpoint', 'introspection');
  const token = tokenFile === undefined ? await textOfStdin('the token') : (await readText(tokenFile, 'token')).trim();
  const answer = await asked(connection.metadata.issuer, () =>
    oauth.tokenIntrospection(
      connection.configuration,
      token,
      tokenTypeHint === undefined ? {} : { token_type_hint: tokenTypeHint },
    ),
  );
  if (options.json) printJson(answer);
  else {
    process.stdout.write(`${coloured('heading', `The server says: ${answer.active ? 'active' : 'not active'}`)}\n`);
    for (const line of linesOf(answer, Date.now() / 1000)) process.stdout.write(`${line}\n`);
  }
  if (!answer.active)
    throw new RefusedError('the token is not active: it has ended, is revoked, or is not for this client to ask about');
}
