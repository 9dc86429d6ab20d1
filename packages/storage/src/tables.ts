/**
 * The one list of what the database holds: the stores, and the history of their tables. The members of `Storage`, whose values
 * are sealed, what becomes garbage, and the tables as types follow from it.
 */
import type { Migration } from '@gatehouse/database';
import { accountEmailMigration } from './migrations/account-email.ts';
import { accountPagesMigration } from './migrations/account-pages.ts';
import { accountStatesMigration } from './migrations/account-states.ts';
import { apiCredentialsMigration } from './migrations/api-credentials.ts';
import { auditSearchMigration } from './migrations/audit-search.ts';
import { clientPagesMigration } from './migrations/client-pages.ts';
import { declarationsMigration } from './migrations/declarations.ts';
import { federationMigration } from './migrations/federation.ts';
import { federationVouchedMigration } from './migrations/federation-vouched.ts';
import { idempotencyMigration } from './migrations/idempotency.ts';
import { initialMigration } from './migrations/initial.ts';
import { membershipsMigration } from './migrations/memberships.ts';
import { outboxMigration } from './migrations/outbox.ts';
import { outboxFailuresMigration } from './migrations/outbox-failures.ts';
import { outboxPagesMigration } from './migrations/outbox-pages.ts';
import { passkeysMigration } from './migrations/passkeys.ts';
import { policiesMigration } from './migrations/policies.ts';
import { registrationSitesMigration } from './migrations/registration-sites.ts';
import { registrationTokensMigration } from './migrations/registration-tokens.ts';
import { retentionMigration } from './migrations/retention.ts';
import { revisionsMigration } from './migrations/revisions.ts';
import { revocationsMigration } from './migrations/revocations.ts';
import { roleMembersMigration } from './migrations/role-members.ts';
import { statisticsMigration } from './migrations/statistics.ts';
import { unregisteredClientsMigration } from './migrations/unregistered-clients.ts';
import { accounts } from './stores/accounts.ts';
import { apiCredentials } from './stores/api-credentials.ts';
import { artefacts } from './stores/artefacts.ts';
import { audit } from './stores/audit.ts';
import { clientUsage } from './stores/client-usage.ts';
import { clients } from './stores/clients.ts';
import { connections } from './stores/connections.ts';
import { counters } from './stores/counters.ts';
import { credentials } from './stores/credentials.ts';
import { declarations } from './stores/declarations.ts';
import { resources, roles } from './stores/definitions.ts';
import { domainProofs } from './stores/domain-proofs.ts';
import { idempotency } from './stores/idempotency.ts';
import { identities } from './stores/identities.ts';
import { outbox } from './stores/outbox.ts';
import { passkeys } from './stores/passkeys.ts';
import { policies } from './stores/policies.ts';
import { registrationTokens } from './stores/registration-tokens.ts';
import { revisions } from './stores/revisions.ts';
import { revocations } from './stores/revocations.ts';
import { signingKeys } from './stores/signing-keys.ts';
import { statistics } from './stores/statistics.ts';
import type { StoreContext } from './stores/store-context.ts';
import type { StoreDeclaration } from './stores/store-declaration.ts';
import { unregisteredClients } from './stores/unregistered-clients.ts';
import { unregisteredGrants } from './stores/unregistered-grants.ts';
import { upstreamSessions } from './stores/upstream-sessions.ts';

export type { AccountPageOptions } from './stores/account-pages.ts';
export type * from './stores/account-rows.ts';
export type * from './stores/accounts.ts';
export type * from './stores/api-credentials.ts';
export type * from './stores/artefact-rows.ts';
export type * from './stores/artefact-writes.ts';
export type * from './stores/artefacts.ts';
export type * from './stores/audit.ts';
export type { AuditFilter } from './stores/audit-search.ts';
export type { ClientPageOptions } from './stores/client-pages.ts';
export type * from './stores/client-usage.ts';
export type * from './stores/clients.ts';
export type * from './stores/connections.ts';
export type * from './stores/counters.ts';
export type * from './stores/credentials.ts';
export type * from './stores/declarations.ts';
export type * from './stores/definitions.ts';
export type * from './stores/domain-proofs.ts';
export type * from './stores/idempotency.ts';
export type * from './stores/identities.ts';
export type { Page, PageKey, PageOptions } from './stores/keyset.ts';
export type { OutboxEntry, OutboxItem, OutboxStore } from './stores/outbox.ts';
export type * from './stores/passkeys.ts';
export type * from './stores/policies.ts';
export type * from './stores/registration-tokens.ts';
export type * from './stores/revisions.ts';
export type * from './stores/revocations.ts';
export type * from './stores/signing-keys.ts';
export type * from './stores/statistics.ts';
export type * from './stores/unregistered-clients.ts';
export type * from './stores/unregistered-grants.ts';
export type * from './stores/upstream-sessions.ts';

/** Every migration of Gatehouse's own schema, oldest first. */
export const migrations: readonly Migration[] = [
  initialMigration,
  revocationsMigration,
  apiCredentialsMigration,
  outboxMigration,
  accountEmailMigration,
  accountStatesMigration,
  passkeysMigration,
  declarationsMigration,
  retentionMigration,
  membershipsMigration,
  policiesMigration,
  revisionsMigration,
  idempotencyMigration,
  accountPagesMigration,
  clientPagesMigration,
  auditSearchMigration,
  outboxPagesMigration,
  statisticsMigration,
  roleMembersMigration,
  outboxFailuresMigration,
  unregisteredClientsMigration,
  registrationTokensMigration,
  registrationSitesMigration,
  federationMigration,
  federationVouchedMigration,
];

/** The audit comes last: it may have more garbage than everything else. */
const declared = [
  artefacts,
  counters,
  clients,
  resources,
  roles,
  policies,
  declarations,
  credentials,
  passkeys,
  signingKeys,
  revocations,
  outbox,
  accounts,
  apiCredentials,
  revisions,
  idempotency,
  statistics,
  clientUsage,
  unregisteredClients,
  unregisteredGrants,
  registrationTokens,
  connections,
  identities,
  upstreamSessions,
  domainProofs,
  audit,
] as const;

type Declared = (typeof declared)[number];

/** The stores by their names. */
export type Stores = {
  readonly [Declaration in Declared as Declaration['name']]: ReturnType<Declaration['open']>;
};

/** The kinds of rows that garbage collection removes. */
export type GarbageKind = NonNullable<Declared['garbage']>[number]['kind'];

type Given<Declaration> = Declaration extends { open: (context: StoreContext<infer Own>, ...rest: never[]) => unknown }
  ? (tables: Own) => void
  : never;

/** The tables of all stores, as Kysely types. */
export type Tables = Given<Declared> extends (tables: infer All) => void ? All : never;

export const stores: readonly StoreDeclaration<string, unknown, GarbageKind, Tables>[] = declared;
