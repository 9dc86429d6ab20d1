/** Tokens of an upstream, as they are kept with an identity: they are for the connection alone that got them, and the server it asks. */
import { hash } from 'node:crypto';
import type { IdentityRecord } from '@gatehouse/storage';
import type { Connection } from './connections.ts';

type Tokens = Readonly<Record<string, unknown>>;

/** The client that the upstream gave them to, and where they may be sent. */
function holderOf({ name, kind, client_id: clientId, ...definition }: Connection): string {
  const { issuer, token_endpoint: endpoint } = definition as { issuer?: string; token_endpoint?: string };
  return hash('sha256', JSON.stringify([name, kind, clientId, issuer, endpoint]), 'base64url');
}

/** What is kept of them. */
export const keptFor = (connection: Connection, tokens: object): Tokens => ({
  ...tokens,
  holder: holderOf(connection),
});

/** Those that the connection got, as it is declared now; none where another one did. */
export function tokensFor(
  connection: Connection,
  { tokens = {} }: { readonly tokens?: IdentityRecord['tokens'] | undefined },
): Tokens {
  const { holder, ...rest } = tokens;
  return holder === holderOf(connection) ? rest : {};
}
