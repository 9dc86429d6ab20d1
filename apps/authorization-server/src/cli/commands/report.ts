import type { CommandRow } from './row.ts';

export const report: CommandRow = {
  usage: 'report',
  help: 'what holds of a profile and what does not, for the server, each API and each client; exit code 0: every MUST holds, 1: one does not',
  options: {
    '--profile <profile>': {
      help: 'what is reported on',
      required: true,
      choices: ['mcp-2026-07-28', 'oauth21'],
    },
    '--client <id>': 'only this client, also when it is disabled, and when nobody registered it',
    '--resource <indicator>': 'only this API',
    '--probe': 'ask the server and the APIs over the network, from this machine',
  },
  action: async () => (await import('../report/report.ts')).report,
  examples: [
    ['report --profile oauth21', 'every client and API by the rules of OAuth 2.1'],
    ['report --profile mcp-2026-07-28 --probe', 'and what MCP servers say of themselves'],
    ['report --profile oauth21 --client web-app', 'one client'],
    ['report --profile oauth21 --quiet', 'what does not hold alone, for a job that runs each day'],
  ],
};
