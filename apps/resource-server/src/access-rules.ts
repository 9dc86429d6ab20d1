/**
 * What may be asked of the API: which request needs what of its access token. What is not listed is refused. The policies of
 * users and invoices decide afterwards about the object; they check the scopes once more, so that neither list alone
 * can let anybody in.
 */
import {
  createResourceServer,
  type ExpressResourceServer,
  type Observer,
  type ReplayStore,
  type Rule,
} from '@gatehouse/oauth-guard/express';
import type { Settings } from './settings.ts';

/** Every route that there is, and the scopes it needs. */
export const rules: readonly Rule[] = [
  { path: '/', method: 'GET', auth: 'none' },
  { path: '/openapi.json', method: 'GET', auth: 'none' },
  { path: '/secure-data', method: 'GET' },
  { path: '/users', method: 'GET', scopes: 'users_admin' },
  { path: '/users/:id', method: 'GET', anyScope: ['profile_read', 'users_admin'] },
  { path: '/users/:id', method: 'PATCH', anyScope: ['profile_write', 'users_admin'] },
  { path: '/users/:id', method: 'DELETE', scopes: 'users_admin' },
  { path: '/invoices', method: 'GET', scopes: 'invoice_read' },
  { path: '/invoices', method: 'POST', scopes: 'invoice_write' },
  { path: '/invoices/:id', method: 'GET', scopes: 'invoice_read' },
  { path: '/invoices/:id/approve', method: 'POST', scopes: 'invoice_approve' },
];

/** The verifier of access tokens as the settings describe it. Refusals go to the error handler as AccessTokenError. */
export function createGuard(settings: Settings, observe: Observer, replayStore: ReplayStore): ExpressResourceServer {
  return createResourceServer({
    resource: settings.audience,
    issuers: [{ issuer: settings.issuer, algorithms: settings.signingAlgorithms }],
    publicUrl: settings.publicOrigin,
    clockToleranceSeconds: settings.clockToleranceSeconds,
    keys: {
      cacheSeconds: settings.jwksCacheSeconds,
      staleSeconds: settings.jwksStaleSeconds,
      cooldownSeconds: settings.jwksCooldownSeconds,
    },
    ...(settings.clientCertificateHeader !== undefined && {
      mtls: { certificateHeader: settings.clientCertificateHeader, trustedProxies: settings.trustedProxies },
    }),
    ...(settings.clientSecret !== undefined && {
      revocation: {
        client: { id: settings.clientId, secret: settings.clientSecret.reveal() },
        maxStaleSeconds: settings.revocationMaxStaleSeconds,
        whenStale: settings.revocationWhenStale,
      },
    }),
    // Proofs are remembered in the database, so that every instance knows what another has seen.
    dpop: { replayStore },
    refusals: 'next',
    observe,
  });
}

/** What RFC 9728 metadata says beside what follows from the settings. */
export const description = {
  resourceName: 'Gatehouse demo API',
  scopesSupported: ['profile_read', 'invoice_read'],
} as const;
