import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { withOperations } from '../../../../tools/operations-table.ts';

it('docs/operating.md lists the operations as the server has them', () => {
  const document = readFileSync(join(rootDirectory, 'docs/operating.md'), 'utf8');
  expect(withOperations(document)).toBe(document);
});
