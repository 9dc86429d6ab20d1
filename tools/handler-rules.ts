import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Handlers of the authorization server take what they use: with less in hand, less can go wrong, and a reader sees what. */
const SERVER = /^apps\/authorization-server\/src\//u;
const HANDLERS = /^apps\/authorization-server\/src\/(?:browser|protocol|admin)\//u;
/** These hand it out: they take everything, and give each handler its part. */
const COMPOSERS = /^apps\/authorization-server\/src\/(?:browser\/browser|protocol\/provider)\.ts$/u;
/** What a handler is handed is called one of these. */
const HANDED = /(?:Dependencies|Parts|Options)$/u;
const MOST_MEMBERS = 12;

interface Declared {
  readonly name: string;
  readonly file: string;
  readonly parents: readonly string[];
  readonly members: readonly string[];
}

/** One line for each interface that is too wide for a handler, and for each handler that takes the whole storage. */
export function handlerFaults(root: string, files: readonly string[]): string[] {
  const sources = new Map(
    files
      .filter((file) => SERVER.test(file))
      .map((file) => [file, withoutComments(readFileSync(join(root, file), 'utf8'))]),
  );
  const declared = [...sources].flatMap(([file, text]) => interfacesOf(file, text));
  const membersOf = (one: Declared): string[] => [
    ...one.members,
    ...one.parents.flatMap((parent) => {
      const ofName = declared.filter((other) => other.name === parent && other !== one);
      const found = ofName.find(({ file }) => file === one.file) ?? ofName[0];
      return found === undefined ? [] : membersOf(found);
    }),
  ];
  /** A member that several parents declare is one. */
  const width = (one: Declared): number => new Set(membersOf(one)).size;
  return [
    ...declared
      .filter((one) => isJudged(one.file) && HANDED.test(one.name) && width(one) > MOST_MEMBERS)
      .map((one) => `${one.name} has ${width(one)} members, more than ${MOST_MEMBERS}, for a handler: ${one.file}`),
    ...[...sources]
      .filter(([file, text]) => isJudged(file) && takesWholeStorage(text))
      .map(([file]) => `takes the whole Storage, not the stores that it uses: ${file}`),
  ];
}

const isJudged = (file: string): boolean => HANDLERS.test(file) && !COMPOSERS.test(file);

const withoutComments = (text: string): string => text.replace(/\/\*.*?\*\/|\/\/[^\n]*/gsu, '');

function takesWholeStorage(text: string): boolean {
  const code = text.replace(/import[^;]*?from '[^']+';/gsu, '');
  return /(?<!Pick<\s*|keyof )\bStorage\b/u.test(code);
}

function interfacesOf(file: string, text: string): Declared[] {
  return [...text.matchAll(/\binterface (\w+)(?:<[^{]*?>)?(?: extends ([^{]+?))? \{\n?(.*?)\n?\}(?=\n|$)/gsu)].map(
    ([, name = '', parents = '', body = '']) => ({
      name,
      file,
      parents: parents.split(',').map((parent) => parent.trim().replace(/^\w+\./u, '')),
      members: [...body.matchAll(/^ {2}(?:readonly )?([\w[(]+)/gmu)].map(([, member = '']) => member),
    }),
  );
}
