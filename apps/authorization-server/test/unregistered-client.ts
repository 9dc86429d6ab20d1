/** Clients that no operator registered, put straight into the database, for tests. */
import { createHash } from 'node:crypto';
import { TestClient } from './client.ts';
import { api, type RegistryDocument, type TestServer } from './server.ts';

/** Lets clients in that registered themselves, with everything that the tests ask for. */
export const letRegisteredThemselvesIn = (document: RegistryDocument): void => {
  Object.assign(document, {
    unregistered_clients: {
      scope: 'openid profile email offline_access',
      scopes: { [api]: ['profile_read', 'invoice_read'] },
      registration: { mode: 'closed' },
    },
  });
};

/** Whatever it says of itself. */
export interface Told {
  readonly client_name?: string;
  readonly redirect_uris?: readonly string[];
  readonly [member: string]: unknown;
}

/** A public client that registered itself a moment ago. */
export async function registeredItself(server: TestServer, name: string, told: Told = {}): Promise<TestClient> {
  const { storage } = server.server;
  const redirectUri = told.redirect_uris?.[0] ?? 'https://agent.example/callback';
  const clientId = `dyn_${name}`;
  await storage.commit([
    storage.unregisteredClients.writes.register({
      clientId,
      host: URL.parse(redirectUri)?.hostname ?? '',
      metadata: { client_name: 'Agent', redirect_uris: [redirectUri], token_endpoint_auth_method: 'none', ...told },
      managementSha256: createHash('sha256').update(clientId).digest(),
      removableAtSeconds: Math.floor(Date.now() / 1000) + 86_400,
    }),
  ]);
  return new TestClient(server, clientId, { redirectUri });
}
