/** What the chart makes of its three examples of values, as it is kept: for three nodes the plain manifests. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { parse, parseAllDocuments } from 'yaml';
import { PLAIN } from '../../../../../tools/chart/plain-manifests.ts';
import { CHART, RENDERED } from '../../../../../tools/chart/renderings.ts';

interface Metadata {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Source {
  readonly name?: string;
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

export interface Volume {
  readonly name: string;
  readonly configMap?: Source;
  readonly secret?: { readonly secretName: string };
  readonly projected?: { readonly sources: readonly { readonly secret?: Source; readonly configMap?: Source }[] };
}

export interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly securityContext: object;
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly [probe: `${string}Probe`]:
    | { readonly httpGet: { readonly path: string; readonly port: string } }
    | undefined;
  readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
  readonly resources: {
    readonly requests: Readonly<Record<string, string>>;
    readonly limits: Readonly<Record<string, string>>;
  };
}

export interface PodSpec {
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly enableServiceLinks: boolean;
  readonly securityContext: object;
  readonly terminationGracePeriodSeconds?: number;
  readonly affinity?: { readonly podAntiAffinity: object };
  readonly topologySpreadConstraints?: readonly object[];
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes: readonly Volume[];
}

type Labels = Readonly<Record<string, string>>;

export interface Manifest {
  readonly kind: string;
  readonly metadata: Metadata;
  readonly automountServiceAccountToken?: boolean;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly metadata: Metadata; readonly spec: PodSpec };
    readonly selector: Labels & { readonly matchLabels: Labels };
    readonly podSelector: { readonly matchLabels: Labels };
    readonly policyTypes?: readonly string[];
    readonly ports: readonly { readonly targetPort: string }[];
  };
}

const read = (file: string): string => readFileSync(join(rootDirectory, file), 'utf8');

const manifestsOf = (files: readonly string[]): Manifest[] =>
  files.flatMap((file) =>
    parseAllDocuments(read(file))
      .map((document) => document.toJS() as Manifest | null)
      .filter((manifest) => manifest !== null)
      .filter(({ kind }) => kind !== 'Kustomization'),
  );

/** Each with the values that it is made of. */
export const sets = [
  { name: 'small', files: [`${RENDERED}/small.yaml`] },
  { name: 'three-nodes', files: globSync(`${PLAIN}/*/*.yaml`, { cwd: rootDirectory }).toSorted() },
  { name: 'production', files: [`${RENDERED}/production.yaml`] },
].map(({ name, files }) => ({
  name,
  files,
  text: files.map(read).join('\n---\n'),
  manifests: manifestsOf(files),
  values: parse(read(`${CHART}/examples/${name}.yaml`)) as Readonly<Record<string, unknown>>,
}));

/** Deployments and Jobs. */
export const workloads = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'Job');

/** Whether a selector takes these labels. */
export const selects = (selector: Labels, { labels }: Metadata): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);
