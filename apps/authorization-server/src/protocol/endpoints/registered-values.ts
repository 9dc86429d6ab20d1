/**
 * What the developers of an application need when a value of theirs is not registered: what came, what is registered, and what to
 * add. Only in development: in production it is nobody's business what is registered, least of all a stranger's.
 */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { stringify } from 'yaml';
import type { ProtocolError } from '../engine/protocol-error.ts';

export interface RegisteredValues {
  /** The parameter, and its value as it came; undefined when it was missing. */
  readonly name: string;
  readonly received: string | undefined;
  readonly registered: readonly string[];
  /** Lines for a registry file. */
  readonly add: string;
}

const entry = (clientId: string, members: object) => stringify({ clients: [{ client_id: clientId, ...members }] });

/** Undefined when the error is about something else. */
export function registeredValuesOf(
  { oidc, path }: KoaContextWithOIDC,
  { error, description }: ProtocolError,
): RegisteredValues | undefined {
  const { client, params = {} } = oidc ?? {};
  const received = (name: string) => (typeof params[name] === 'string' ? params[name] : undefined);
  const values = (name: string, member: string, registered: readonly string[] = []): RegisteredValues => {
    const value = received(name);
    const wanted = [...registered, ...(value === undefined ? [] : [value])];
    return { name, received: value, registered, add: entry(client?.clientId ?? '', { [member]: wanted }) };
  };
  if (error === 'invalid_client' && !client) {
    const clientId = received('client_id');
    // It describes itself, or the policy does not let it in: an entry of the registry is not what is missing.
    if (clientId?.startsWith('https://')) return undefined;
    return {
      name: 'client_id',
      received: clientId,
      registered: [],
      add: entry(clientId ?? '', { redirect_uris: [received('redirect_uri') ?? ''] }),
    };
  }
  if (error === 'invalid_redirect_uri' && client) return values('redirect_uri', 'redirect_uris', client.redirectUris);
  if (path.startsWith('/session/end') && client && description.startsWith('post_logout_redirect_uri'))
    return values('post_logout_redirect_uri', 'post_logout_redirect_uris', client.postLogoutRedirectUris);
  return undefined;
}
