import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMES_THAT_SAY_NOTHING = /(?:^|\/)(?:helpers|utils|common|shared|lib|misc)(?:\/|\.ts$)/u;
/** For sources; a test may need a long table. */
const MOST_LINES = 300;

/** Program code is told everything by its main.ts; these also touch the process, each for the reason given. */
const TOUCH_THE_PROCESS = [
  /^apps\/[^/]+\/src\/main\.ts$/u,
  /^apps\/(?:authorization-server|gateway|quickstart)\/src\/cli\//u,
  /^tools\//u, // commands of their own
  /^packages\/config\/src\/settings-of-process\.ts$/u, // called by each main.ts
  /^packages\/http\/src\/(?:reload-on-hang-up|run-until-signal|workers)\.ts$/u, // the same
  /^packages\/logging\/src\/standard-output\.ts$/u, // the log of each program, to its last line
  /^packages\/testkit\//u,
  /^packages\/oauth-guard\/(?:newcomer(?:\.ts$|\/)|pack\.ts$)/u, // commands of their own
  /^packages\/admin-client\/generate\.ts$/u, // part of `npm run admin-api`
  /^packages\/admin-client\/src\/snippets\/guard\.ts$/u, // writes a program that reads its environment
  /^(?:certs|benchmarks)\//u,
  /\/test\//u,
];

/** A test that judges a duration fails on a busy machine: `expectWithin` of the testkit judges in `npm run test:timing`. */
const JUDGES_A_DURATION =
  /expect\([^;]*?(?:performance\.now\(|hrtime|[a-z]Ms\b|\bms\b|\bmedian\(|p99)[^;]*?\)\s*\.to(?:Be(?:Less|Greater)Than|BeCloseTo)/u;

/** The clock of these is simulated: what they judge is the same on every machine. */
const HAVE_A_CLOCK_OF_THEIR_OWN = /^apps\/quickstart\/test\/benchmarks\/(?:queues|simulate)\.test\.ts$/u;

/** Nobody reads or changes these by hand. */
const MADE_BY_A_TOOL: ReadonlySet<string> = new Set(['packages/admin-client/src/paths.ts']);

/** Rules about the sources themselves: names of folders, size of files, who touches `process`, and what tests judge. */
export function sourceFaults(root: string, files: readonly string[]): string[] {
  return [...tooLong(root), ...files.flatMap((file) => faultsOf(root, file))];
}

/** Whatever the language: style sheets and the scripts of pages grow as programs do. */
function tooLong(root: string): string[] {
  return globSync('{apps,packages,tools}/**/*.{ts,js,css}', {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**'],
  })
    .filter((file) => !file.includes('/test/') && !MADE_BY_A_TOOL.has(file))
    .toSorted()
    .flatMap((file) => {
      const lines = readFileSync(join(root, file), 'utf8').split('\n').length - 1;
      return lines > MOST_LINES ? [`${lines} lines, more than ${MOST_LINES}: ${file}`] : [];
    });
}

function faultsOf(root: string, file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found: string[] = [];
  if (NAMES_THAT_SAY_NOTHING.test(file)) found.push(`a name that says nothing: ${file}`);
  const isJudged = /(?<!\.timing)\.test\.ts$/u.test(file) && !HAVE_A_CLOCK_OF_THEIR_OWN.test(file);
  if (isJudged && JUDGES_A_DURATION.test(text)) {
    found.push(`judges a duration, which only expectWithin and *.timing.test.ts do: ${file}`);
  }
  if (touchesProcess(text) && !TOUCH_THE_PROCESS.some((known) => known.test(file))) {
    found.push(`touches process, which only main.ts and cli/ do: ${file}`);
  }
  return found;
}

function touchesProcess(text: string): boolean {
  const code = text.replace(/\/\*.*?\*\/|\/\/[^\n]*/gsu, '');
  return /(?<![\w.'"`#-])process\.(?:env|argv|exit|exitCode|on|once|stdout|stderr|stdin|cwd|kill|chdir)\b|from '(?:node:)?process'/u.test(
    code,
  );
}
