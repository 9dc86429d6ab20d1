/** The scopes of the admin API, as its OpenAPI document names them; a test compares the two. */
export const adminScopes = [
  'clients:read',
  'clients:write',
  'clients:secrets',
  'resources:read',
  'resources:write',
  'connections:read',
  'connections:write',
  'users:read',
  'users:write',
  'users:credentials',
  'sessions:revoke',
  'keys:read',
  'keys:rotate',
  'audit:read',
  'outbox:read',
  'outbox:write',
  'settings:read',
  'config:apply',
] as const;

/** What a page needs of the user's roles. */
export type AdminScope = (typeof adminScopes)[number];
