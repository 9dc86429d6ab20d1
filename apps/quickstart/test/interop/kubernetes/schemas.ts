/**
 * Writes JSON Schemas for kubeconform, in which unknown members are faults:
 * `node schemas.ts OUT CORE_FOLDER CRD.yaml…`. CORE_FOLDER has those of Kubernetes itself, as the package kubernetes-validate brings them.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';

interface Definition {
  readonly kind?: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: object } }[];
  };
}

/** As strict as the API server with `fieldValidation=Strict`: what a schema does not name is refused. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const found = Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== 'description')
      .map(([key, value]) => [key, strict(value)]),
  ) as Record<string, unknown>;
  if (found['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string', 'null'] };
  if (
    typeof found['properties'] === 'object' &&
    found['type'] === 'object' &&
    found['additionalProperties'] === undefined &&
    found['x-kubernetes-preserve-unknown-fields'] !== true
  )
    found['additionalProperties'] = false;
  return found;
}

function writeCustom(out: string, file: string): void {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const definition = document.toJS() as Definition | null;
    if (definition?.kind !== 'CustomResourceDefinition') continue;
    const { group, names, versions } = definition.spec;
    for (const { name, schema } of versions) {
      const path = join(out, `${names.kind.toLowerCase()}-${group.split('.')[0]}-${name}.json`);
      const written = strict(schema.openAPIV3Schema) as { properties: Record<string, unknown> };
      // Kubernetes knows what metadata has; the definition says that it is there.
      written.properties['metadata'] = { type: 'object' };
      writeFileSync(path, JSON.stringify(written));
    }
  }
}

const [out = '', core = '', ...custom] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
for (const name of readdirSync(core)) {
  // Their identifier is an address on the internet, by which references would be looked up.
  const text = readFileSync(join(core, name), 'utf8')
    .replaceAll('"/api/_definitions.json#', '"_definitions.json#')
    .replaceAll(/,?\s*"\$id": "[^"]*"/gu, '');
  writeFileSync(join(out, basename(name)), text);
}
for (const file of custom) writeCustom(out, file);
