/** The compose file of `gatehouse init` names what there is: settings, files, ports, folders. Its schema is a test of documents. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describeSettings } from '@gatehouse/config';
import { rootDirectory } from '@gatehouse/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Deployment } from '../../src/cli/init/deployment.ts';
import { deploymentFrom } from '../../src/cli/init/options.ts';
import { plannedFiles } from '../../src/cli/init/planned-files.ts';
import { settingsDefinition } from '../../src/settings.ts';

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly networks?: readonly string[];
  readonly secrets?: readonly string[];
}

const settings = new Map(describeSettings(settingsDefinition).map((setting) => [setting.env, setting]));
const defaultOf = (name: string) => String(settings.get(name)?.default);

describe.each<Deployment['proxy']>(['nginx', 'caddy', 'none'])('the compose file with the proxy %s', (proxy) => {
  let text: string;
  let files: Map<string, string>;
  let services: Record<string, Service>;
  let compose: Record<string, Record<string, unknown>>;
  const gatehouse = () => services['gatehouse-1']!;
  /** The folders and files of the host that a service sees, by their path inside. */
  const mounted = ({ volumes = [] }: Service) => volumes.map((volume) => volume.split(':')[1]!);

  beforeAll(async () => {
    const options = { issuer: 'https://id.example.com', database: 'postgres', target: 'compose', proxy };
    const around = { installation: '/opt/gatehouse', account: { uid: 1000, gid: 1000 } };
    const planned = plannedFiles(await deploymentFrom(options, undefined, around), 'k'.repeat(43));
    files = new Map(planned.map(({ path: file, content }) => [file, content]));
    text = files.get('/etc/gatehouse/compose.yaml')!;
    compose = parse(text, { merge: true }) as typeof compose;
    services = compose['services'] as typeof services;
  });

  it('sets what the server knows, and asks the management port for its health', () => {
    const { GATEHOUSE_CONFIG_FILE: file, HEALTH_URL: health, ...others } = gatehouse().environment!;
    expect(others).toEqual({});
    expect(files.has(file!)).toBe(true);
    expect(health).toBe(`http://127.0.0.1:${defaultOf('GATEHOUSE_MANAGEMENT_PORT')}/readyz`);

    const values = parse(files.get(file!)!) as Record<string, unknown>;
    const known = Object.keys(values).map((key) => `GATEHOUSE_${key.toUpperCase().replace(/_FILE$/u, '')}`);
    const names = new Set([...settings.keys()].map((name) => name.replace(/_FILE$/u, '')));
    expect(known.filter((name) => !names.has(name))).toEqual([]);
  });

  it('starts files that exist, and shows a command that does', () => {
    expect(gatehouse().command?.[0]).toBe('node');
    const shown = [
      gatehouse().command?.[1],
      ...[...text.matchAll(/ node (\S+\.js) users list/gu)].map(([, file]) => file),
    ];
    expect(shown).toHaveLength(2);
    for (const file of shown) expect([file, existsSync(path.join(rootDirectory, file!))]).toEqual([file, true]);
  });

  it('mounts every file that the settings and the proxy name', () => {
    const named = [...files.get('/etc/gatehouse/gatehouse.yaml')!.matchAll(/^\w+_file: (\S+)$/gmu)].map(
      ([, file]) => file!,
    );
    expect(named.length).toBeGreaterThan(2);
    const folders = mounted(gatehouse());
    expect(named.filter((file) => !folders.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
    const certificates = [
      ...(files.get('/etc/gatehouse/nginx.conf') ?? '').matchAll(/^ {2}ssl_certificate\w* (\S+);/gmu),
    ];
    expect(certificates).toHaveLength(proxy === 'nginx' ? 2 : 0);
    const seen = services['proxy'] ? mounted(services['proxy']) : [];
    expect(certificates.filter(([, file]) => !seen.some((folder) => file!.startsWith(`${folder}/`)))).toEqual([]);
    for (const { volumes = [] } of Object.values(services)) {
      const hosts = volumes.map((volume) => volume.split(':')[0]!);
      const own = hosts.filter((host) => host.startsWith('/etc/gatehouse/'));
      expect(own.filter((host) => !files.has(host))).toEqual([]);
      expect(hosts.filter((host) => !host.startsWith('/') && !(host in compose['volumes']!))).toEqual([]);
    }
    expect(files.has((compose['secrets']!['postgres-password'] as { file: string }).file)).toBe(true);
  });

  it('leads the proxy to each instance at its port, in the network that is trusted', () => {
    const port = defaultOf('GATEHOUSE_PORT');
    const [config] = [...files].find(([file]) => /nginx\.conf|Caddyfile/u.test(file)) ?? [];
    const upstreams = new Set(config === undefined ? [] : files.get(config)!.match(/gatehouse-\d:\d+/gu));
    const instances = Object.keys(services).filter((name) => name.startsWith('gatehouse-'));
    expect([...upstreams]).toEqual(proxy === 'none' ? [] : instances.map((name) => `${name}:${port}`));
    const published = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(published).toEqual(proxy === 'none' ? [`0.0.0.0:443:${port}`] : ['0.0.0.0:80:80', '0.0.0.0:443:443']);
    const trusted = (parse(files.get('/etc/gatehouse/gatehouse.yaml')!) as Record<string, unknown>)['trusted_proxies'];
    const { ipam } = compose['networks']!['gatehouse'] as { ipam: { config: { subnet: string }[] } };
    expect(trusted).toEqual(proxy === 'none' ? undefined : ipam.config.map(({ subnet }) => subnet));
    for (const { networks, depends_on = {} } of Object.values(services)) {
      expect(networks).toEqual(['gatehouse']);
      expect(Object.keys(depends_on).filter((name) => !(name in services))).toEqual([]);
    }
  });
});
