/**
 * The form of API keys: `gh_`, 38 random characters and six of checksum, so that scanners for leaked secrets find them and
 * a mistyped one is refused without asking anybody.
 */
import { crc32 } from 'node:zlib';
import type { CredentialKind } from './credential.ts';

const FORM = /^gh_(?<body>[\dA-Za-z]{38})(?<sum>[\dA-Za-z]{6})$/u;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The CRC-32 of a text in six digits to the base of 62. */
export function checksum(text: string): string {
  let rest = crc32(text);
  let sum = '';
  for (let digit = 0; digit < 6; digit += 1) {
    sum = DIGITS[rest % 62] + sum;
    rest = Math.floor(rest / 62);
  }
  return sum;
}

/** True for what could be an API key. */
function looksLikeApiKey(value: string): boolean {
  const { body, sum } = FORM.exec(value)?.groups ?? {};
  return body !== undefined && checksum(body) === sum;
}

/** A key that a user or an operator made. */
export const apiKey: CredentialKind<'api_key'> = {
  kind: 'api_key',
  tokenType: 'urn:gatehouse:params:oauth:token-type:api-key',
  header: 'x-api-key',
  addedByBrowsers: 'never',
  read: (value) => value,
  fault: (key) => (looksLikeApiKey(key) ? undefined : 'This is no API key.'),
};
