/** The units of deploy/: systemd takes them, they are shut in, and what they start takes the settings beside them. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadSettings } from '@gatehouse/config';
import { rootDirectory, skipUnless, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployFiles } from '../../../../tools/deploy-files.ts';
import { settingsDefinition as consoleSettings } from '../../../console/src/settings.ts';
import { settingsDefinition as gatewaySettings } from '../../../gateway/src/settings.ts';

let home: TemporaryDirectory;
beforeAll(async () => {
  home = await temporaryDirectory();
});
afterAll(() => home?.remove());

const issuer = 'https://id.example.com';
const read = (name: string) => path.join(rootDirectory, 'deploy/systemd', name);

describe('the units of deploy/', () => {
  const units = ['gatehouse@.service', 'gatehouse-gateway.service', 'gatehouse-console.service'] as const;
  const run = promisify(execFile);

  skipUnless('systemd-analyze')('for systemd', () => {
    it('systemd finds nothing wrong with the units', async () => {
      const installation = path.join(home.path, 'opt');
      mkdirSync(path.join(installation, 'bin'), { recursive: true });
      const files = units.map((unit) => {
        const text = deployFiles().get(`deploy/systemd/${unit}`) ?? '';
        const [command = ''] = /(?<=^ExecStart=\/opt\/gatehouse\/bin\/)\S+/mu.exec(text) ?? [];
        writeFileSync(path.join(installation, 'bin', command), '#!/bin/sh\n', { mode: 0o755 });
        const file = path.join(home.path, unit.replace('@', '@3000'));
        writeFileSync(file, text.replaceAll('/opt/gatehouse', installation));
        return file;
      });
      const { stderr } = await run('systemd-analyze', ['verify', '--recursive-errors=no', ...files]);
      expect(stderr.split('\n').filter((line) => line.includes('gatehouse'))).toEqual([]);
    });

    it('the units leave open what a service needs, and nothing else', async () => {
      const network = [
        'PrivateNetwork',
        'IPAddressDeny',
        'RestrictAddressFamilies_AF_INET_INET6',
        'RestrictAddressFamilies_AF_UNIX',
      ];
      const known = new Set([...network, 'MemoryDenyWriteExecute', 'RootDirectoryOrRootImage', 'DeviceAllow']);
      for (const unit of units) {
        const parameters = [
          'security',
          '--offline=true',
          '--json=short',
          path.join(rootDirectory, 'deploy/systemd', unit),
        ];
        const { stdout } = await run('systemd-analyze', parameters);
        const findings = JSON.parse(stdout) as { json_field: string; set: boolean | null }[];
        const open = findings.filter(({ set }) => set === false).map(({ json_field: name }) => name);
        const more = unit === 'gatehouse@.service' ? ['SystemCallFilter_resources'] : [];
        expect({ unit, open: open.filter((name) => !known.has(name)) }).toEqual({ unit, open: more });
      }
    });
  });

  it('the settings of gateway and console in deploy/ are ones that these services take', () => {
    const secret = { GATEWAY_CLIENT_SECRET: 's'.repeat(43), CONSOLE_CLIENT_SECRET: 's'.repeat(43) };
    const routes = { GATEWAY_ROUTES_FILE: read('routes.yaml') };
    const files = { GATEWAY_CONFIG_FILE: read('gateway.yaml'), CONSOLE_CONFIG_FILE: read('console.yaml') };
    for (const definition of [gatewaySettings, consoleSettings]) {
      const settings = loadSettings<Record<string, never>>(definition as never, {
        argv: [],
        env: { ...secret, ...routes, ...files },
      });
      expect(settings).toMatchObject({ mode: 'production', tls: false, issuer });
    }
  });

  it.each(['gateway', 'console'])('bin/gatehouse-%s starts it', async (name) => {
    const { stdout } = await run(path.join(rootDirectory, 'bin', `gatehouse-${name}`), ['--help'], {
      env: { PATH: '/usr/bin:/bin' },
    });
    expect(stdout).toContain(`${name.toUpperCase()}_CONFIG_FILE`);
  });
});
