import type { CommandRow, GroupRow } from './row.ts';

export const gc: CommandRow = {
  usage: 'gc',
  help: 'remove expired rows now',
  action: async () => (await import('../maintenance.ts')).collectGarbage,
};

export const backup: CommandRow = {
  usage: 'backup <path>',
  help: 'write a copy of the embedded database',
  action: async () => (await import('../maintenance.ts')).backup,
};

const rotate = async () => (await import('../maintenance.ts')).reseal;

export const encryption: GroupRow = {
  name: 'encryption',
  help: 'secrets in the database are encrypted',
  commands: [
    { usage: 'rotate', help: 're-encrypt all of them with the first of GATEHOUSE_ENCRYPTION_KEYS', action: rotate },
  ],
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
  examples: [['doctor --send-mail you@example.com', 'everything, and a mail that proves it']],
};
