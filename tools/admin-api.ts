/**
 * `npm run admin-api`: writes the OpenAPI document of the admin API and the types of its client, both from the operations. With
 * `--check` it writes nothing, lints the document, and fails when they are not as they should be.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openApiDocument } from '../apps/authorization-server/src/admin/openapi/document.ts';
import { lintOpenApi } from './lint-openapi.ts';

const root = path.resolve(import.meta.dirname, '..');
const file = path.join(root, 'docs/openapi/admin.json');
const check = process.argv.includes('--check');

/** Such as a production server serves it; its own document names its own issuer. */
const document = `${JSON.stringify(openApiDocument('https://login.example.com'), undefined, 2)}\n`;

if (check) {
  if (readFileSync(file, 'utf8') !== document) {
    process.stderr.write('docs/openapi/admin.json is out of date: npm run admin-api\n');
    process.exitCode = 1;
  }
  if ((await lintOpenApi(file, document)) > 0) process.exitCode = 1;
} else {
  writeFileSync(file, document);
}
execFileSync(process.execPath, [path.join(root, 'packages/admin-client/generate.ts'), ...(check ? ['--check'] : [])], {
  stdio: 'inherit',
});
