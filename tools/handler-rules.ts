import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Handlers of the authorization server take what they use: with less in hand, less can go wrong, and a reader sees what. */
const HANDLERS = /^apps\/authorization-server\/src\/(?:browser|protocol|admin)\//u;
/** These hand it out: they take everything, and give each handler its part. */
const COMPOSERS = /^apps\/authorization-server\/src\/(?:browser\/browser|protocol\/provider)\.ts$/u;
/** What a handler is handed is called one of these. */
const HANDED = /(?:Dependencies|Parts|Options)$/u;
const MOST_MEMBERS = 12;

interface Declared {
  readonly file: string;
  readonly parents: readonly string[];
  readonly members: readonly string[];
}

/** One line for each interface that is too wide for a handler, and for each handler that takes the whole storage. */
export function handlerFaults(root: string, files: readonly string[]): string[] {
  const sources = new Map(
    files
      .filter((file) => HANDLERS.test(file))
      .map((file) => [file, withoutComments(readFileSync(join(root, file), 'utf8'))]),
  );
  const declared = new Map([...sources].flatMap(([file, text]) => interfacesOf(file, text)));
  const membersOf = (name: string): string[] => {
    const found = declared.get(name);
    return found === undefined ? [] : [...found.members, ...found.parents.flatMap(membersOf)];
  };
  /** A member that several parents declare is one. */
  const width = (name: string): number => new Set(membersOf(name)).size;
  return [
    ...[...declared].flatMap(([name, { file }]) =>
      HANDED.test(name) && !isExempt(file) && width(name) > MOST_MEMBERS
        ? [`${name} has ${width(name)} members, more than ${MOST_MEMBERS}, for a handler: ${file}`]
        : [],
    ),
    ...[...sources].flatMap(([file, text]) =>
      !isExempt(file) && takesWholeStorage(text)
        ? [`takes the whole Storage, not the stores that it uses: ${file}`]
        : [],
    ),
  ];
}

const isExempt = (file: string): boolean => COMPOSERS.test(file);

const withoutComments = (text: string): string => text.replace(/\/\*.*?\*\/|\/\/[^\n]*/gsu, '');

function takesWholeStorage(text: string): boolean {
  const code = text.replace(/import[^;]*?from '[^']+';/gsu, '');
  return /(?<!Pick<|keyof )\bStorage\b/u.test(code);
}

function interfacesOf(file: string, text: string): [string, Declared][] {
  return [...text.matchAll(/\binterface (\w+)(?:<[^{]*?>)?(?: extends ([^{]+?))? \{\n(.*?)\n\}/gsu)].map(
    ([, name = '', parents = '', body = '']) => [
      name,
      {
        file,
        parents: parents.split(',').map((parent) => parent.trim()),
        members: [...body.matchAll(/^ {2}(?:readonly )?([\w[(]+)/gmu)].map(([, member = '']) => member),
      },
    ],
  );
}
