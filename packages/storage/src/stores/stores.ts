/** All stores: the members of `Storage`, and whose values are sealed, and what becomes garbage. */
import { accounts } from './accounts.ts';
import { apiCredentials } from './api-credentials.ts';
import { artefacts } from './artefacts.ts';
import { audit } from './audit.ts';
import { clients } from './clients.ts';
import { counters } from './counters.ts';
import { credentials } from './credentials.ts';
import { declarations } from './declarations.ts';
import { resources, roles } from './definitions.ts';
import { outbox } from './outbox.ts';
import { passkeys } from './passkeys.ts';
import { revocations } from './revocations.ts';
import { signingKeys } from './signing-keys.ts';
import type { StoreDeclaration } from './store-declaration.ts';

/** The audit comes last: it may have more garbage than everything else. */
const declared = [
  artefacts,
  counters,
  clients,
  resources,
  roles,
  declarations,
  credentials,
  passkeys,
  signingKeys,
  revocations,
  outbox,
  accounts,
  apiCredentials,
  audit,
] as const;

export const stores: readonly StoreDeclaration<string, unknown>[] = declared;

/** The stores by their names. */
export type Stores = {
  readonly [Declaration in (typeof declared)[number] as Declaration['name']]: ReturnType<Declaration['open']>;
};
