/** Every setting of the worker: its kind, default and meaning. */
import { defineSettings, integer, seconds, serviceSettings } from '@gatehouse/config';

/** The settings' definition, from which flags, environment names and their description are made. */
export const settingsDefinition = defineSettings({
  program: 'worker',
  prefix: 'WORKER',
  fields: {
    mode: serviceSettings.mode(
      'development takes the client secret that the authorization server made on this machine',
    ),
    issuer: serviceSettings.issuer(),
    ...serviceSettings.oauthClient('worker'),
    ...serviceSettings.protectedApi({ default: 'invoice_read', meaning: 'What the access token has to allow' }),
    caFile: serviceSettings.outboundCaFile(),
    calls: integer({ min: 0 }).default(3).describe('Calls to make before it ends; 0 goes on until it is stopped'),
    intervalSeconds: seconds().default(1).describe('Pause between two calls'),
    renewBeforeSeconds: serviceSettings.renewBeforeSeconds(
      'A token is renewed when it has less than this left, or less than half of its life',
    ),
  },
  refine: [
    serviceSettings.rules.clientSecretInProduction,
    serviceSettings.rules.httpsIssuer,
    serviceSettings.rules.httpsApi,
  ],
});
