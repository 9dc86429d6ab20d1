/** Writes `src/paths.ts`, the types of the admin API, from its OpenAPI document; with `--check` it compares. See `npm run admin-api`. */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTypescript, { astToString } from 'openapi-typescript';

const source = new URL('../../docs/openapi/admin.json', import.meta.url);
const target = new URL('src/paths.ts', import.meta.url);

const types = await openapiTypescript(source, { alphabetize: true, defaultNonNullable: false });
const text = `/** Generated from docs/openapi/admin.json by \`npm run admin-api\`; do not edit. */\n\n/* eslint-disable typescript/no-redundant-type-constituents -- a schema may name some of the texts that it takes */\n\n${astToString(types)}`;

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write('packages/admin-client/src/paths.ts is out of date: npm run admin-api\n');
  process.exitCode = 1;
}
