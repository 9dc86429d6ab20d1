import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from '@gatehouse/config';
import { rootDirectory, runProgram, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { otlpSettings } from '@gatehouse/tracing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { components } from '../../../../../tools/chart/components.ts';
import { chartDigest, FINGERPRINT } from '../../../../../tools/chart/renderings.ts';
import { settingsDefinition as consoleApp } from '../../../../console/src/settings.ts';
import { loadRoutes } from '../../../../gateway/src/route-schema.ts';
import { settingsDefinition as gateway } from '../../../../gateway/src/settings.ts';
import { type Manifest, sets, workloads } from './manifests.ts';
import { mountVolumes } from './mounted-volumes.ts';

const read = (file: string): string => readFileSync(join(rootDirectory, file), 'utf8');

/** What a settings file may hold: `database_url` and `database_url_file`. */
const keysOf = (index: number): Set<string> =>
  new Set(components[index]?.settings.flatMap(({ key, secret }) => (secret ? [key, `${key}_file`] : [key])));

/** Which service a workload is of, by the variable that names its settings file. */
function componentOf({ spec }: Manifest) {
  const names = spec.template.spec.containers.flatMap(({ env }) => env.map(({ name }) => name));
  const index = components.findIndex(({ prefix }) => names.includes(`${prefix}CONFIG_FILE`));
  return { index, component: components[index]!, names };
}

function settingsOf(manifests: readonly Manifest[], workload: Manifest): Readonly<Record<string, unknown>> {
  const { volumes } = workload.spec.template.spec;
  const name = volumes.find((volume) => volume.name === 'settings')?.configMap?.name;
  const map = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  return parse(map?.data?.['settings.yaml'] ?? '') as Readonly<Record<string, unknown>>;
}

describe.each(sets)('settings in values "$name"', ({ name, manifests, values }) => {
  let folder: TemporaryDirectory;
  beforeAll(async () => {
    folder = await temporaryDirectory();
  });
  afterAll(() => folder.remove());

  it('are settings that the services have, by key and by variable', () => {
    for (const workload of workloads(manifests)) {
      const { index, component, names } = componentOf(workload);
      const settings = settingsOf(manifests, workload);
      expect(Object.keys(settings).length).toBeGreaterThan(9);
      expect(Object.keys(settings).filter((key) => !keysOf(index).has(key))).toEqual([]);
      const known = new Set([`${component.prefix}CONFIG_FILE`, ...component.settings.map(({ env }) => env)]);
      expect(names.filter((one) => one.startsWith(component.prefix) && !known.has(one))).toEqual([]);
      const otlp = new Set(Object.keys(otlpSettings.fields).map((key) => key.toLowerCase()));
      const traced = names.filter((one) => one.startsWith('OTEL_'));
      expect(traced.filter((one) => !otlp.has(one.slice('OTEL_'.length).replaceAll('_', '').toLowerCase()))).toEqual(
        [],
      );
    }
  });

  it('are settings in the values too', () => {
    for (const [index, component] of components.entries()) {
      const given = (values[component.name] ?? {}) as Readonly<Record<string, object>>;
      const named = ['settings', 'secrets', 'files'].flatMap((part) => Object.keys(given[part] ?? {}));
      expect(named.filter((key) => !keysOf(index).has(key) || component.withheld.has(key))).toEqual([]);
    }
    expect(Object.keys((values['authorizationServer'] as { settings: object }).settings)).toContain('issuer');
  });

  it('hold no secret: each comes from a file', () => {
    for (const workload of workloads(manifests)) {
      const { component } = componentOf(workload);
      const secrets = component.settings.filter(({ secret }) => secret);
      const settings = settingsOf(manifests, workload);
      expect(secrets.filter(({ key }) => key in settings)).toEqual([]);
      const variables = workload.spec.template.spec.containers.flatMap(({ env }) => env);
      expect(variables.filter(({ name: one, value }) => value && secrets.some(({ env }) => env === one))).toEqual([]);
    }
  });

  it('are taken by the services themselves', async () => {
    for (const workload of workloads(manifests)) {
      const { index, component } = componentOf(workload);
      const mounted = await mountVolumes(join(folder.path, workload.metadata.name), workload, manifests);
      const env = { [`${component.prefix}CONFIG_FILE`]: mounted.settingsFile };
      if (index === 0) {
        const entry = 'apps/authorization-server/bin/gatehouse.js';
        if (workload.kind === 'Job') continue; // The same settings.
        const checked = await runProgram({ entry, args: ['config', 'check'], env });
        expect([name, checked.code, checked.stderr]).toEqual([name, 0, '']);
        if (name === 'three-nodes') {
          const registry = await runProgram({ entry, args: ['registry', 'check', mounted.path('registry')], env });
          expect([registry.code, registry.stderr]).toEqual([0, '']);
        }
      } else {
        const sources = { argv: [], env };
        const settings = index === 1 ? loadSettings(gateway, sources) : loadSettings(consoleApp, sources);
        expect(settings.mode).toBe('production');
        if (index === 1) expect(loadRoutes(mounted.path('routes/routes.yaml')).length).toBeGreaterThan(0);
      }
    }
  });

  it('are the same for the Job that migrates as for the server', () => {
    const [job, server] = ['Job', 'Deployment'].map((kind) =>
      workloads(manifests).find((one) => one.kind === kind && componentOf(one).index === 0),
    );
    expect(settingsOf(manifests, job!)).toEqual(settingsOf(manifests, server!));
  });
});

describe('what is made from others', () => {
  it('the renderings, from the chart as it is: "npm run kubernetes:prepare" and "npm run chart"', () => {
    expect(read(FINGERPRINT)).toBe(chartDigest(rootDirectory));
  });

  it('the version of the chart, from that of the product', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(parse(read('deploy/helm/gatehouse/Chart.yaml'))).toMatchObject({ appVersion: version });
  });

  it('keeps large numbers whole', () => {
    expect(sets.map(({ text }) => text).join('')).toContain('grant_ttl_seconds: 15552000\n');
  });
});
