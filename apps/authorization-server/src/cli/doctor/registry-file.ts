/** Whether the registry file says what the database holds. */
import type { Storage } from '@gatehouse/storage';
import { type Finding, fault, ok, skipped, warning } from '../../directory/checks/finding.ts';
import { declareClient } from '../../directory/operations/clients.ts';
import { declarePolicy } from '../../directory/operations/policies.ts';
import { declareResource } from '../../directory/operations/resources.ts';
import { declareRole } from '../../directory/operations/roles.ts';
import type { Caller } from '../../directory/operations/work.ts';
import { RegistryError } from '../../directory/registry/faults.ts';
import { blockedHosts, declaredPolicies } from '../../directory/registry/policies.ts';
import type { Settings } from '../../settings.ts';
import { operatorsRegistry } from '../registry-files.ts';

const nobody: Caller = { actor: { type: 'operator', id: 'doctor' } };

/** Members as JSON keeps them. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

export async function registryFindings(
  storage: Storage,
  { registryFile, mode, issuer }: Pick<Settings, 'registryFile' | 'mode' | 'issuer'>,
): Promise<readonly Finding[]> {
  const check = 'the registry file says what the database holds';
  if (mode === 'development') return [skipped(check, 'development makes secrets of its own as it is applied')];
  let registry: Awaited<ReturnType<typeof operatorsRegistry>>;
  try {
    registry = await operatorsRegistry(registryFile, { mode, issuer }, storage);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return [fault('the registry file cannot be used', error.faults.join('; '))];
  }
  // The operations say what they would change; nothing is committed.
  const differing: string[] = [];
  const note = (what: string, { change }: { readonly change?: string | undefined }) => {
    if (change !== undefined) differing.push(`${what} (${change === 'added' ? 'not there yet' : 'another one there'})`);
  };
  for (const { indicator, ...definition } of registry.resources) {
    note(`resource ${indicator}`, await declareResource(storage, nobody, { indicator, definition: plain(definition) }));
  }
  for (const [name, definition] of Object.entries(registry.roles)) {
    note(`role ${name}`, await declareRole(storage, nobody, { name, definition }));
  }
  for (const policy of declaredPolicies(registry, blockedHosts(await storage.policies.list()))) {
    note(policy.name, await declarePolicy(storage, nobody, policy));
  }
  for (const { client_secrets: _secrets, ...client } of registry.clients) {
    const declared = { clientId: client.client_id, metadata: plain(client), secrets: [] };
    note(`client ${client.client_id}`, await declareClient({ storage }, nobody, declared));
  }
  if (differing.length === 0) return [ok(check)];
  return [warning(check, `${differing.join(', ')}: "gatehouse registry apply", or a start of the server`)];
}
