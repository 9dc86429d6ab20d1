/** Makes the references from the code: `npm run references` writes them into docs/ and deploy/, a test compares them. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { auditRecordJsonSchema } from '../apps/authorization-server/src/directory/audit/schema.ts';
import { valuesSchema } from './chart/values-schema.ts';
import { endpointsReference } from './references/endpoints.ts';
import { errorsReference } from './references/errors.ts';
import { settingsReference } from './references/settings.ts';

/** Each by the document that it is. */
export const references: Readonly<Record<string, () => string>> = {
  'docs/settings.md': settingsReference,
  'docs/errors.md': errorsReference,
  'docs/endpoints.md': endpointsReference,
  'docs/audit-record.schema.json': () => `${JSON.stringify(auditRecordJsonSchema(), undefined, 2)}\n`,
  'deploy/helm/gatehouse/values.schema.json': () => `${JSON.stringify(valuesSchema(), undefined, 2)}\n`,
};

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  for (const [file, make] of Object.entries(references)) writeFileSync(join(root, file), make());
}
