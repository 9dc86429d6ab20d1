/**
 * Makes the table of what can be done and what ends with it, from the operations of the authorization server:
 * `npm run operations-table` writes it into docs/audit.md, a test compares it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Operation, operations } from '../apps/authorization-server/src/directory/operations/operations.ts';

const PLACE = /(?<=<!-- operations -->\n).*?(?=<!-- \/operations -->)/su;

/** Gives the document with the table in its place. Throws when the place is not marked. */
export function withOperations(document: string): string {
  if (!PLACE.test(document)) throw new Error('the document has no place marked for the table of operations');
  const rows = Object.entries<Operation>(operations).map(([name, { by, event, ends, tells, forgives }]) => {
    const told = tells.map((one) => (one === 'applications' ? one : `mail \`${one}\``)).join(', ');
    return `| ${name} | ${by} | \`${event}\` | ${ends.join(', ')} | ${told} | ${forgives ? 'yes' : ''} |`;
  });
  const head = ['| operation | by | event | ends | tells | forgives failed attempts |', '|---|---|---|---|---|---|'];
  return document.replace(PLACE, () => `\n${[...head, ...rows].join('\n')}\n\n`);
}

if (import.meta.main) {
  const file = join(resolve(import.meta.dirname, '..'), 'docs/audit.md');
  writeFileSync(file, withOperations(readFileSync(file, 'utf8')));
}
