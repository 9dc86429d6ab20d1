/** What operations of the admin API work with. A handler names the members that it uses. */
import type { Storage } from '@gatehouse/storage';
import type { Commit } from '../directory/operations/commit.ts';
import type { Revocations } from '../directory/revocation/revocations.ts';

/** Stores that are read; operations of the directory write. */
export type AdminStores = Pick<
  Storage,
  | 'accounts'
  | 'apiCredentials'
  | 'artefacts'
  | 'audit'
  | 'clientUsage'
  | 'clients'
  | 'endArtefacts'
  | 'idempotency'
  | 'outbox'
  | 'policies'
  | 'resources'
  | 'revisions'
  | 'roles'
  | 'signingKeys'
>;

export interface AdminContext {
  readonly issuer: string;
  readonly production: boolean;
  readonly storage: AdminStores;
  readonly revocations: Revocations;
  readonly commit: Commit;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Secrets by which cursors are sealed; the first seals, all open. */
  readonly cursorKeys: () => readonly string[];
  /** Settings in force, without secrets. */
  readonly redactedSettings: () => Readonly<Record<string, unknown>>;
}
