/** Every command, its arguments and its help, in one list. */
import { Command } from 'commander';
import { addApiKey, addServiceAccount, listCredentials, revokeApiKeysOf, revokeCredential } from './api-credentials.ts';
import {
  addClient,
  addClientSecret,
  disableClient,
  enableClient,
  listClients,
  removeClient,
  removeClientSecret,
  showClient,
} from './clients.ts';
import { checkSettings, printSettings } from './config.ts';
import { deleteUser, showUser } from './delete-user.ts';
import { doctor } from './doctor/doctor.ts';
import { init } from './init/init.ts';
import { inviteUser } from './invite-user.ts';
import { listKeys, retireKey, revokeKey, rotateKeys } from './keys.ts';
import { backup, collectGarbage, reseal } from './maintenance.ts';
import { migrate, migrationStatus } from './migrate.ts';
import { applyRegistryFiles, checkRegistry, exportRegistry, printRegistrySchema } from './registry.ts';
import { serve } from './serve.ts';
import { setUser } from './set-user.ts';
import { revokeTokens } from './tokens.ts';
import { addUser, listUsers, removeFactors, revokeSessions, setPassword, setUserStatus, unlockUser } from './users.ts';

const examples = `
Examples:
  gatehouse serve                                  start the authorization server
  gatehouse config check                           every fault of the settings at once
  gatehouse registry apply clients.yaml            declare resources, roles and clients
  gatehouse clients secret add worker              a further secret, shown once
  gatehouse users set-password alice < secret.txt  secrets come by standard input only

Settings come from the environment (GATEHOUSE_…) or from the file that GATEHOUSE_CONFIG_FILE names;
"gatehouse serve --help" lists them all. Exit codes: 0 done, 1 refused or failed, 64 wrong usage,
75 try again, 78 configuration.`;

/** `--json` counts before and after the command, so each action gets the options of the whole line. */
const add = (parent: Command, usage: string, description: string, action: (...values: never[]) => Promise<void>) =>
  parent
    .command(usage)
    .description(description)
    .option('--json', 'print JSON')
    .exitOverride()
    .action((...values: unknown[]) => {
      const command = values.at(-1) as Command;
      return action(...([...values.slice(0, -2), command.optsWithGlobals()] as never[]));
    });

/** The command line as it is; actions write to standard output. Rejects with CommanderError on wrong usage. */
export function createProgram(): Command {
  const program = new Command('gatehouse')
    .description('OAuth 2.1 and OpenID Connect authorization server')
    .version('0.1.0')
    .option('--json', 'print JSON, one document')
    .addHelpText('after', examples)
    .exitOverride()
    .showSuggestionAfterError();
  const group = (name: string, description: string) => program.command(name).description(description).exitOverride();
  program
    .command('serve')
    .description('start the server; takes every setting as a flag')
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action((_options, command: Command) => serve(command.args));

  add(program, 'init', 'write what a production deployment needs: settings, secrets, registry, unit, proxy', init)
    .option('--issuer <url>', 'public address of the server: https://id.example.com')
    .option('--database <url>', 'postgres, sqlite, or a URL without a password')
    .option('--database-url-file <path>', 'a file with the URL, password included')
    .option('--smtp-url <url>', 'mail server without a password: smtp://mail.example.com:587')
    .option('--smtp-url-file <path>', 'a file with the URL, password included')
    .option('--mail-from <sender>', 'sender of mails')
    .option('--proxy <name>', 'nginx, caddy or none: what ends TLS')
    .option('--target <name>', 'systemd or compose')
    .option('--tls-cert-file <path>', 'certificate chain, PEM')
    .option('--tls-key-file <path>', 'its key, PEM')
    .option('--directory <path>', 'where the files go (/etc/gatehouse)')
    .option('--dry-run', 'show what would be written, without secrets, and write nothing')
    .option('--yes', 'do not ask; what no flag says is as it is offered');

  const migrations = group('migrate', 'the database schema');
  add(migrations, 'up', 'bring the schema up to date', migrate);
  add(migrations, 'status', 'which migrations are applied', migrationStatus);

  const config = group('config', 'the settings');
  add(config, 'check', 'print every fault and exit 78, or say that all is well', checkSettings);
  add(config, 'print', 'print the result, secrets redacted', printSettings);

  const registry = group('registry', 'resources, roles and clients as a file');
  add(registry, 'check [path...]', 'print every fault of registry files; a folder stands for its files', checkRegistry);
  add(registry, 'apply [path...]', 'apply registry files to the database (idempotent)', applyRegistryFiles);
  add(registry, 'export', 'what the database holds, as a registry', exportRegistry);
  add(registry, 'schema', 'the JSON Schema of a registry file', printRegistrySchema);

  const users = group('users', 'those who sign in');
  add(users, 'add <login>', 'add a user; the password comes by standard input', addUser)
    .requiredOption('--name <name>', 'full name')
    .requiredOption('--email <address>', 'e-mail address')
    .option('--email-verified', 'you vouch for the address: the user signs in by it and can reset the password')
    .option('--claim <name=value...>', 'claims that users_policy.claims of the registry declares')
    .option('--role <role...>', 'roles of the registry');
  add(users, 'invite <login>', 'make an account without a password, and mail a link to choose one', inviteUser)
    .option('--name <name>', 'full name')
    .option('--email <address>', 'e-mail address; opening the link proves it')
    .option('--claim <name=value...>', 'claims that users_policy.claims of the registry declares')
    .option('--locale <tag>', 'language of the mail and the pages (BCP 47)')
    .option('--role <role...>', 'roles of the registry')
    .option('--resend', 'a new link for who is invited already; the one before ends')
    .option('--print-link', 'show the link instead of mailing it; it then proves no address')
    .option('--expires-in-days <days>', 'how long the link works', '7');
  add(users, 'set <login>', 'change an account; says what ends with it, all or nothing', setUser)
    .option('--login <login>', 'another name to sign in with')
    .option('--name <name>', 'full name')
    .option('--email <address>', 'another address, not confirmed; a mail asks the user to confirm it')
    .option('--email-verified', 'you vouch for the address: it counts as confirmed')
    .option('--no-email-verified', 'the address is not confirmed any more')
    .option('--locale <tag>', 'language (BCP 47)')
    .option('--no-locale', 'the language of the browser')
    .option('--role <role...>', 'these roles and no others')
    .option('--no-roles', 'no roles')
    .option('--add-role <role...>', 'further roles')
    .option('--remove-role <role...>', 'roles to take away')
    .option('--claim <name=value...>', 'claims that users_policy.claims of the registry declares')
    .option('--remove-claim <name...>', 'claims to take away');
  add(users, 'show <login>', 'show one user', showUser);
  add(users, 'delete <login>', 'remove a user and everything kept about them; the audit stays', deleteUser).option(
    '--yes',
    'do not ask',
  );
  add(users, 'list', 'list users', listUsers);
  add(users, 'disable <login>', 'end all sessions and tokens; no new ones', (login: string, options: object) =>
    setUserStatus(login, 'disabled', options),
  );
  add(users, 'enable <login>', 'let a disabled user sign in again', (login: string, options: object) =>
    setUserStatus(login, 'active', options),
  );
  add(users, 'set-password <login>', 'set the password, read from standard input', setPassword);
  add(users, 'unlock <login>', 'forget wrong passwords and codes, so that sign-in is open again', unlockUser);
  add(
    users,
    'remove-factors <login>',
    'take away lost second factors (app, passkeys, recovery codes), end all sessions and tokens, and tell the user',
    removeFactors,
  );
  add(users, 'revoke-sessions <login>', 'end all sessions and tokens of a user', revokeSessions);

  const clients = group('clients', 'the applications');
  add(clients, 'add <file>', 'add clients from a registry file that holds only clients', addClient);
  add(clients, 'list', 'list clients', listClients);
  add(clients, 'show <client-id>', 'show one client', showClient);
  add(clients, 'disable <client-id>', 'refuse the client from now on, and end its tokens', disableClient);
  add(clients, 'enable <client-id>', 'let a disabled client come again; what it had stays ended', enableClient);
  add(clients, 'remove <client-id>', 'remove the client with its secrets and tokens', removeClient);
  const secret = clients.command('secret').description('secrets of a client; several are valid at once').exitOverride();
  add(secret, 'add <client-id>', 'make a further secret and show it once', addClientSecret).option(
    '--expires-in-days <days>',
    'let it expire',
  );
  add(
    secret,
    'remove <client-id> <fingerprint>',
    'take a secret away (fingerprints: clients show)',
    removeClientSecret,
  );

  const apiKeys = group('api-keys', 'keys with which programs call an API for a user, through a gateway');
  add(apiKeys, 'add <login>', 'make a key of that user and show it once', addApiKey)
    .requiredOption('--resource <indicator>', 'the API it is for')
    .requiredOption('--scope <scope...>', 'what it allows, no more than the user may')
    .option('--name <name>', 'what it is for')
    .option('--expires-in-days <days>', 'let it expire');
  add(apiKeys, 'list', 'list keys', (options: object) => listCredentials('api_key', options));
  add(apiKeys, 'revoke <id>', 'end a key and the tokens that came of it', (id: string, options: object) =>
    revokeCredential('api_key', id, options),
  );
  add(apiKeys, 'revoke-all <login>', 'end all keys of that user and the tokens that came of them', revokeApiKeysOf);
  const services = group('service-accounts', 'names and secrets for HTTP Basic at a gateway');
  add(services, 'add <name>', 'make an account and show its secret once', addServiceAccount)
    .requiredOption('--resource <indicator>', 'the API it is for')
    .requiredOption('--scope <scope...>', 'what it allows')
    .option('--claim <name=value...>', 'claims of its tokens, of those that users_policy.claims declares')
    .option('--expires-in-days <days>', 'let it expire');
  add(services, 'list', 'list accounts', (options: object) => listCredentials('service_account', options));
  add(services, 'revoke <id>', 'end an account and the tokens that came of it', (id: string, options: object) =>
    revokeCredential('service_account', id, options),
  );

  const keys = group('keys', 'signing keys');
  add(keys, 'list', 'list keys', listKeys);
  add(keys, 'rotate', 'let the next key sign, as soon as verifiers may know it', rotateKeys).option(
    '--purpose <purpose>',
    'token, cookie or dpop-nonce',
    'token',
  );
  add(keys, 'retire <kid>', 'let a key sign no more; what it signed stays good', retireKey);
  add(keys, 'revoke <kid>', 'a compromised key: nothing it signed counts any more', revokeKey);

  const tokens = group('tokens', 'tokens that are out there');
  add(tokens, 'revoke', 'end tokens, and what more could be got with them', revokeTokens)
    .option('--grant <id>', 'all tokens of a grant (the claim gid)')
    .option('--user <login>', 'all sessions and tokens of a user')
    .option('--client <client-id>', 'all tokens of a client')
    .option('--before <time>', 'only what was issued before; alone, of everybody ("now", or 2026-11-22T12:00:00Z)');

  add(program, 'gc', 'remove expired rows now', collectGarbage);
  add(program, 'backup <path>', 'write a copy of the embedded database', backup);
  add(program, 'reseal', 'seal with the first encryption key what an older one sealed', reseal);
  add(program, 'doctor', 'look for what usually goes wrong; exit code 1 when something does not work', doctor).option(
    '--send-mail <address>',
    'send a mail there and say what the server answered',
  );
  return program;
}
