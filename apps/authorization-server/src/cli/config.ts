/** `gatehouse config`: the settings, before anything starts. */
import { redactedSettings, SettingsError, type SettingsFault } from '@gatehouse/config';
import { auditFileFault } from '../directory/audit/stream.ts';
import { RegistryError } from '../directory/registry/faults.ts';
import { type Settings, settingsDefinition } from '../settings.ts';
import { printDone } from './output.ts';
import { checkedRegistry } from './registry-files.ts';
import { commandSettings } from './settings.ts';

/** The settings, or those that are in order with the faults of the others. */
function settingsAndFaults(): { settings: Partial<Settings>; faults: readonly SettingsFault[] } {
  try {
    return { settings: commandSettings(), faults: [] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { settings: error.values, faults: error.faults };
  }
}

/** Throws SettingsError with every fault: of the settings, of the registry, of the files that are only written later. */
export async function checkSettings(options: { json?: boolean }): Promise<void> {
  const { settings, faults: found } = settingsAndFaults();
  const faults = [...found];
  const { registryFile, mode, issuer, auditFile } = settings;
  const fault = auditFile && auditFileFault(auditFile);
  if (fault) faults.push({ name: 'GATEHOUSE_AUDIT_FILE', message: fault });
  const registryFaults = registryFile && mode && issuer ? await faultsOfRegistry(registryFile, { mode, issuer }) : [];
  faults.push(...registryFaults.map((message) => ({ name: 'GATEHOUSE_REGISTRY_FILE', message })));
  if (faults.length > 0) throw new SettingsError(faults, settings);
  printDone('the settings are in order', { faults: [] }, options);
}

async function faultsOfRegistry(
  paths: readonly string[],
  server: Pick<Settings, 'mode' | 'issuer'>,
): Promise<readonly string[]> {
  try {
    await checkedRegistry(paths, server);
    return [];
  } catch (error) {
    if (error instanceof RegistryError) return error.faults;
    throw error;
  }
}

export async function printSettings(): Promise<void> {
  process.stdout.write(`${JSON.stringify(redactedSettings(settingsDefinition, commandSettings()), undefined, 2)}\n`);
}
