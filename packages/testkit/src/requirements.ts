import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { rootDirectory } from './directories.ts';

/** One test: its file from the root of the repository, its full name, and why it was skipped if it was. */
export interface TestRecord {
  readonly file: string;
  readonly name: string;
  readonly reason?: string;
}

/** One claim of the product and the test that proves it; an entry of `docs/requirements.yaml`. */
export interface Requirement {
  /** Our requirement's name (AS-04) or a section of a specification (RFC 9068 section 2.1). */
  readonly name: string;
  /** What holds, in our words. */
  readonly holds: string;
  /** The test's file, from the root of the repository. */
  readonly file: string;
  /** The test's own title, as it stands in `it('…')`. */
  readonly test: string;
}

/** Reads the manifest. Throws when an entry lacks a field. */
export function readRequirements(): readonly Requirement[] {
  const entries = parse(readFileSync(join(rootDirectory, 'docs/requirements.yaml'), 'utf8')) as Requirement[];
  for (const [index, entry] of entries.entries()) {
    for (const field of ['name', 'holds', 'file', 'test'] as const) {
      if (typeof entry[field] !== 'string' || entry[field] === '') {
        throw new Error(`docs/requirements.yaml: entry ${index + 1} has no "${field}"`);
      }
    }
  }
  return entries;
}

/** The entries whose test is not among those that passed, each as a line for the person who reads the run. */
export function missingProofs(requirements: readonly Requirement[], passed: readonly TestRecord[]): readonly string[] {
  return requirements
    .filter(({ file, test }) => !passed.some((record) => record.file === file && record.name.endsWith(test)))
    .map(({ name, file, test }) => `${name}: no passing test "${test}" in ${file}`);
}
