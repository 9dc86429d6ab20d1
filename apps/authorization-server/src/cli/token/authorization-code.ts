/** `gatehouse token authorization-code`: a user signs in with a browser (RFC 6749 section 4.1, RFC 7636, RFC 9126, RFC 9207). */
import * as oauth from 'openid-client';
import { typedLine } from '../confirmation.ts';
import { UsageError } from '../refused.ts';
import { listenForCallback } from './callback.ts';
import { type Proof, proofOf, provedBy } from './dpop.ts';
import { openBrowser } from './open-browser.ts';
import { type GrantOptions, grantParameters, resourcesOf } from './options.ts';
import { present } from './present.ts';
import { type Connection, connect, needEndpoint } from './server.ts';
import { asked } from './server-errors.ts';

interface AuthorizationCodeOptions extends GrantOptions {
  readonly acrValues?: string;
  readonly loginHint?: string;
  readonly prompt?: string;
  readonly par?: boolean;
  readonly open?: boolean;
  /** False: nothing listens, and the user pastes where the browser ended. */
  readonly loopback: boolean;
  readonly redirectUri?: string;
}

/** What has to be the same when the browser is back. */
interface Checks {
  readonly pkceCodeVerifier: string;
  readonly expectedState: string;
  readonly expectedNonce?: string;
}

export async function authorizationCode(options: AuthorizationCodeOptions): Promise<void> {
  if (!options.loopback && options.clientSecretStdin)
    throw new UsageError('standard input holds one thing: give the secret by GATEHOUSE_CLIENT_SECRET_FILE');
  const connection = await connect(options);
  needEndpoint(connection, 'authorization_endpoint', 'authorization code flow');
  const { configuration, metadata } = connection;
  const proof = await proofOf(configuration, options);
  const checks = newChecks(options);
  const callback = options.loopback ? await listenForCallback(checks.expectedState, options.redirectUri) : undefined;
  try {
    const redirectUri = callback?.redirectUri ?? options.redirectUri ?? 'http://127.0.0.1/callback';
    const url = await requestUrl(connection, proof, checks, redirectUri, options);
    process.stderr.write(`Open this in a browser:\n\n${url.href}\n\n`);
    if (options.open) openBrowser(url);
    const returned = callback ? await callback.returned : await pasted(redirectUri);
    const tokens = await asked(metadata.issuer, () =>
      oauth.authorizationCodeGrant(configuration, returned, checks, resourcesOf(options), provedBy(proof)),
    );
    await present({ connection, tokens, proof, options });
  } finally {
    callback?.close();
  }
}

/** A nonce is for an ID token, which comes of the scope openid alone. */
const newChecks = ({ scope }: AuthorizationCodeOptions): Checks => ({
  pkceCodeVerifier: oauth.randomPKCECodeVerifier(),
  expectedState: oauth.randomState(),
  ...(scope?.join(' ').split(' ').includes('openid') && { expectedNonce: oauth.randomNonce() }),
});

async function requestUrl(
  { configuration, metadata }: Connection,
  proof: Proof | undefined,
  { pkceCodeVerifier, expectedState, expectedNonce }: Checks,
  redirectUri: string,
  options: AuthorizationCodeOptions,
): Promise<URL> {
  const parameters = grantParameters(options);
  const { acrValues, loginHint, prompt } = options;
  const further = {
    redirect_uri: redirectUri,
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    acr_values: acrValues,
    login_hint: loginHint,
    prompt,
  };
  for (const [name, value] of Object.entries(further)) if (value !== undefined) parameters.set(name, value);
  if (options.par || metadata.require_pushed_authorization_requests)
    return asked(metadata.issuer, () => oauth.buildAuthorizationUrlWithPAR(configuration, parameters, provedBy(proof)));
  // A code for a key is of no use to others (RFC 9449 section 10); a pushed request shows the key by its proof.
  if (proof) parameters.set('dpop_jkt', await proof.handle.calculateThumbprint());
  return oauth.buildAuthorizationUrl(configuration, parameters);
}

/** The address at which the browser ended. */
async function pasted(redirectUri: string): Promise<URL> {
  const text = await typedLine('The browser ends at a page that may not load; paste its whole address here: ');
  const url = URL.parse(text);
  if (!url?.searchParams.has('state')) throw new UsageError(`that is no address that begins with ${redirectUri}?`);
  // The address alone: what it answers is checked against what was asked.
  return new URL(`${redirectUri}${url.search}`);
}
