/** What the kubelet does with the volumes of a pod, below a folder: ConfigMaps as they are, Secrets with values made for the test. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { certificates } from '@gatehouse/testkit';
import type { Manifest, Volume } from './manifests.ts';

export interface Mounted {
  readonly settingsFile: string;
  /** Where what is at `/etc/gatehouse/PATH` in the pod lies here. */
  path(part: string): string;
}

const secret = (): string => randomBytes(32).toString('base64url');

/** By the setting that a file is for. */
const secrets: Readonly<Record<string, () => string>> = {
  // As CloudNativePG writes it.
  database_url: () => `postgresql://gatehouse:${secret()}@gatehouse-db-rw.gatehouse:5432/gatehouse`,
  smtp_url: () => `smtps://gatehouse:${secret()}@mail.example.com:465`,
};

/** Writes the volumes of the only container of a workload; paths in its settings lead to them. */
export async function mountVolumes(
  folder: string,
  workload: Manifest,
  manifests: readonly Manifest[],
): Promise<Mounted> {
  const { volumes, containers } = workload.spec.template.spec;
  const { caFile } = await certificates();
  const here = (path: string): string => join(folder, path);
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(here(path)), { recursive: true });
    writeFileSync(here(path), content.replaceAll(/"(\/(?:etc\/gatehouse|var\/lib)\/)/gu, `"${folder}$1`));
  };
  for (const { name, mountPath } of containers.flatMap(({ volumeMounts }) => volumeMounts)) {
    const volume = volumes.find((one) => one.name === name);
    for (const [file, content] of filesOf(volume!, manifests, caFile)) write(join(mountPath, file), content);
  }
  return {
    settingsFile: here('/etc/gatehouse/settings/settings.yaml'),
    path: (part) => here(`/etc/gatehouse/${part}`),
  };
}

function filesOf(volume: Volume, manifests: readonly Manifest[], caFile: string) {
  const { configMap, projected, secret: tls } = volume;
  const map = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap?.name);
  if (map) return (configMap?.items ?? []).map(({ key, path }): [string, string] => [path, map.data?.[key] ?? '']);
  // A certificate of development would be refused, and nobody reads this one.
  if (tls) return ['tls.crt', 'tls.key'].map((path): [string, string] => [path, secret()]);
  if (projected) {
    const items = projected.sources.flatMap((source) => source.secret?.items ?? source.configMap?.items ?? []);
    const content = (path: string): string =>
      path.endsWith('ca_file') ? readFileSync(caFile, 'utf8') : (secrets[path]?.() ?? secret());
    return items.map(({ path }): [string, string] => [path, content(path)]);
  }
  // Volumes of others: a registry, breached passwords.
  return [
    ['registry.yaml', 'clients: []\n'],
    ['sha1.txt', ''],
  ] as [string, string][];
}
