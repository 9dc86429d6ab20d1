/**
 * Makes the table of docs/requirements.md from `docs/requirements.yaml`: `npm run readme` writes it, a test compares it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** The parts of an entry of the manifest that the table shows. */
export interface Claim {
  readonly name: string;
  readonly holds: string;
  readonly file: string;
}

const PLACE = /(?<=<!-- requirements -->\n).*?(?=<!-- \/requirements -->)/su;

/** Gives `document` with the table of `claims` in its place. Throws when the place is not marked. */
export function withTable(document: string, claims: readonly Claim[]): string {
  if (!PLACE.test(document)) throw new Error('docs/requirements.md has no place marked for the table of requirements');
  const rows = claims.map(({ name, holds, file }) => {
    const test = file.slice(file.lastIndexOf('/') + 1).replace('.test.ts', '');
    return `| ${name} | ${holds.replaceAll('|', '\\|')} | [${test}](../${file}) |`;
  });
  const table = ['| requirement | what holds | proof |', '|---|---|---|', ...rows, ''].join('\n');
  return document.replace(PLACE, () => `\n${table}\n`);
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const claims = parse(readFileSync(join(root, 'docs/requirements.yaml'), 'utf8')) as Claim[];
  const file = join(root, 'docs/requirements.md');
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), claims));
}
