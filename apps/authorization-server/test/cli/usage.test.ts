import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { commands } from '../../src/cli/commands/commands.ts';
import type { CommandRow, GroupRow } from '../../src/cli/commands/row.ts';
import { failureOf } from '../../src/cli/failure.ts';
import { createProgram } from '../../src/cli/program.ts';
import { gatehouse } from './command.ts';

let directory: TemporaryDirectory;
const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
const before = { ...process.env };

beforeAll(async () => {
  directory = await temporaryDirectory();
  Object.assign(process.env, {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(directory.path, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: directory.path,
    GATEHOUSE_TLS: 'false',
  });
});
afterAll(async () => {
  process.env = before;
  jest.restoreAllMocks();
  await directory?.remove();
});

/** The exit code of a line, and what it said on standard error. */
async function run(words: readonly string[]): Promise<readonly [code: number, said: string]> {
  write.mockClear();
  try {
    await createProgram().parseAsync(words, { from: 'user' });
    return [0, ''];
  } catch (error) {
    if (error instanceof CommanderError)
      return [error.exitCode === 0 ? 0 : 64, write.mock.calls.map(([text]) => String(text)).join('')];
    const { exitCode, lines } = failureOf(error);
    return [exitCode, lines.join('\n')];
  }
}

const linesOf = (list: readonly (CommandRow | GroupRow)[], above: readonly string[] = []): [string[], CommandRow][] =>
  list.flatMap((row): [string[], CommandRow][] =>
    'usage' in row ? [[[...above, row.usage.split(' ')[0]!], row]] : linesOf(row.commands, [...above, row.name]),
  );
const every = linesOf(Object.values(commands).flat()).filter(([, row]) => !row.settingsAsFlags && !row.hidden);

describe('wrong usage is 64', () => {
  it('for an option that no command has, and for more words than it takes', async () => {
    for (const [words, row] of every) {
      expect([words, (await run([...words, '--frobnicate']))[0]]).toEqual([words, 64]);
      if (row.usage.includes('...')) continue;
      expect([words, (await run([...words, 'a', 'b', 'c', 'd']))[0]]).toEqual([words, 64]);
    }
  });

  it('for an argument or an option that is missing, and a value that is none of the choices', async () => {
    for (const [words, row] of every) {
      const options = Object.entries(row.options ?? {});
      const needs = row.usage.includes('<') || options.some(([, about]) => typeof about === 'object' && about.required);
      if (needs) expect([words, (await run(words))[0]]).toEqual([words, 64]);
      for (const [flags, about] of options) {
        if (typeof about !== 'object' || !about.choices) continue;
        const [code, said] = await run([...words, flags.split(' ')[0]!, 'frobnicate']);
        expect([words, code, said]).toEqual([words, 64, expect.stringContaining('Allowed choices are')]);
      }
    }
  });

  it.each([
    'api-keys add alice --resource https://api.example --scope a --expires-in-days soon',
    'audit list --since yesterday',
    'audit list --limit many',
    'clients add shop',
    'clients add shop --kind web',
    'clients add shop --kind machine --redirect-uri https://shop.example/',
    'clients add shop --framework express --kind spa --redirect-uri https://shop.example/',
    'clients secret add shop --expires-in-days 0',
    'doctor --send-mail nobody',
    'roles add clerk --scope orders',
    'roles grant clerk --scope https://api.example=',
    'resources add https://api.example --name Orders --scope orders_read',
    'service-accounts add reports --resource https://api.example --scope a --claim department',
    'token authorization-code --issuer https://id.example --client-id a --no-loopback --client-secret-stdin',
    'token client-credentials --issuer http://id.example --client-id a',
    'token client-credentials --issuer nowhere --client-id a',
    'token client-credentials --issuer https://id.example --client-id a --client-secret s3cret',
    'token decode --token-file /nowhere/token',
    'token exchange --issuer https://id.example --client-id a --client-secret-stdin',
    'token introspect --issuer https://id.example --client-id a --client-secret-stdin',
    'tokens revoke',
    'tokens revoke --user alice --client shop',
    'tokens revoke --grant g --before now',
    'tokens revoke --before soon',
    'tokens revoke --before 2999-01-01T00:00:00Z',
    'users add erin --name Erin --email erin@example.com --claim department',
    'users add erin --name Erin --email no-address',
    'users invite erin',
    'users invite erin --name Erin --email erin@example.com --expires-in-days 365',
    'users invite erin --name Erin --email erin@example.com --locale no_tag_at_all --print-link',
    'users invite erin --resend --name Erin',
    'users set alice',
    'users set alice --role a --no-roles',
    'users set alice --add-role a --remove-role a',
  ])('for "%s"', async (line) => {
    const [code, said] = await run(line.split(' '));
    expect([code, said]).toEqual([64, expect.stringMatching(/\w/u)]);
    expect(said).not.toMatch(/^ +at /mu);
  });

  it('and 1 for what is well said and refused', async () => {
    for (const line of [
      'users show nobody',
      'clients show nothing',
      'keys retire none',
      'resources show https://none.example',
    ])
      expect([line, (await run(line.split(' ')))[0]]).toEqual([line, 1]);
  });
});

/** What a line prints on standard output. */
async function printed(line: string): Promise<string> {
  const output = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const [code, said] = await run(line.split(' '));
    expect([line, code, said]).toEqual([line, 0, '']);
    return output.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    output.mockRestore();
  }
}

describe('--quiet', () => {
  it('prints no confirmation, and of what is shown once that alone', async () => {
    expect(await printed('roles add clerk')).toMatch(/^the role clerk gives nothing\n/u);
    expect(await printed('roles add quiet-clerk --quiet')).toBe('');
    expect(await printed('clients add backend --kind machine -q')).toMatch(/^[\w-]{43}\n$/u);
    expect(await printed('clients secret add backend -q')).toMatch(/^[\w-]{43}\n$/u);
    expect(JSON.parse(await printed('clients disable backend -q --json'))).toMatchObject({ changed: true });
    expect(await printed('clients remove backend -q --yes')).toBe('');
  });

  it('is no option of commands that print what was asked for', async () => {
    expect((await run(['roles', 'list', '--quiet']))[0]).toBe(64);
  });
});

/** All that a line prints, started as a process. */
const shown = async (line: string, colours: Record<string, string>) => {
  const { stdout, stderr } = await gatehouse(line.split(' '), {
    GATEHOUSE_DATABASE_URL: String(process.env['GATEHOUSE_DATABASE_URL']),
    GATEHOUSE_STATE_DIRECTORY: directory.path,
    ...colours,
  });
  return stdout + stderr;
};

describe('colours', () => {
  const red = '\u001B[31m';
  const bold = '\u001B[1m';
  it('are for terminals, unless FORCE_COLOR or NO_COLOR says otherwise', async () => {
    expect(await shown('frobnicate', {})).toMatch(/^error: unknown command/u);
    expect(await shown('frobnicate', { FORCE_COLOR: '1' })).toContain(`${red}error:`);
    expect(await shown('roles --help', { NO_COLOR: '1' })).toMatch(/^Usage: /u);
    expect(await shown('roles --help', { FORCE_COLOR: '1' })).toContain(`${bold}Examples:`);
  });

  it('are in tables and in what is refused; columns stay where they are', async () => {
    const [table, plain, refused] = await Promise.all([
      shown('roles list', { FORCE_COLOR: '1' }),
      shown('roles list', {}),
      shown('users show nobody', { FORCE_COLOR: '1' }),
    ]);
    expect(table).toContain(`${bold}role`);
    expect(stripVTControlCharacters(table)).toBe(plain);
    expect(refused).toContain(`${red}gatehouse:`);
  });
});

describe('a server elsewhere', () => {
  afterEach(() => {
    delete process.env['GATEHOUSE_SERVER'];
  });

  it.each([['gc'], ['backup copy.sqlite'], ['migrate status']])(
    'ADM-05: %s works on the database beside it, and never there when another server was named',
    async (line) => {
      const refused = [64, expect.stringContaining('leave out --server')];
      expect(await run([...line.split(' '), '--server', 'https://login.example.com'])).toEqual(refused);
      delete process.env['GATEHOUSE_SERVER'];
      process.env['GATEHOUSE_SERVER'] = 'https://login.example.com';
      expect(await run(line.split(' '))).toEqual(refused);
    },
  );
});
