import { describeSettings } from '@gatehouse/config';
import { describe, expect, it } from '@jest/globals';
import { settingsDefinition as authorizationServer } from '../../authorization-server/src/settings.ts';
import { settingsDefinition as consoleApp } from '../../console/src/settings.ts';
import { settingsDefinition as gateway } from '../../gateway/src/settings.ts';
import { settingsDefinition as resourceServer } from '../../resource-server/src/settings.ts';
import { settingsDefinition as webApp } from '../../web-app/src/settings.ts';
import { planPrograms } from '../src/programs.ts';

const definitions = new Map([
  ['authorization-server', describeSettings(authorizationServer)],
  ['resource-server', describeSettings(resourceServer)],
  ['gateway', describeSettings(gateway)],
  ['web-app', describeSettings(webApp)],
  ['console', describeSettings(consoleApp)],
]);
const usual = { stateDirectory: '/usual/state', certificatesDirectory: '/usual/certs' };
const elsewhere = { stateDirectory: '/other/state', certificatesDirectory: '/other/certs' };
const plans = (settings: typeof usual) => planPrograms([...definitions.keys()], {}, settings, usual);

describe('planPrograms', () => {
  it.each([...definitions])('in the usual place, %s is not told only what it knows by itself', (program, settings) => {
    const [told, toldElsewhere] = [usual, elsewhere].map(
      (places) => plans(places).find(({ name }) => name === program)!.env,
    );
    const untold = Object.keys(toldElsewhere!).filter((key) => told![key] === undefined);
    expect(untold).not.toEqual([]);
    const known = new Set(
      settings
        .filter(({ default: preset, meaning }) => preset !== undefined || /in development/iu.test(meaning))
        .flatMap(({ env }) => [env, `${env}_FILE`]),
    );
    expect(untold.filter((key) => !known.has(key))).toEqual([]);
  });

  it('tells a program nothing that its own environment says', () => {
    const env = { API_CLIENT_SECRET: 'of my own', WEB_CA_FILE: '/my/ca.pem' };
    const [api, web] = planPrograms(['resource-server', 'web-app'], env, elsewhere, usual);
    expect(Object.keys(api!.env)).not.toContain('API_CLIENT_SECRET_FILE');
    expect(Object.keys(web!.env)).not.toContain('WEB_CA_FILE');
  });
});
