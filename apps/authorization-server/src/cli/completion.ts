/** `gatehouse completion SHELL` and what the script that it prints asks for: the words that may come next. */
import type { CommandRow, GroupRow, Table } from './commands/row.ts';

type Shell = 'bash' | 'zsh' | 'fish';

/** Each asks `gatehouse complete -- WORDS`, so that the completion is always that of the installed version. */
const scripts: Readonly<Record<Shell, string>> = {
  bash: String.raw`_gatehouse() {
  local line
  COMPREPLY=()
  while IFS=$'\t' read -r line _; do COMPREPLY+=("$line"); done < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _gatehouse gatehouse
`,
  zsh: String.raw`#compdef gatehouse
_gatehouse() {
  local -a found
  found=("\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null | sed 's/:/\\:/g; s/\t/:/')}")
  if [[ -n "\${found[1]}" ]]; then _describe gatehouse found; else _files; fi
}
compdef _gatehouse gatehouse
`,
  fish: String.raw`function __gatehouse_complete
  set -l words (commandline -opc)
  $words[1] complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c gatehouse -a '(__gatehouse_complete)'
`,
};

/** Prints the script that teaches a shell to complete this command. */
export async function printCompletion(shell: Shell): Promise<void> {
  process.stdout.write(scripts[shell].replaceAll(String.raw`\${`, '${'));
}

/** Prints what may stand in place of the last word, one a line, with its meaning after a tab. */
export const candidatesOf = (table: Table) => async (words: readonly string[]) => {
  for (const [word, meaning] of candidates(table, words)) process.stdout.write(`${word}\t${meaning}\n`);
};

type Row = CommandRow | GroupRow;

const nameOf = (row: Row) => ('usage' in row ? (row.usage.split(' ')[0] ?? '') : row.name);

const shown = (rows: readonly Row[]): Row[] => rows.filter((row) => !('hidden' in row && row.hidden));

/** @param words those after `gatehouse`; the last is the one to complete, perhaps empty */
function candidates(table: Table, words: readonly string[]): [word: string, meaning: string][] {
  const begun = words.at(-1) ?? '';
  let rows: readonly Row[] = Object.values(table).flat();
  let command: CommandRow | undefined;
  for (const word of words.slice(0, -1)) {
    const row = shown(rows).find((one) => nameOf(one) === word);
    if (command || !row) continue;
    if ('usage' in row) command = row;
    else rows = row.commands;
  }
  const all = command
    ? [...optionsOf(command), ...choicesOf(command, words.at(-2) ?? '')]
    : shown(rows).map((row): [string, string] => [nameOf(row), row.help]);
  return all.filter(([word]) => word.startsWith(begun) && (begun !== '' || !word.startsWith('-')));
}

const optionsOf = ({ options = {}, answers }: CommandRow): [string, string][] => [
  ...Object.entries(options).map(([flags, about]): [string, string] => [
    flags.split(' ')[0] ?? '',
    typeof about === 'string' ? about : about.help,
  ]),
  ['--json', 'print JSON'],
  ...(answers ? [] : [['--quiet', 'print no confirmation'] satisfies [string, string]]),
  ['--help', 'what it does and takes'],
];

/** The values of the option before, or of the argument, where only some are taken. */
function choicesOf({ options = {}, argumentChoices = [] }: CommandRow, before: string): [string, string][] {
  const about = Object.entries(options).find(([flags]) => flags.split(' ')[0] === before)?.[1];
  const choices = typeof about === 'object' && about.choices ? about.choices : argumentChoices;
  return choices.map((choice) => [choice, '']);
}
