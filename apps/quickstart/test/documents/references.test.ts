import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { references } from '../../../../tools/references.ts';

describe('references', () => {
  it.each(Object.keys(references))('%s is as the code has it; `npm run references` writes it', (file) => {
    expect(readFileSync(join(rootDirectory, file), 'utf8')).toBe(references[file]!());
  });

  it('every setting has a topic', () => {
    expect(references['docs/settings.md']!()).not.toContain('### Other');
  });
});
