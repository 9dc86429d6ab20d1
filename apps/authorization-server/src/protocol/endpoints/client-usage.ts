/** oidc-provider's events → what clients use of what they are registered with. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { ClientUsage } from '../../directory/clients/usage.ts';

type RegisteredClient = NonNullable<KoaContextWithOIDC['oidc']['entities']['Client']>;

/** Without its port, which is any on loopback (RFC 8252, section 7.3). */
function withoutPort(uri: string): string {
  const url = URL.parse(uri);
  if (url) url.port = '';
  return url?.href ?? uri;
}

/** What is registered, in whatever form it was used: callers choose ports, and would fill the database with them. */
function registeredRedirect({ redirectUris = [] }: RegisteredClient, used: string): string | undefined {
  if (redirectUris.includes(used)) return used;
  return redirectUris.find((one) => withoutPort(one) === withoutPort(used));
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Gives what listens to the events of a provider. */
export function createUsageRecorder(usage: Pick<ClientUsage, 'note'>): (provider: Provider) => void {
  const issued = ({ oidc: { params, entities } }: KoaContextWithOIDC) => {
    const clientId = entities.Client?.clientId;
    const token = entities.AccessToken ?? entities.ClientCredentials;
    if (clientId === undefined || !token) return;
    usage.note(clientId, 'grant_type', text(params?.['grant_type']) ?? '');
    const indicator = token.resourceServer?.identifier();
    if (token.scope) usage.note(clientId, indicator ?? 'scope', token.scope);
    const constraint = token['x5t#S256'] === undefined ? undefined : 'mtls';
    usage.note(clientId, 'sender_constraint', constraint ?? (token.jkt === undefined ? 'none' : 'dpop'));
  };
  const accepted = ({ oidc: { params, entities } }: KoaContextWithOIDC) => {
    const { Client: client } = entities;
    if (!client || !params) return;
    const { clientId } = client;
    usage.note(clientId, 'pkce', text(params['code_challenge']) === undefined ? 'none' : 'S256');
    const redirectUri = text(params['redirect_uri']);
    const registered = redirectUri === undefined ? undefined : registeredRedirect(client, redirectUri);
    if (registered !== undefined) usage.note(clientId, 'redirect_uri', registered);
    asked(client, params['scope']);
  };
  const asked = ({ clientId, scope: registered = '' }: RegisteredClient, scope: unknown) => {
    const known = new Set(registered.split(' '));
    const names = text(scope)
      ?.split(' ')
      .filter((name) => known.has(name));
    if (names?.length) usage.note(clientId, 'scope', [...new Set(names)].toSorted().join(' '));
  };
  return (provider) => {
    provider.on('grant.success', issued);
    provider.on('authorization.success', accepted);
    provider.on('device_authorization.success', ({ oidc: { params, entities } }: KoaContextWithOIDC) => {
      if (entities.Client) asked(entities.Client, params?.['scope']);
    });
  };
}
