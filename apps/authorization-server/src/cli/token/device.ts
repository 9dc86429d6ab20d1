/** `gatehouse token device`: a user signs in on another device (RFC 8628). */
import * as oauth from 'openid-client';
import { showDeviceCode } from './device-code.ts';
import { proofOf, provedBy } from './dpop.ts';
import { type GrantOptions, grantParameters, resourcesOf } from './options.ts';
import { present } from './present.ts';
import { connect, needEndpoint } from './server.ts';
import { asked } from './server-errors.ts';

interface DeviceOptions extends GrantOptions {
  readonly acrValues?: string;
  readonly loginHint?: string;
}

export async function device(options: DeviceOptions): Promise<void> {
  const connection = await connect(options);
  needEndpoint(connection, 'device_authorization_endpoint', 'device flow');
  const { configuration, metadata } = connection;
  const parameters = grantParameters(options);
  if (options.acrValues !== undefined) parameters.set('acr_values', options.acrValues);
  if (options.loginHint !== undefined) parameters.set('login_hint', options.loginHint);
  const proof = await proofOf(configuration, options);
  const begun = await asked(metadata.issuer, () => oauth.initiateDeviceAuthorization(configuration, parameters));
  const stop = await showDeviceCode(begun);
  try {
    const tokens = await asked(metadata.issuer, () =>
      oauth.pollDeviceAuthorizationGrant(configuration, begun, resourcesOf(options), provedBy(proof)),
    );
    stop();
    await present({ connection, tokens, proof, options });
  } finally {
    stop();
  }
}
