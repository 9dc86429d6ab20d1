/** Programs to copy: those of `examples/`, with the values of one client or API in the place of theirs. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What to save, and what to type. */
export interface Snippet {
  readonly framework: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** Shell commands in their order. */
  readonly commands: readonly string[];
}

export const examplesDirectory: string = resolve(import.meta.dirname, '../../../../examples');

/** Values that may stand between quotes in any language. */
const isPlain = (value: string) => /^[\w\-.:/?=&%+~@, ]*$/u.test(value);

/** A word of a shell. */
export const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** A value of the examples, and what takes its place. */
export type Replacement = readonly [RegExp, string];

/**
 * Files of an example with other values, or undefined where there are no examples (an image has none) or a value cannot stand in
 * a program as it is.
 * @param withApi false leaves out the paragraphs that call the API
 */
export function filesOf(
  folder: string,
  names: readonly string[],
  { replacements, withApi }: { readonly replacements: readonly Replacement[]; readonly withApi: boolean },
): Snippet['files'] | undefined {
  if (!existsSync(join(examplesDirectory, folder)) || !replacements.every(([, value]) => isPlain(value))) {
    return undefined;
  }
  return names.map((name) => {
    const text = readFileSync(join(examplesDirectory, folder, name), 'utf8');
    const kept = withApi ? text : withoutApi(text);
    return { name, text: replacements.reduce((all, [from, to]) => all.replaceAll(from, () => to), kept) };
  });
}

/** A paragraph that begins with this comment goes, up to the next empty line. */
const withoutApi = (text: string): string =>
  text
    .split('\n\n')
    .filter((paragraph) => !/^\s*(?:\/\/|#) Calls the API/mu.test(paragraph.trimStart().split('\n')[0] ?? ''))
    .join('\n\n');

/** `npm install` with the very versions that are tested. */
export function npmInstall(folder: string, ...others: readonly string[]): string {
  const { dependencies } = JSON.parse(readFileSync(join(examplesDirectory, folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return [
    'npm install',
    ...Object.entries(dependencies).map(([name, version]) => `${name}@${version}`),
    ...others,
  ].join(' ');
}

/** As people read it. */
export const renderSnippet = ({ files, commands }: Snippet): string =>
  [...files.flatMap(({ name, text }) => [`--- ${name} ---`, text.trimEnd(), '']), '--- then ---', ...commands].join(
    '\n',
  );

/** As `--json` has it. */
export const snippetDocument = ({ framework, files, commands }: Snippet): Record<string, unknown> => ({
  framework,
  files,
  commands,
});
