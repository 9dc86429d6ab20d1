/** Every setting of the quickstart itself; the programs' own settings pass through to them. */
import { join, resolve } from 'node:path';
import { defineSettings, type SettingsOf, text } from '@gatehouse/config';

/** The root of the repository. */
export const root: string = resolve(import.meta.dirname, '../../..');

/** The settings' definition. */
export const settingsDefinition = defineSettings({
  program: 'quickstart',
  prefix: 'QUICKSTART',
  fields: {
    stateDirectory: text()
      .default(join(root, '.gatehouse'))
      .describe('Where databases, generated secrets and logs are kept'),
    certificatesDirectory: text().default(join(root, 'certs')).describe('Where the development certificates are kept'),
  },
});

/** The settings of a running quickstart, frozen. */
export type Settings = SettingsOf<typeof settingsDefinition>;
