/** oidc-provider's events → what clients use of what they are registered with. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { ClientUsage } from '../../directory/clients/usage.ts';

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
    const clientId = entities.Client?.clientId;
    if (clientId === undefined || !params) return;
    usage.note(clientId, 'pkce', text(params['code_challenge']) === undefined ? 'none' : 'S256');
    const redirectUri = text(params['redirect_uri']);
    if (redirectUri !== undefined) usage.note(clientId, 'redirect_uri', redirectUri);
    asked(clientId, params['scope']);
  };
  const asked = (clientId: string, scope: unknown) => {
    const names = text(scope);
    if (names !== undefined) usage.note(clientId, 'scope', names);
  };
  return (provider) => {
    provider.on('grant.success', issued);
    provider.on('authorization.success', accepted);
    provider.on('device_authorization.success', ({ oidc: { params, entities } }: KoaContextWithOIDC) => {
      if (entities.Client) asked(entities.Client.clientId, params?.['scope']);
    });
  };
}
