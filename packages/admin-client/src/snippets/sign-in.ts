/** Programs that sign users in, filled with one client's values. */
import { type Framework, frameworks } from './frameworks.ts';
import { filesOf, npmInstall, quoted, type Replacement, type Snippet } from './snippet.ts';

/** What is put into the program. */
export interface SignInValues {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string | undefined;
  readonly afterSignOut: string | undefined;
  /** What it asks for, of OpenID Connect and of its APIs. */
  readonly scope: string;
  readonly callsApi: boolean;
  /** How a shell gets the secret; undefined: there is none. */
  readonly secret: string | undefined;
  /** File with the authority of the issuer's certificate, when it is one of development. */
  readonly authority: string | undefined;
}

/** The program, or undefined where there are no examples. */
export function signInSnippet(framework: Framework, values: SignInValues): Snippet | undefined {
  const { issuer, clientId, redirectUri, afterSignOut, scope, callsApi, secret, authority } = values;
  const row = frameworks[framework];
  const replacements: Replacement[] = [
    [/https:\/\/localhost:3000/gu, issuer],
    [/(?<=['"=])shop(?=['"\n])/gu, clientId],
    [/openid,profile,email,offline_access,orders_read/gu, scope.replaceAll(' ', ',')],
    [/(?:openid profile email (?:offline_access )?)?(?<![,\w])orders_read\b/gu, scope],
  ];
  if (redirectUri !== undefined) {
    const { port } = new URL(redirectUri);
    if (port !== '') replacements.push([/(?<=server\.port=)4000/gu, port]);
    // A page is its own redirect URI.
    replacements.push([
      framework === 'spa' ? /http:\/\/localhost:4000\//gu : /http:\/\/localhost:4000\/callback/gu,
      redirectUri,
    ]);
  }
  if (afterSignOut !== undefined) replacements.push([/http:\/\/localhost:4000\/(?=['"])/gu, afterSignOut]);
  const files = filesOf(framework, row.files, { replacements, withApi: callsApi });
  if (!files) return undefined;
  const commands = [
    ...(row.install === 'npm' ? [npmInstall(framework)] : (row.install ?? [])),
    ...(authority === undefined ? [] : row.trust(quoted(authority))),
    ...(secret === undefined ? [] : [`export CLIENT_SECRET=${secret}`]),
    ...row.run(redirectUri),
  ];
  return { framework, files, commands };
}
