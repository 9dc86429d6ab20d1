/** What holds for all users and the look of all pages: parts of the registry that the database keeps by their names. */
import { type Branding, gatehouseTheme } from '@gatehouse/html';
import type { PolicyRecord, Storage } from '@gatehouse/storage';
import { z } from 'zod';
import { declaredClaim, type UserClaim } from '../accounts/schema.ts';
import { completeClaim } from '../accounts/user-claims.ts';
import { branding as brandingSchema } from '../clients/branding.ts';
import { parseStored } from '../resources/stored-record.ts';
import { type UnregisteredClientsPolicy, unregisteredClients } from '../unregistered/policy.ts';
import type { Registry } from './schema.ts';
import { terms as termsSchema, type UsersPolicy } from './users-policy.ts';

const claimPrefix = 'users_policy.claims.';
const namesOfParts = {
  branding: 'branding',
  unregisteredClients: 'unregistered_clients',
  terms: 'users_policy.terms',
  registrationRoles: 'users_policy.registration_roles',
} as const;

/** What the database holds of it. */
export interface StoredPolicies {
  readonly users: UsersPolicy;
  readonly branding: Branding;
  /** Absent: a client that no operator registered gets nothing. */
  readonly unregisteredClients: UnregisteredClientsPolicy | undefined;
}

/** Hosts that are every machine's own: they name no service. */
const ownHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What this server is called, on its pages, in its mails and by what it enrols: the name of its brand, else its host. */
export function serviceNameOf({ name }: Branding, issuer: string): string {
  const { hostname } = new URL(issuer);
  return name ?? (ownHosts.has(hostname) ? gatehouseTheme.name : hostname);
}

/** The same as long as nobody applies something else; then as that says, in every instance. */
export interface Policies {
  readonly current: StoredPolicies;
  onChange(callback: () => void): void;
}

/** Hosts of which operators let no unregistered client in. */
export function blockedHosts(stored: readonly PolicyRecord[]): readonly string[] {
  const { definition } = stored.find(({ name }) => name === namesOfParts.unregisteredClients) ?? {};
  return unregisteredClients.safeParse(definition).data?.blocked_domains ?? [];
}

/**
 * The parts that a registry declares, by the names under which they are kept; null takes one away.
 * @param blocked hosts that are blocked now, and stay so where the registry does not say what is
 */
export function declaredPolicies(
  {
    branding,
    unregistered_clients: unregistered,
    users_policy: policy,
  }: Pick<Registry, 'branding' | 'unregistered_clients' | 'users_policy'>,
  blocked: readonly string[] = [],
): PolicyRecord[] {
  const declared: [string, unknown][] = [
    [namesOfParts.branding, branding],
    [
      namesOfParts.unregisteredClients,
      unregistered && { ...unregistered, blocked_domains: unregistered.blocked_domains ?? blocked },
    ],
    [namesOfParts.registrationRoles, policy.registration_roles],
    [namesOfParts.terms, policy.terms],
    ...Object.entries(policy.claims).map(([name, claim]): [string, unknown] => [claimPrefix + name, claim]),
  ];
  return declared
    .filter(([, definition]) => definition !== undefined)
    .map(([name, definition]) => ({ name, definition: JSON.parse(JSON.stringify(definition)) as unknown }));
}

/** Reads them. What cannot be read is left out, and said. */
function policiesFrom(records: readonly PolicyRecord[], onError: (error: unknown) => void): StoredPolicies {
  const part = <Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> | undefined => {
    const record = records.find((one) => one.name === name);
    try {
      return record && parseStored(schema, name, record.definition);
    } catch (error) {
      onError(error);
      return undefined;
    }
  };
  const claims = records
    .filter(({ name }) => name.startsWith(claimPrefix))
    .flatMap(({ name }): [string, UserClaim][] => {
      const claim = part(name, declaredClaim);
      const short = name.slice(claimPrefix.length);
      return claim ? [[short, completeClaim(short, claim)]] : [];
    });
  return {
    users: {
      registrationRoles: part(namesOfParts.registrationRoles, z.array(z.string())) ?? [],
      claims: Object.fromEntries(claims),
      terms: part(namesOfParts.terms, termsSchema),
    },
    branding: part(namesOfParts.branding, brandingSchema) ?? {},
    unregisteredClients: part(namesOfParts.unregisteredClients, unregisteredClients),
  };
}

/** What the database holds now. Throws StoredRecordError when something cannot be read. */
export async function storedPolicies({ policies }: Pick<Storage, 'policies'>): Promise<StoredPolicies> {
  return policiesFrom(await policies.list(), (error) => {
    throw error;
  });
}

/**
 * Loads them and keeps them in memory, again whenever they change. Throws when the store cannot be read at the start.
 * @param onError gets what went wrong with a record
 */
export async function createPolicies(
  storage: Pick<Storage, 'policies' | 'onChange'>,
  onError: (error: unknown) => void,
): Promise<Policies> {
  const load = async () => policiesFrom(await storage.policies.list(), onError);
  let current = await load();
  let known = JSON.stringify(current);
  const callbacks: (() => void)[] = [];
  storage.onChange('policies', async () => {
    const loaded = await load();
    const text = JSON.stringify(loaded);
    if (text === known) return;
    current = loaded;
    known = text;
    for (const callback of callbacks) callback();
  });
  return {
    get current() {
      return current;
    },
    onChange: (callback) => void callbacks.push(callback),
  };
}
