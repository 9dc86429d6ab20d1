/** What only development mode allows. */
import type { PlacedFault } from './faults.ts';
import type { Registry } from './schema.ts';

/** Passwords in the open, and clients whose keys only development mode makes. */
export function productionFaults({ users, clients }: Pick<Registry, 'users' | 'clients'>): PlacedFault[] {
  return [
    ...users.flatMap(({ password }, index) =>
      password === undefined
        ? []
        : [{ path: ['users', index], message: 'has a plain password, which only development mode allows' }],
    ),
    ...clients.flatMap(({ token_endpoint_auth_method: method, jwks, jwks_uri: jwksUri }, index) =>
      method !== 'private_key_jwt' || jwks || jwksUri
        ? []
        : [{ path: ['clients', index], message: 'has no jwks or jwks_uri, and only development mode makes its key' }],
    ),
  ];
}
