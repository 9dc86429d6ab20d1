/** `gatehouse registry`: resources, roles and clients as a file. */

import { createPasswordHasher } from '../directory/accounts/password-hash.ts';
import { applyRegistry, type LeftAlone } from '../directory/registry/apply.ts';
import { developmentSecrets } from '../directory/registry/development-secrets.ts';
import { declaredNow } from '../directory/registry/export.ts';
import { registryJsonSchema } from '../directory/registry/json-schema.ts';
import { appliedRows } from './applied-rows.ts';
import { isElsewhere, type ServerOption } from './login/server-option.ts';
import { counted, printDone, printJson, printRows } from './output.ts';
import { checkedRegistry, operatorsRegistry } from './registry-files.ts';
import { commandSettings, withStorage } from './settings.ts';

type Options = ServerOption & { readonly json?: boolean };

/** What works by the admin API of a server elsewhere. */
const elsewhere = () => import('./registry-elsewhere.ts');

function checkedHere(files: readonly string[]) {
  const settings = commandSettings();
  return checkedRegistry(files.length > 0 ? files : settings.registryFile, settings);
}

/** @param files files and folders; those of the settings when there are none. Throws RegistryError with every fault. */
export async function checkRegistry(files: readonly string[], options: Options): Promise<void> {
  const registry = isElsewhere(options)
    ? await (await elsewhere()).checkedFor(files, options)
    : await checkedHere(files);
  const counts = {
    resources: registry.resources.length,
    roles: Object.keys(registry.roles).length,
    clients: registry.clients.length,
    users: registry.users.length,
  };
  const parts = [
    counted(counts.resources, 'resource'),
    counted(counts.roles, 'role'),
    counted(counts.clients, 'client'),
    counted(counts.users, 'user'),
  ];
  printDone(`in order: ${parts.join(', ')}`, counts, options);
}

const onProgress = (hashed: number, of: number) =>
  void process.stderr.write(`gatehouse: hashed ${hashed} of ${of} passwords\n`);

/** Only development makes them. */
const onMade = (file: string) => void process.stderr.write(`gatehouse: made a secret, in ${file}\n`);

/** @param files files and folders; those of the settings when there are none. Throws RegistryError with every fault. */
export const applyRegistryFiles = async (files: readonly string[], options: Options): Promise<void> =>
  isElsewhere(options) ? (await elsewhere()).applyElsewhere(files, options) : applyHere(files, options);

const applyHere = (files: readonly string[], options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const paths = files.length > 0 ? files : settings.registryFile;
    const source = paths.join(', ');
    const registry = await operatorsRegistry(paths, settings, storage);
    const hasher = createPasswordHasher({
      concurrency: settings.passwordHashConcurrency,
      queue: registry.users.length + 1,
    });
    const development =
      settings.mode === 'development' ? developmentSecrets(settings.stateDirectory, onMade) : undefined;
    const leftAlone: LeftAlone[] = [];
    const onLeftAlone = (left: LeftAlone) => void leftAlone.push(left);
    const applied = await applyRegistry(
      { storage, commit, caller, source, hasher, development, onProgress, onLeftAlone },
      registry,
    );
    const rows = appliedRows(applied, leftAlone);
    if (rows.length === 0) printDone('nothing to change', { changes: [] }, options);
    else printRows(rows, options);
  });

/** What the database holds, in the registry's form and without secrets or users. */
export const exportRegistry = async (options: Options): Promise<void> =>
  isElsewhere(options) ? (await elsewhere()).exportElsewhere(options) : exportHere();

const exportHere = (): Promise<void> =>
  withStorage(async (storage, { issuer }) => {
    const { clients, ...rest } = await declaredNow(storage, issuer);
    const registry = {
      ...rest,
      clients: clients.map(({ metadata, secretHashes }) => ({
        ...metadata,
        client_secrets: secretHashes.map(({ sha256, expiresAtSeconds }) => ({
          sha256: sha256.toString('base64url'),
          ...(expiresAtSeconds === undefined ? {} : { expires_at: new Date(expiresAtSeconds * 1000).toISOString() }),
        })),
      })),
    };
    printJson(registry, 2);
  });

/** The JSON Schema of the registry file, as published in docs/registry.schema.json. */
export async function printRegistrySchema(): Promise<void> {
  printJson(registryJsonSchema(), 2);
}
