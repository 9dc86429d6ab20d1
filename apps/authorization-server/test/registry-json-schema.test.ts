import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { registryJsonSchema } from '../src/directory/registry/json-schema.ts';

it('the published JSON Schema of the registry is the one in use ("gatehouse registry schema" prints it)', () => {
  const published = readFileSync(path.join(rootDirectory, 'docs/registry.schema.json'), 'utf8');
  expect(JSON.parse(published)).toEqual(registryJsonSchema());
});
