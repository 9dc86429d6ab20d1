/** Every setting of the quickstart itself; the services' own settings pass through to them. */
import { join, resolve } from 'node:path';
import { defineSettings, file, type SettingsOf, text } from '@gatehouse/config';

/** The root of the repository. */
export const root: string = resolve(import.meta.dirname, '../../..');

/** What the authorization server applies when nothing is set. */
export const DEMO_REGISTRY_FILE: string = join(root, 'apps/authorization-server/registry/development.yaml');

/** The settings' definition. */
export const settingsDefinition = defineSettings({
  program: 'quickstart',
  prefix: 'QUICKSTART',
  fields: {
    stateDirectory: text()
      .default(join(root, '.gatehouse'))
      .describe('Where databases, generated secrets and logs are kept'),
    demoRegistryFile: file()
      .default(DEMO_REGISTRY_FILE)
      .describe('The registry of the demonstration. Your own goes beside it: GATEHOUSE_REGISTRY_FILE=my.yaml'),
    certificatesDirectory: text().default(join(root, 'certs')).describe('Where the development certificates are kept'),
  },
});

/** The settings of a running quickstart, frozen. */
export type Settings = SettingsOf<typeof settingsDefinition>;
