import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings, loadSettings, type SettingsDefinition } from '@gatehouse/config';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { DCLinter } from 'dclint';
import { parse } from 'yaml';
import type { ZodType } from 'zod';
import { settingsDefinition as authorizationServer } from '../../../authorization-server/src/settings.ts';
import { settingsDefinition as consoleApp } from '../../../console/src/settings.ts';
import { settingsDefinition as resourceServer } from '../../../resource-server/src/settings.ts';
import { settingsDefinition as webApp } from '../../../web-app/src/settings.ts';

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly network_mode?: string;
  readonly read_only?: boolean;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
}

const read = (file: string) => readFileSync(join(rootDirectory, file), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const dockerfile = read('Dockerfile');

/** What the tests ask of a program's settings, whatever their types. */
function program<Shape extends Record<string, ZodType>>(name: string, definition: SettingsDefinition<Shape>) {
  const { prefix } = definition;
  // The compose file mounts the certificates; here a file that exists stands in for them.
  const file = join(rootDirectory, 'package.json');
  const mounted = { [`${prefix}TLS_CERT_FILE`]: file, [`${prefix}TLS_KEY_FILE`]: file };
  return {
    name,
    prefix,
    settings: describeSettings(definition),
    load: (env: Readonly<Record<string, string>>) =>
      loadSettings(definition, { argv: [], env: { ...env, ...mounted } }),
  };
}

const programs = [
  program('authorization-server', authorizationServer),
  program('resource-server', resourceServer),
  program('web-app', webApp),
  program('console', consoleApp),
];

describe('docker-compose.yml', () => {
  it.each(['docker-compose.yml', 'deploy/compose/compose.yaml'])(
    '%s is valid by the schema of the compose specification',
    (file) => {
      const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
      const [result] = linter.lintFiles([join(rootDirectory, file)], false);
      expect(result).toMatchObject({ errorCount: 0 });
    },
  );

  it.each(programs)(
    'sets for $name only settings that it has, with values that it accepts',
    ({ name, prefix, settings, load }) => {
      const environment = compose.services[name]?.environment ?? {};
      const known = new Set(settings.map(({ env }) => env));
      const own = Object.keys(environment).filter((key) => key.startsWith(prefix));
      expect(own.length).toBeGreaterThan(0);
      expect(own.filter((key) => !known.has(key) && !known.has(key.replace(/_FILE$/u, '')))).toEqual([]);
      expect(() => load(environment)).not.toThrow();
    },
  );

  it.each(programs)(
    'publishes the port of $name and asks its management port for health',
    ({ name, prefix, settings }) => {
      const defaults = new Map(settings.map((setting) => [setting.env, String(setting.default)]));
      const { environment = {} } = compose.services[name]!;
      const valueOf = (setting: string) => environment[prefix + setting] ?? defaults.get(prefix + setting);
      const port = valueOf('PORT');
      // The programs share one network, so the service that owns it publishes for all.
      expect(compose.services['authorization-server']?.ports).toContain(`127.0.0.1:${port}:${port}`);
      expect(dockerfile).toMatch(new RegExp(`^EXPOSE .*\\b${port}\\b`, 'mu'));
      expect(environment['HEALTH_URL']).toBe(`http://127.0.0.1:${valueOf('MANAGEMENT_PORT')}/readyz`);
    },
  );

  it('publishes no management port and nothing beyond this machine', () => {
    const published = Object.values(compose.services).flatMap(({ ports = [] }) => ports);
    expect(published.every((port) => /^127\.0\.0\.1:3\d{3}:3\d{3}$/u.test(port))).toBe(true);
  });

  it('starts each program by a file that exists, read-only, after what it depends on is healthy', () => {
    for (const [name, { command, read_only, depends_on }] of Object.entries(compose.services)) {
      const entry = command?.[1];
      if (!entry) continue;
      expect([name, read_only]).toEqual([name, true]);
      expect(existsSync(join(rootDirectory, entry))).toBe(true);
      for (const [other, { condition }] of Object.entries(depends_on ?? {})) {
        const once = other === 'certificates';
        expect([other, condition]).toEqual([other, once ? 'service_completed_successfully' : 'service_healthy']);
      }
    }
  });

  it('mounts what the programs read and write where their defaults look for it', () => {
    const state = programs[0]?.settings.find(({ env }) => env === 'GATEHOUSE_STATE_DIRECTORY');
    expect(String(state?.default)).toBe(join(rootDirectory, '.gatehouse'));
    for (const { name } of programs) {
      const mounts = (compose.services[name]?.volumes ?? []).map((volume) => volume.split(':'));
      expect(mounts.map(([, target]) => target)).toEqual(['/app/.gatehouse', '/app/certs']);
      for (const [volume] of mounts) expect(Object.keys(compose.volumes)).toContain(volume);
    }
  });
});

describe('Dockerfile', () => {
  it('copies the manifest of every workspace before it installs', () => {
    const manifests = globSync('{apps,packages}/*/package.json', { cwd: rootDirectory }).toSorted();
    const copied = [...dockerfile.matchAll(/^COPY ((?:apps|packages)\/\S+\/package\.json) /gmu)].map(
      ([, file]) => file!,
    );
    expect(copied.toSorted()).toEqual(manifests);
  });

  it('runs without root, on the Node that the repository uses, and checks its health by Node', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/mu);
    expect(last).toMatch(/^HEALTHCHECK .*\\\n {2}CMD \["node", "-e", /mu);
    const major = process.version.split('.')[0]!.slice(1);
    expect(dockerfile).toContain(`ARG NODE_IMAGE=node:${major}-`);
    const command = /^CMD \["node", "(?<entry>[^"]+)"\]$/mu.exec(last)?.groups?.['entry'];
    expect(existsSync(join(rootDirectory, command ?? '-'))).toBe(true);
  });
});
