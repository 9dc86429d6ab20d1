/** `docs/settings.md`: every setting of every program by topic, with its kind, its default and what production asks of it. */
import { resolve } from 'node:path';
import { byTopic, describeSettings, Secret, type SettingDescription, type SettingsDefinition } from '@gatehouse/config';
import { otlpSettings } from '@gatehouse/tracing';
import { settingsDefinition as authorizationServer } from '../../apps/authorization-server/src/settings.ts';
import { settingsDefinition as consoleApp } from '../../apps/console/src/settings.ts';
import { settingsDefinition as gateway } from '../../apps/gateway/src/settings.ts';
import { settingsDefinition as quickstart } from '../../apps/quickstart/src/settings.ts';
import { settingsDefinition as resourceServer } from '../../apps/resource-server/src/settings.ts';
import { settingsDefinition as webApp } from '../../apps/web-app/src/settings.ts';
import { settingsDefinition as worker } from '../../apps/worker/src/settings.ts';
import { document, table } from './document.ts';

const PROGRAMS: readonly (readonly [string, SettingsDefinition])[] = [
  ['Authorization server', authorizationServer],
  ['Resource server', resourceServer],
  ['Gateway', gateway],
  ['Web app', webApp],
  ['Console', consoleApp],
  ['Worker', worker],
  ['npm start', quickstart],
  ['OpenTelemetry', otlpSettings],
].map(([title, definition]) => [title as string, definition as unknown as SettingsDefinition]);

const root = `${resolve(import.meta.dirname, '../..')}/`;

/** Defaults that are another one on another machine. */
const BY_MACHINE: Readonly<Record<string, string>> = { GATEHOUSE_PASSWORD_HASH_CONCURRENCY: '1 or 2, by the cores' };

export function settingsReference(): string {
  const introduction = [
    'Each setting has one name, which is written in three ways: as a flag (`--port`), in the environment (`GATEHOUSE_PORT`), and in the file that `--config` or `GATEHOUSE_CONFIG_FILE` names,',
    'YAML or JSON (`port`, without the prefix and in snake_case). The flag wins, then the environment, then the file, then the default. Secrets have no flag; each may be given as `NAME_FILE`, the path of a file that holds it (line',
    'ends at its end do not count). Durations are in seconds. `npx --no gatehouse config check` names every fault at once, and `config print` what is in force.',
    '',
    'The settings of OpenTelemetry have the names of its specification. Every service reads them, from the environment alone.',
    '',
    '"Production" is what `GATEHOUSE_MODE=production` (and the like of the others) asks beyond that.',
  ].join('\n');
  return document('Settings', introduction, [
    contents(),
    ...PROGRAMS.map(([title, definition]) => ofProgram(title, definition)),
  ]);
}

const contents = (): string =>
  PROGRAMS.map(
    ([title, { prefix }]) => `- [${title}](#${title.toLowerCase().replaceAll(' ', '-')}), \`${prefix}…\``,
  ).join('\n');

function ofProgram(title: string, definition: SettingsDefinition): string {
  const inProduction = productionRules(definition);
  const parts = byTopic(describeSettings(definition)).map(({ topic, settings }) =>
    [
      `### ${topic}`,
      table(
        ['setting', 'kind', 'default', 'meaning'],
        settings.map((setting) => cells(setting, inProduction)),
      ),
    ].join('\n\n'),
  );
  return [`## ${title}`, ...parts].join('\n\n');
}

function cells(setting: SettingDescription, inProduction: ReadonlyMap<string, string>): string[] {
  const { env, kind, meaning, secret, required } = setting;
  const preset = BY_MACHINE[env] ?? setting.default?.replaceAll(root, '');
  const rule = inProduction.get(env);
  return [
    secret ? `\`${env}\`, \`${env}_FILE\`` : `\`${env}\``,
    kind,
    required ? 'required' : preset === undefined ? 'none' : preset === '' ? 'empty' : `\`${preset}\``,
    rule === undefined ? meaning : `${meaning}. **Production:** ${rule}`,
  ];
}

/** What rules find in files, which are other ones on another machine. */
const BY_CONTENT = new Map([['GATEHOUSE_TLS_CERT_FILE', 'a development certificate is refused']]);

/** What each rule refuses in production and not in development, found by trying defaults and values that are for development. */
function productionRules(definition: SettingsDefinition): ReadonlyMap<string, string> {
  const found = new Map(definition.prefix === 'GATEHOUSE_' ? BY_CONTENT : []);
  const defaults = Object.fromEntries(
    Object.entries(definition.fields).map(([field, schema]) => [field, schema.safeParse(undefined).data]),
  );
  const readsNoFile = { ...defaults, tlsCertFile: '' };
  const withAll = { ...readsNoFile, signer: 'transit', smtpUrl: new Secret('smtp://mail.example.com') };
  const tries = [
    readsNoFile,
    withAll,
    ...Object.entries(TRIED).flatMap(([field, values]) => values.map((value) => ({ ...withAll, [field]: value }))),
  ];
  for (const settings of tries) {
    const refused = faultsOf(definition, { ...settings, mode: 'production' });
    const always = faultsOf(definition, { ...settings, mode: 'development' });
    for (const [field, told] of refused) {
      const message = told.replaceAll(/ in production|^production /gu, '');
      if (always.some(([other, same]) => other === field && same === told)) continue;
      const env = describeSettings({ ...definition, fields: { [field]: definition.fields[field]! } })[0]!.env;
      const known = found.get(env);
      if (known === undefined) found.set(env, message);
      else if (!known.includes(message)) found.set(env, `${known}; ${message}`);
    }
  }
  return found;
}

const TRIED: Readonly<Record<string, readonly unknown[]>> = {
  issuer: ['http://localhost:3000'],
  publicOrigin: ['http://localhost:3001'],
  transitUrl: ['http://localhost:8200/v1/transit'],
  outboundAllow: [['http://localhost:3003']],
  allowedOrigins: [['*']],
  databaseUrl: [new Secret('sqlite::memory:')],
};

/** Each rule alone, as one that reads what is missing here ends with an error. */
function faultsOf(
  { refine = [] }: SettingsDefinition,
  settings: Record<string, unknown>,
): (readonly [string, string])[] {
  return [refine].flat().flatMap((rule) => {
    const faults: (readonly [string, string])[] = [];
    try {
      rule(settings, (field, message) => faults.push([field, message]));
    } catch {
      // It is about a setting that this program does not have, or that is not set.
    }
    return faults;
  });
}
