/**
 * Settings of a service: read once from flags, environment, file and defaults, checked together, then frozen.
 * Owns the order of the sources, the names a setting has in each of them, and how a secret is kept from being printed.
 */
export { changedSettings } from './changed-settings.ts';
export { defineSettings, type SettingsDefinition, type SettingsOf, type SettingsRule } from './definition.ts';
export { byTopic, describeSettings, redactedSettings, type SettingDescription, settingsHelp } from './describe.ts';
export {
  developmentCertificate,
  developmentDirectory,
  developmentSecretFile,
  isDevelopmentCertificate,
  outboundAuthorities,
} from './development-files.ts';
export {
  cidrs,
  directory,
  dnsServers,
  file,
  fileOrDirectory,
  httpUrl,
  integer,
  list,
  oneOf,
  port,
  seconds,
  secret,
  secretList,
  signatureAlgorithms,
  text,
  toggle,
} from './kinds.ts';
export { loadSettings, type SettingsSources } from './load.ts';
export { didYouMean } from './names.ts';
export { Secret } from './secret.ts';
export * as serviceSettings from './service-settings.ts';
export { SettingsError, type SettingsFault } from './settings-error.ts';
export { settingsOfProcess } from './settings-of-process.ts';
export { mailSenderFault, smtpUrlFault } from './smtp-url.ts';
