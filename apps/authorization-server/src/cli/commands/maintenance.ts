import type { CommandRow, GroupRow } from './row.ts';

export const gc: CommandRow = {
  usage: 'gc',
  help: 'remove expired rows now',
  action: async () => (await import('../maintenance.ts')).collectGarbage,
  examples: [['gc', 'the server does the same by itself, every few minutes']],
};

export const backup: CommandRow = {
  usage: 'backup <path>',
  help: 'write a copy of the embedded database',
  action: async () => (await import('../maintenance.ts')).backup,
  examples: [['backup /var/backups/gatehouse.sqlite', 'beside the running server; PostgreSQL has pg_dump']],
};

const rotate = async () => (await import('../maintenance.ts')).reseal;

export const encryption: GroupRow = {
  name: 'encryption',
  help: 'secrets in the database are encrypted',
  commands: [
    { usage: 'rotate', help: 're-encrypt all of them with the first of GATEHOUSE_ENCRYPTION_KEYS', action: rotate },
  ],
  examples: [['encryption rotate', 'after a new key was put first: nothing needs the old one then']],
};

/** The earlier name. */
export const reseal: CommandRow = {
  usage: 'reseal',
  help: 'the same as "encryption rotate"',
  action: rotate,
  hidden: true,
};

export const doctor: CommandRow = {
  usage: 'doctor',
  help: 'look for what usually goes wrong; exit code 1 when something does not work',
  options: { '--send-mail <address>': 'send a mail there and say what the server answered' },
  action: async () => (await import('../doctor/doctor.ts')).doctor,
  examples: [
    ['doctor', 'the database, the issuer, certificates, mail, keys'],
    ['doctor --send-mail you@example.com', 'and a mail that proves it'],
    ['doctor --server https://id.example.com', 'what a server elsewhere says of itself'],
    ['doctor --quiet', 'what is wrong alone, for a job that runs each day'],
  ],
};
