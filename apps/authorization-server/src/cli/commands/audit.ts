import type { GroupRow } from './row.ts';

export const audit: GroupRow = {
  name: 'audit',
  help: 'what happened: sign-ins, tokens, and what operators did',
  commands: [
    {
      usage: 'list',
      answers: true,
      help: 'print the newest audit records, in the order of time',
      options: {
        '--since <time>': 'from then on: an age (30m, 2h, 7d), a date, or 2026-11-22T12:00:00Z',
        '--until <time>': 'up to then',
        '--action <event...>': 'these events alone: user.disabled, or sign_in.* for all of a kind',
        '--user <login>': 'about that user; the identifier of one who was deleted',
        '--client <client-id>': 'about that client',
        '--limit <count>': { help: 'how many', default: '100' },
        '--reverse': 'the newest first',
        '--follow': 'go on with what comes; with --json a document a line',
      },
      action: async () => (await import('../audit.ts')).listAudit,
    },
  ],
  examples: [
    ["audit list --user alice --action 'sign_in.*' --since 7d", 'how alice got in, and where it failed'],
    ['audit list --action user.changed client.changed', 'what operators changed'],
    ['audit list --follow', 'what happens now; Ctrl-C ends it'],
  ],
};
