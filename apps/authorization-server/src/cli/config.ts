/** `gatehouse config`: the settings, before anything starts. */
import { redactedSettings, SettingsError } from '@gatehouse/config';
import { auditFileFault } from '../directory/audit/stream.ts';
import { loadRegistry } from '../directory/registry/load.ts';
import { settingsDefinition } from '../settings.ts';
import { printDone } from './output.ts';
import { commandSettings } from './settings.ts';

/** Throws SettingsError or RegistryError with every fault, of the files that are only written later too. */
export async function checkSettings(options: { json?: boolean }): Promise<void> {
  const settings = commandSettings();
  loadRegistry(settings.registryFile, { passwordsAllowed: settings.mode === 'development' });
  const fault = settings.auditFile && auditFileFault(settings.auditFile);
  if (fault) throw new SettingsError([{ name: 'GATEHOUSE_AUDIT_FILE', message: fault }]);
  printDone('the settings are in order', { faults: [] }, options);
}

export async function printSettings(): Promise<void> {
  process.stdout.write(`${JSON.stringify(redactedSettings(settingsDefinition, commandSettings()), undefined, 2)}\n`);
}
