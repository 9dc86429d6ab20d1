import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { withOperations } from '../../../../tools/operations-table.ts';

it('docs/audit.md lists the operations as the server has them', () => {
  const document = readFileSync(join(rootDirectory, 'docs/audit.md'), 'utf8');
  expect(withOperations(document)).toBe(document);
});
