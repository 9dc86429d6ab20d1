/** The plain manifests: what the chart gives for one set of values, without what only Helm reads. */
import { parseAllDocuments, stringify } from 'yaml';
import { type Render, rendering } from './renderings.ts';

interface Metadata {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: { readonly template?: { readonly metadata?: Metadata } };
}

/** Where they are, from the root of the repository. */
export const PLAIN = 'deploy/kubernetes';

const HEAD = `# Rendered from deploy/helm/gatehouse with examples/three-nodes.yaml by "npm run chart".\n`;

/** Files by their path from the root of the repository. The Job that migrates the database is apart: it is applied first. */
export function plainManifests(render: Render): ReadonlyMap<string, string> {
  const manifests = parseAllDocuments(rendering(render, 'three-nodes')).map(
    (document) => document.toJS() as Manifest | null,
  );
  const files = new Map<string, string[]>();
  for (const manifest of manifests) {
    if (!manifest) continue;
    const folder = manifest.metadata.annotations?.['helm.sh/hook'] === undefined ? 'servers' : 'migrations';
    const file = `${folder}/${manifest.kind.toLowerCase()}.yaml`;
    files.set(file, [...(files.get(file) ?? []), stringify(withoutHelm(manifest), { lineWidth: 0 })]);
  }
  const written = new Map([...files].map(([file, parts]) => [file, HEAD + parts.join('---\n')]));
  for (const folder of ['migrations', 'servers']) {
    const resources = [...files.keys()].filter((file) => file.startsWith(`${folder}/`)).toSorted();
    const content = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: 'gatehouse',
      resources: resources.map((file) => file.slice(folder.length + 1)),
    };
    written.set(`${folder}/kustomization.yaml`, HEAD + stringify(content, { lineWidth: 0 }));
  }
  return new Map([...written].map(([file, content]) => [`${PLAIN}/${file}`, content]));
}

/** Without what names Helm as the manager of the object, tells it when to make it, or only Helm keeps up to date. */
function withoutHelm(manifest: Manifest): object {
  const { metadata, spec } = manifest;
  const template = spec?.template && { ...spec.template, metadata: own(spec.template.metadata ?? {}) };
  return { ...manifest, metadata: own(metadata), ...(template && { spec: { ...spec, template } }) };
}

function own({ labels, annotations, ...metadata }: Metadata): Metadata {
  const left = kept(annotations);
  return { ...metadata, labels: kept(labels), ...(Object.keys(left).length > 0 && { annotations: left }) };
}

const kept = (given: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).filter(([key]) => !/^(?:helm\.sh\/|checksum\/|app\.kubernetes\.io\/managed-by$)/u.test(key)),
  );
