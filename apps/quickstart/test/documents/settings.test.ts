import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings } from '@gatehouse/config';
import { rootDirectory } from '@gatehouse/testkit';
import { otlpSettings } from '@gatehouse/tracing';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createProgram } from '../../../authorization-server/src/cli/program.ts';
import { registrySchema } from '../../../authorization-server/src/directory/registry/schema.ts';
import { settingsDefinition as authorizationServer } from '../../../authorization-server/src/settings.ts';
import { settingsDefinition as consoleApp } from '../../../console/src/settings.ts';
import { settingsDefinition as gateway } from '../../../gateway/src/settings.ts';
import { settingsDefinition as resourceServer } from '../../../resource-server/src/settings.ts';
import { settingsDefinition as webApp } from '../../../web-app/src/settings.ts';
import { settingsDefinition as worker } from '../../../worker/src/settings.ts';
import { settingsDefinition as quickstart } from '../../src/settings.ts';

const settings = new Set(
  [
    describeSettings(authorizationServer),
    describeSettings(resourceServer),
    describeSettings(gateway),
    describeSettings(webApp),
    describeSettings(consoleApp),
    describeSettings(worker),
    describeSettings(quickstart),
    describeSettings(otlpSettings),
  ]
    .flat()
    .flatMap(({ env, secret }) => (secret ? [env, `${env}_FILE`] : [env])),
);
const prefixes = ['GATEHOUSE', 'API', 'GATEWAY', 'WEB', 'CONSOLE', 'WORKER', 'QUICKSTART', 'OTEL'];
for (const prefix of prefixes) settings.add(`${prefix}_CONFIG_FILE`);
/** Read by the exporter of OpenTelemetry itself. */
for (const name of [
  'RESOURCE_ATTRIBUTES',
  'EXPORTER_OTLP_TIMEOUT',
  'EXPORTER_OTLP_COMPRESSION',
  'EXPORTER_OTLP_CERTIFICATE',
])
  settings.add(`OTEL_${name}`);
/** Of the tests themselves. */
settings.add('GATEHOUSE_JUDGE_TIMES');

/** What has a name like that and is no setting. */
const noSettings = new Set(['clientAuth', 'needsRehash']);

const manuals = globSync(['*.md', 'docs/**/*.md', 'certs/*.md', '{apps,packages}/*/README.md'], {
  cwd: rootDirectory,
}).filter((file) => file !== 'CHANGELOG.md');
const deployment = globSync(['docker-compose.yml', 'Dockerfile', '.ci/*', 'apps/*/{registry,routes}/*.yaml'], {
  cwd: rootDirectory,
});
// Messages of programs name settings and commands too.
const sources = globSync(['{apps,packages}/*/src/**/*.ts', 'certs/*.ts', 'benchmarks/**/*.ts'], { cwd: rootDirectory });
const read = (file: string) => readFileSync(join(rootDirectory, file), 'utf8');

/** Names of settings; one that ends in `_` stands for all that begin so. */
const unknownSettings = (text: string): string[] =>
  [...text.matchAll(new RegExp(String.raw`(?<![\w-])(?:${prefixes.join('|')})_[A-Z_]*`, 'gu'))]
    .map(([name]) => name)
    .filter((name) => !(name.endsWith('_') ? [...settings].some((one) => one.startsWith(name)) : settings.has(name)));

const program = createProgram();

/** Commands as a person would type them, with their options; what is in capitals or brackets is theirs to fill in. */
function unknownCommands(text: string): string[] {
  const found = [...text.matchAll(/(?:npx (?:--?[a-z]+ )*|bin\/|[`"])gatehouse ((?:[a-z-]+)(?: [^`"\n#|<]*)?)/gu)];
  return found.flatMap(([whole, line = '']) => {
    const words = line.trim().split(/\s+/u);
    let command = program;
    for (const word of words) {
      const next = command.commands.find((one) => one.name() === word);
      if (next) command = next;
      else if (command.commands.length > 0 && /^[a-z][a-z-]*$/u.test(word)) return [whole];
      else break;
    }
    if (command === program) return words[0]?.startsWith('-') ? [] : [whole];
    if (command.name() === 'serve') return [];
    const known = new Set(['--json', '--help', ...command.options.map(({ long }) => long)]);
    return words.filter((word) => /^--[a-z-]+$/u.test(word) && !known.has(word)).map((word) => `${whole}: ${word}`);
  });
}

/** Members that no registry has, in the examples of one. */
function unknownMembers(text: string): string[] {
  const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/gu)].map(([, example = '']) => parse(example) as unknown);
  const members = new Set(Object.keys(registrySchema.shape));
  return examples
    .filter((example) => typeof example === 'object' && example !== null)
    .filter((example) => Object.keys(example).every((name) => members.has(name)))
    .flatMap((example) => registrySchema.safeParse(example).error?.issues ?? [])
    .filter(({ code }) => code === 'unrecognized_keys')
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('what documents name exists', () => {
  it.each([...manuals, ...deployment])('settings and commands of %s', (file) => {
    const text = read(file);
    expect([unknownSettings(text), unknownCommands(text), unknownMembers(text)]).toEqual([[], [], []]);
  });

  // Options of the package are set in code, and have the names that they have there.
  const ofPrograms = manuals.filter((file) => !file.startsWith('packages/') && file !== 'docs/migrate.md');

  it.each(ofPrograms)('no setting under another name: %s', (file) => {
    // People set GATEHOUSE_… or --…; a name in the style of the sources is one that they cannot set.
    const named = [...read(file).matchAll(/`([a-z]+[A-Z][A-Za-z]*)`/gu)].map(([, name = '']) => name);
    expect(named.filter((name) => !noSettings.has(name))).toEqual([]);
  });

  it('settings and commands in messages of programs', () => {
    const faults = sources.flatMap((file) => {
      const text = read(file);
      return [...unknownSettings(text), ...unknownCommands(text)].map((name) => `${file}: ${name}`);
    });
    expect(faults).toEqual([]);
  });

  it('is looked for where some is named, and what does not exist is found', () => {
    const texts = manuals.map((file) => read(file)).join('\n');
    expect(texts).toContain('API_TLS_CERT_FILE');
    expect(texts).toContain('npx --no gatehouse users set');
    expect(unknownSettings('GATEHOUSE_POOL_SIZE, WORKER_NOTHING and GATEHOUSE_SIGN_IN_…, GATEHOUSE_SIGNS_…')).toEqual([
      'GATEHOUSE_POOL_SIZE',
      'WORKER_NOTHING',
      'GATEHOUSE_SIGNS_',
    ]);
    expect(unknownSettings('GATEHOUSE_DATABASE_URL_FILE GATEHOUSE_HOST_FILE')).toEqual(['GATEHOUSE_HOST_FILE']);
    expect(
      unknownCommands('`gatehouse users fire LOGIN`, "gatehouse sing" and npx --no gatehouse users set A --colour red'),
    ).toEqual([
      '`gatehouse users fire LOGIN',
      '"gatehouse sing',
      'npx --no gatehouse users set A --colour red: --colour',
    ]);
    expect(unknownCommands('`gatehouse users set LOGIN --no-roles`, `gatehouse keys`, `gatehouse --help`')).toEqual([]);
    expect(unknownMembers('```yaml\nusers_policy:\n  claim: {}\n```')).toHaveLength(1);
  });
});
