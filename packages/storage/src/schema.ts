/**
 * The tables as Kysely types. Times are seconds since the epoch unless the name says otherwise, truth values 0 or 1,
 * JSON is text, and everything called sealed is an AES-256-GCM envelope.
 */
export interface Schema {
  artefacts: ArtefactsTable;
  clients: { client_id: string; metadata: string; disabled: number; updated_at: number };
  client_secrets: { client_id: string; sha256: Uint8Array; created_at: number; expires_at: number | null };
  resources: { indicator: string; definition: string };
  roles: { name: string; definition: string };
  accounts: AccountsTable;
  memberships: { account_id: string; role: string };
  credentials: CredentialsTable;
  signing_keys: SigningKeysTable;
  key_generations: { purpose: string; generation: number };
  audit: AuditTable;
  counters: { key: Uint8Array; count: number; expires_at: number };
  changes: { kind: string; version: number };
  leases: { name: string; holder: string; expires_at: number };
  revocations: RevocationsTable;
  api_credentials: ApiCredentialsTable;
  outbox: OutboxTable;
  passkeys: PasskeysTable;
  declarations: { id: Uint8Array; data: string };
}

/** Codes, tokens, sessions, interactions: whatever is found by a secret and dies. Keyed by (model, SHA-256 of the identifier). */
export interface ArtefactsTable {
  model: string;
  id: Uint8Array;
  /** Sealed JSON; empty once destroyed, and for marks that only say "seen". */
  payload: Uint8Array;
  grant_id: string | null;
  uid: Uint8Array | null;
  user_code: Uint8Array | null;
  account_id: string | null;
  client_id: string | null;
  expires_at: number | null;
  consumed_at: number | null;
  /** Set: a tombstone, so that a late upsert does not revive what was ended. */
  destroyed_at: number | null;
  written_at_ms: number;
}

export interface AccountsTable {
  id: string;
  login: string;
  name: string | null;
  email: string | null;
  email_verified: number;
  /** Read by instances of the version before: the claim of that name. */
  department: string | null;
  locale: string | null;
  /** The memberships as a list, for instances of the version before; what they write counts for accounts without memberships. */
  roles: string;
  claims: string;
  status: string;
  created_at: number;
  updated_at: number;
  expires_at: number | null;
  terms_version: string | null;
  terms_accepted_at: number | null;
}

export interface CredentialsTable {
  account_id: string;
  kind: string;
  sealed_data: Uint8Array;
  version: number;
  created_at: number;
  updated_at: number;
}

export interface SigningKeysTable {
  kid: string;
  purpose: string;
  state: string;
  algorithm: string;
  public_jwk: string | null;
  sealed_private_key: Uint8Array;
  created_at: number;
  not_before: number | null;
  not_after: number | null;
}

/** Keyed by the SHA-256 of the credential's id. */
export interface PasskeysTable {
  id: Uint8Array;
  account_id: string;
  name: string;
  sealed_data: Uint8Array;
  sign_count: number;
  backup_eligible: number;
  backed_up: number;
  created_at: number;
  last_used_at: number | null;
}

/** What is still to be sent to the outside. */
export interface OutboxTable {
  id: string;
  kind: string;
  sealed_payload: Uint8Array;
  attempts: number;
  due_at: number;
  created_at: number;
  expires_at: number;
}

export interface AuditTable {
  id: string;
  at_ms: number;
  type: string;
  account_id: string | null;
  client_id: string | null;
  data: string;
}

export interface RevocationsTable {
  id: Uint8Array;
  version: number;
  stamp: string;
  before_at: number | null;
  expires_at: number;
}

export interface ApiCredentialsTable {
  id: string;
  kind: string;
  name: string;
  login: string | null;
  sha256: Uint8Array;
  account_id: string | null;
  scopes: string;
  claims: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
}
