import { runProgram } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';

describe('--help', () => {
  it.each([
    ['resource-server', 'API_PORT'],
    ['gateway', 'GATEWAY_PORT'],
    ['web-app', 'WEB_PORT'],
    ['console', 'CONSOLE_PORT'],
    ['worker', 'WORKER_API_ORIGIN'],
    ['quickstart', 'QUICKSTART_STATE_DIRECTORY'],
  ])(
    'the %s lists its settings with their environment names and defaults, and starts nothing',
    async (app, setting) => {
      const { code, stdout, stderr } = await runProgram({ entry: `apps/${app}/src/main.ts`, args: ['--help'] });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain(setting);
      expect(stdout).toMatch(/default /u);
    },
  );
});
