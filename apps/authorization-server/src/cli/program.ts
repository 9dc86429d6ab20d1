/** The table of commands as a command line. */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { coloured } from './colour.ts';
import { commands } from './commands/commands.ts';
import type { CommandRow, Example, GroupRow, OptionRow } from './commands/row.ts';
import { nameServer } from './named-server.ts';

const settingsAndCodes = `
Settings come from the environment (GATEHOUSE_…) or from the file that GATEHOUSE_CONFIG_FILE names;
"gatehouse serve --help" lists them all. Exit codes: 0 done, 1 refused or failed, 64 wrong usage,
75 try again, 78 configuration.`;

const firstSteps: readonly Example[] = [
  ['serve', 'start the authorization server'],
  ['config check', 'every fault of the settings at once'],
  ['registry apply registry.yaml', 'declare resources, roles and clients'],
  ['clients secret add worker', 'a further secret, shown once'],
  ['users set-password alice < secret.txt', 'secrets are read from standard input only'],
];

/** The command line as it is; actions write to standard output. Rejects with CommanderError on wrong usage. */
export function createProgram(): Command {
  const program = new Command('gatehouse')
    .description('OAuth 2.1 and OpenID Connect authorization server')
    .version(version())
    .option('--json', 'print JSON, one document')
    .option('--server <issuer>', 'work on that server, through its admin API, and not on the database beside')
    .hook('preAction', (_program, command) => {
      const { server } = command.optsWithGlobals<{ server?: string }>();
      nameServer(server ?? process.env['GATEHOUSE_SERVER']);
    })
    .addHelpText('after', `${examplesText(firstSteps)}\n${settingsAndCodes}`)
    .exitOverride()
    .configureHelp({ styleTitle: (title) => coloured('heading', title) })
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error:/u, coloured('bad', 'error:', process.stderr))),
    })
    .showSuggestionAfterError();
  for (const [heading, rows] of Object.entries(commands)) {
    program.commandsGroup(heading);
    for (const row of rows) addRow(program, row);
  }
  return program;
}

/** That of the package. */
function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** @param examples of the groups above: those of a command stand in its help too */
function addRow(parent: Command, row: CommandRow | GroupRow, path = '', examples: readonly Example[] = []): void {
  const all = [...examples, ...(row.examples ?? [])];
  if ('usage' in row) {
    const line = `${path}${row.usage.split(' ')[0]}`;
    addCommand(parent, row, row.examples ?? all.filter(([example]) => `${example} `.startsWith(`${line} `)));
    return;
  }
  const group = parent.command(row.name).description(row.help);
  if (row.examples) group.addHelpText('after', examplesText(row.examples));
  for (const below of row.commands) addRow(group, below, `${path}${row.name} `, all);
}

function addCommand(parent: Command, row: CommandRow, examples: readonly Example[]): void {
  const command = parent.command(row.usage, { hidden: row.hidden ?? false }).description(row.help);
  if (row.argumentChoices) command.registeredArguments[0]?.choices(row.argumentChoices);
  if (examples.length > 0) command.addHelpText('after', examplesText(examples));
  if (row.settingsAsFlags) {
    command.allowUnknownOption().allowExcessArguments().helpOption(false);
    command.action(async () => (await row.action(commands))(...([command.args] as never[])));
    return;
  }
  for (const [flags, about] of Object.entries(row.options ?? {})) command.addOption(optionOf(flags, about));
  command.option('--json', 'print JSON');
  if (!row.answers) command.option('-q, --quiet', 'print no confirmation');
  // `--json` counts before and after the command, so each action gets the options of the whole line.
  command.action(async (...values: unknown[]) => {
    const action = await row.action(commands);
    await action(...([...values.slice(0, -2), command.optsWithGlobals()] as never[]));
  });
}

function optionOf(flags: string, about: string | OptionRow): Option {
  const row = typeof about === 'string' ? { help: about } : about;
  const option = new Option(flags, row.required ? `${row.help} (required)` : row.help).makeOptionMandatory(
    row.required ?? false,
  );
  if (row.choices) option.choices(row.choices);
  return row.default === undefined ? option : option.default(row.default);
}

function examplesText(examples: readonly Example[]): string {
  const width = Math.min(48, Math.max(...examples.map(([line]) => line.length)));
  const lines = examples.map(([line, meaning]) =>
    line.length > width
      ? `  gatehouse ${line}\n${' '.repeat(width + 14)}${meaning}`
      : `  gatehouse ${line.padEnd(width)}  ${meaning}`,
  );
  return `\n${coloured('heading', 'Examples:')}\n${lines.join('\n')}`;
}
