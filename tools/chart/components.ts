/** The services of the Helm chart: their settings, and which of them the chart sets itself. */
import { describeSettings, type SettingDescription } from '@gatehouse/config';
import { settingsDefinition as authorizationServer } from '../../apps/authorization-server/src/settings.ts';
import { settingsDefinition as consoleApp } from '../../apps/console/src/settings.ts';
import { settingsDefinition as gateway } from '../../apps/gateway/src/settings.ts';

/** A setting as the chart names it: as in the settings file. */
export interface ChartSetting extends SettingDescription {
  readonly key: string;
}

/** One service of the chart. */
export interface Component {
  /** In the values. */
  readonly name: 'authorizationServer' | 'gateway' | 'console';
  /** What its environment variables begin with. */
  readonly prefix: string;
  readonly settings: readonly ChartSetting[];
  /** Settings that the values may not hold: the chart sets them, or they are of development or of commands alone. */
  readonly withheld: ReadonlySet<string>;
}

const listening = 'mode host port management_host management_port tls tls_cert_file tls_key_file'.split(' ');

const component = (
  name: Component['name'],
  prefix: string,
  described: readonly SettingDescription[],
  withheld: readonly string[],
): Component => ({
  name,
  prefix,
  settings: described.map((setting) => ({ ...setting, key: setting.env.slice(prefix.length).toLowerCase() })),
  withheld: new Set([...listening, ...withheld]),
});

/** All, in the order of the values. */
export const components: readonly Component[] = [
  component('authorizationServer', authorizationServer.prefix, describeSettings(authorizationServer), [
    'registry_file',
    'state_directory',
    'services',
    'server',
    'login_key',
    'client_secret',
  ]),
  component('gateway', gateway.prefix, describeSettings(gateway), ['routes_file']),
  component('console', consoleApp.prefix, describeSettings(consoleApp), []),
];
