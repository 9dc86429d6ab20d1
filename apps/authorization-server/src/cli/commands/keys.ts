import type { GroupRow } from './row.ts';

const reason = { '--reason <text>': 'why; recorded, and needed for what only operators may with --server' };

export const keys: GroupRow = {
  name: 'keys',
  help: 'signing keys',
  commands: [
    { usage: 'list', answers: true, help: 'list keys', action: async () => (await import('../keys.ts')).listKeys },
    {
      usage: 'rotate',
      help: 'let the next key sign, as soon as verifiers may know it',
      options: {
        '--purpose <purpose>': {
          help: 'what the keys are for',
          default: 'token',
          choices: ['token', 'cookie', 'dpop-nonce', 'refresh-token'],
        },
      },
      action: async () => (await import('../keys.ts')).rotateKeys,
    },
    {
      usage: 'retire <kid>',
      help: 'retire a key (its signatures stay valid)',
      action: async () => (await import('../keys.ts')).retireKey,
    },
    {
      usage: 'revoke <kid>',
      help: 'revoke a compromised key and everything it signed',
      options: reason,
      action: async () => (await import('../keys.ts')).revokeKey,
    },
  ],
  examples: [
    ['keys list', 'which key signs, and until when'],
    ['keys rotate', 'the next key takes over before its time'],
  ],
};

export const tokens: GroupRow = {
  name: 'tokens',
  help: 'revoke issued tokens',
  commands: [
    {
      usage: 'revoke',
      help: 'revoke tokens, and what more could be had with them',
      options: {
        '--grant <id>': 'all tokens of a grant (the claim gid)',
        '--user <login>': 'all sessions and tokens of a user',
        '--client <client-id>': 'all tokens of a client',
        '--before <time>': 'only what was issued before; alone, of everybody (now, 2h, 7d, 2026-11-22T12:00:00Z)',
        '--yes': 'do not ask',
        ...reason,
      },
      action: async () => (await import('../tokens.ts')).revokeTokens,
    },
  ],
  examples: [
    ['tokens revoke --user alice', 'every session and token of alice'],
    ['tokens revoke --client shop --before 2026-11-22T12:00:00Z', 'what an application was issued before that time'],
  ],
};
