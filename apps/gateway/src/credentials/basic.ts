import { type CredentialKind, malformed } from './credential.ts';

const SCHEME = /^basic(?: |$)/iu;

/** `name:secret` of RFC 7617, section 2, in UTF-8. */
function pairOf(encoded: string): string {
  const bytes = /^[\w+/]+={0,2}$/u.test(encoded) ? Buffer.from(encoded, 'base64') : undefined;
  if (bytes?.toString('base64').replace(/=+$/u, '') !== encoded.replace(/=+$/u, '') || bytes.length > 512)
    throw malformed('The Basic credentials are not base64.');
  let pair: string;
  try {
    pair = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The Basic credentials are not UTF-8.');
  }
  // oxlint-disable-next-line no-control-regex -- RFC 7617 forbids control characters
  if (!/^[^:\u0000-\u001f\u007f]+:[^\u0000-\u001f\u007f]+$/u.test(pair))
    throw malformed('The Basic credentials must be a name and a secret.');
  return pair;
}

/** A service account with its secret. */
export const basic: CredentialKind<'basic'> = {
  kind: 'basic',
  tokenType: 'urn:gatehouse:params:oauth:token-type:service-account',
  header: 'authorization',
  addedByBrowsers: 'once typed',
  read: (value) => (SCHEME.test(value) ? pairOf(value.split(/ +/u, 2)[1] ?? '') : undefined),
};
