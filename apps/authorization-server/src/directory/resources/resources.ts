/** Resources: the APIs that access tokens are for, and the roles that give users scopes of them. */
import type { Storage } from '@gatehouse/storage';
import { type Resource, roleScopes, storedResource } from './schema.ts';
import { parseStored } from './stored-record.ts';

export interface Resources {
  /** All of them. */
  list(): readonly Resource[];
  /** The resource, compared without a trailing slash; undefined when unknown. */
  find(indicator: string): Resource | undefined;
  /** Scopes of the resource that these roles give. */
  scopesOfRoles(roles: readonly string[], indicator: string): ReadonlySet<string>;
  /** Roles that give any of these scopes of the resource. */
  rolesThatGive(indicator: string, scopes: readonly string[]): readonly string[];
}

const canonical = (indicator: string) => (indicator.endsWith('/') ? indicator.slice(0, -1) : indicator);

/** What `parse` makes of each record; one that cannot be read is left out, and said. */
function readable<Record, Parsed>(
  records: readonly Record[],
  parse: (record: Record) => Parsed,
  onError: (error: unknown) => void,
): Parsed[] {
  return records.flatMap((record) => {
    try {
      return [parse(record)];
    } catch (error) {
      onError(error);
      return [];
    }
  });
}

/** What the database holds now. Throws when the store cannot be read. @param onError gets what is wrong with a record */
export async function readResources(
  storage: Pick<Storage, 'resources' | 'roles'>,
  onError: (error: unknown) => void = () => undefined,
): Promise<Resources> {
  const [resourceRecords, roleRecords] = await Promise.all([storage.resources.list(), storage.roles.list()]);
  const loaded = readable(
    resourceRecords,
    ({ indicator, definition }) => ({
      ...parseStored(storedResource, `the resource ${indicator}`, definition),
      indicator,
    }),
    onError,
  );
  const resources = new Map(loaded.map((one) => [canonical(one.indicator), one]));
  const roles = new Map(
    readable(
      roleRecords,
      ({ name, definition }) => [name, parseStored(roleScopes, `the role ${name}`, definition)] as const,
      onError,
    ),
  );
  return {
    list: () => [...resources.values()],
    find: (indicator) => resources.get(canonical(indicator)),
    rolesThatGive: (indicator, scopes) => {
      const registered = resources.get(canonical(indicator))?.indicator ?? indicator;
      const gives = (given: readonly string[] = []) => given.some((scope) => scopes.includes(scope));
      return [...roles].filter(([, role]) => gives(role[registered])).map(([name]) => name);
    },
    scopesOfRoles: (names, indicator) =>
      new Set(
        names.flatMap((name) => roles.get(name)?.[resources.get(canonical(indicator))?.indicator ?? indicator] ?? []),
      ),
  };
}

/**
 * Loads all resources and roles and keeps them in memory (they are few), again whenever they change. Nobody gets anything of
 * a resource or role whose record cannot be read; the others go on. Throws when the store cannot be read at the start.
 * @param onError gets what went wrong with a record
 */
export async function createResources(storage: Storage, onError: (error: unknown) => void): Promise<Resources> {
  let current = await readResources(storage, onError);
  let begun = 0;
  const loadAgain = async () => {
    begun += 1;
    const order = begun;
    const read = await readResources(storage, onError);
    // Resources and roles may change at once: what was asked for last counts.
    if (order === begun) current = read;
  };
  for (const kind of ['resources', 'roles'] as const) storage.onChange(kind, loadAgain);

  return {
    list: () => current.list(),
    find: (indicator) => current.find(indicator),
    rolesThatGive: (indicator, scopes) => current.rolesThatGive(indicator, scopes),
    scopesOfRoles: (names, indicator) => current.scopesOfRoles(names, indicator),
  };
}
