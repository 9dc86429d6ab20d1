/** Every setting of the worker: its kind, default and meaning. */
import path from 'node:path';
import { defineSettings, file, httpUrl, integer, oneOf, seconds, secret, text } from '@gatehouse/config';

const root = path.resolve(import.meta.dirname, '../../..');

/** The settings' definition, from which flags, environment names and their description are made. */
export const settingsDefinition = defineSettings({
  program: 'worker',
  prefix: 'WORKER',
  fields: {
    mode: oneOf('development', 'production')
      .default('development')
      .describe('development takes the client secret that the authorization server made on this machine'),
    issuer: httpUrl().default('https://localhost:3000').describe('Issuer identifier of the authorization server'),
    clientId: text().default('worker').describe('Client identifier at the authorization server'),
    clientSecret: secret().optional().describe('Client secret; in development the file in .gatehouse/secrets/clients'),
    apiOrigin: httpUrl().default('https://localhost:3001').describe('Where the API is'),
    resource: text()
      .default('https://localhost:3001')
      .describe('The resource indicator of the API: the audience of access tokens (RFC 8707)'),
    scope: text().default('invoice_read').describe('What the access token has to allow'),
    caFile: file()
      .optional()
      .describe('Further certificate authorities for outbound TLS, PEM; in development the one in certs/'),
    calls: integer({ min: 0 }).default(3).describe('Calls to make before it ends; 0 goes on until it is stopped'),
    intervalSeconds: seconds().default(1).describe('Pause between two calls'),
    renewBeforeSeconds: seconds({ max: 300 })
      .default(30)
      .describe('A token is renewed when it has less than this left, or less than half of its life'),
  },
  refine: [
    ({ mode, clientSecret }, fault) => {
      if (mode === 'production' && clientSecret === undefined) fault('clientSecret', 'is required in production');
    },
    ({ issuer }, fault) => {
      if (!issuer.startsWith('https:')) fault('issuer', 'must be https');
    },
    ({ apiOrigin }, fault) => {
      if (!apiOrigin.startsWith('https:')) fault('apiOrigin', 'must be https: tokens travel there');
    },
  ],
});

/** The development authority, for `caFile` when nothing is set in development. */
export const developmentCaFile = path.join(root, 'certs/ca.pem');

/** Where the authorization server leaves this client's secret in development. */
export const developmentSecretFile = path.join(root, '.gatehouse/secrets/clients/worker');
