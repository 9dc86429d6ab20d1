/** What each kind of application needs when it is registered. What it is registered with is the server's to say (`POST /clients`). */
import type { components } from '../paths.ts';

export type ClientKind = components['schemas']['NewClient']['kind'];

interface KindRow {
  /** Where users come back to: whether one has to be said, and one that is right for development. */
  readonly redirectUri?: { readonly required: boolean; readonly example: string };
  /** Whether it can keep a secret. */
  readonly hasSecret: boolean;
}

export const kinds: Readonly<Record<ClientKind, KindRow>> = {
  web: { redirectUri: { required: true, example: 'http://localhost:4000/callback' }, hasSecret: true },
  spa: { redirectUri: { required: true, example: 'http://localhost:4000/' }, hasSecret: false },
  native: { redirectUri: { required: false, example: 'com.example.shop:/callback' }, hasSecret: false },
  machine: { hasSecret: true },
  device: { hasSecret: false },
  api: { hasSecret: true },
};

type Client = components['schemas']['Client'];

/** What kind a client seems to be: nobody wrote it down. */
export function kindOf(client: Client): ClientKind {
  const { grant_types: grants = ['authorization_code'], application_type: type, resource_server_for: apis } = client;
  if (!grants.includes('authorization_code')) {
    if (grants.includes('urn:ietf:params:oauth:grant-type:device_code')) return 'device';
    return grants.includes('client_credentials') || !apis ? 'machine' : 'api';
  }
  if (type === 'native') return 'native';
  return client.token_endpoint_auth_method === 'none' ? 'spa' : 'web';
}
