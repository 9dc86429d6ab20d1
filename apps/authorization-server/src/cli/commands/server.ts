import type { CommandRow, GroupRow } from './row.ts';

export const serve: CommandRow = {
  usage: 'serve',
  help: 'start the server; takes every setting as a flag ("gatehouse serve --help")',
  settingsAsFlags: true,
  action: async () => (await import('../serve.ts')).serve,
};

export const init: CommandRow = {
  usage: 'init',
  answers: true,
  help: 'write what a production deployment needs: settings, secrets, registry, unit, proxy',
  options: {
    '--issuer <url>': 'public address of the server: https://id.example.com',
    '--database <url>': 'postgres, sqlite, or a URL without a password',
    '--database-url-file <path>': 'a file with the URL, password included',
    '--smtp-url <url>': 'mail server without a password: smtp://mail.example.com:587',
    '--smtp-url-file <path>': 'a file with the URL, password included',
    '--mail-from <sender>': 'sender of mails',
    '--proxy <name>': 'nginx, caddy, haproxy, haproxy-tcp or none: what is in front',
    '--target <name>': 'systemd or compose',
    '--tls-cert-file <path>': 'certificate chain, PEM',
    '--tls-key-file <path>': 'its key, PEM',
    '--directory <path>': 'where the files go (/etc/gatehouse)',
    '--dry-run': 'show what would be written, without secrets, and write nothing',
    '--yes': 'do not ask; what no flag says is as it is offered',
  },
  action: async () => (await import('../init/init.ts')).init,
  examples: [
    ['init', 'asks on a terminal'],
    ['init --issuer https://id.example.com --dry-run --yes', 'what would be written'],
  ],
};

export const config: GroupRow = {
  name: 'config',
  help: 'check and print the settings',
  commands: [
    {
      usage: 'check',
      help: 'print every fault and exit 78, or say that all is well',
      action: async () => (await import('../config.ts')).checkSettings,
    },
    {
      usage: 'print',
      answers: true,
      help: 'print the settings in force, secrets redacted',
      action: async () => (await import('../config.ts')).printSettings,
    },
  ],
  examples: [
    ['config check', 'every fault of the settings at once, before a start'],
    ['config print', 'what is in force, defaults included'],
  ],
};

export const migrations: GroupRow = {
  name: 'migrate',
  help: 'the database schema',
  commands: [
    {
      usage: 'up',
      help: 'bring the schema up to date',
      action: async () => (await import('../migrate.ts')).migrate,
    },
    {
      usage: 'status',
      answers: true,
      help: 'list the migrations, applied and pending, and partitions',
      action: async () => (await import('../migrate.ts')).migrationStatus,
    },
    {
      usage: 'partition',
      help: 'divide the table of tokens and sessions by hash, on PostgreSQL, while servers run',
      options: {
        '--by <count>': 'how many partitions: a power of two up to 1024; 1 makes one table of them again',
        '--dry-run': 'say what it needs and what is in the way, and do nothing',
        '--cancel': 'drop the copy that an earlier run has begun',
        '--yes': 'do not ask',
      },
      action: async () => (await import('../partition.ts')).partition,
      examples: [
        ['migrate partition --by 16 --dry-run', 'the room that it needs, and what is in the way'],
        ['migrate partition --by 16', 'ended at any moment, it goes on when it is run again'],
        ['migrate partition --by 1', 'back to one table'],
      ],
    },
  ],
  examples: [
    ['migrate status', 'which steps a new version would take'],
    ['migrate up', 'before the first instance of a new version starts'],
  ],
};
