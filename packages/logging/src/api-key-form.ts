/**
 * The form of API keys: `gh_`, 38 random characters and six of checksum, so that scanners for leaked secrets find them and
 * a mistyped one is refused without asking anybody.
 */
import { crc32 } from 'node:zlib';

const FORM = /^gh_(?<body>[\dA-Za-z]{38})(?<sum>[\dA-Za-z]{6})$/u;

/** Of which the body and the checksum are made. */
export const apiKeyDigits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The key with this body, which is 38 of the digits. */
export function apiKeyOf(body: string): string {
  return `gh_${body}${checksum(body)}`;
}

/** True for what could be an API key. */
export function looksLikeApiKey(value: string): boolean {
  const { body, sum } = FORM.exec(value)?.groups ?? {};
  return body !== undefined && checksum(body) === sum;
}

/** The CRC-32 of a text in six digits to the base of 62. */
function checksum(text: string): string {
  let rest = crc32(text);
  let sum = '';
  for (let digit = 0; digit < 6; digit += 1) {
    sum = apiKeyDigits[rest % 62] + sum;
    rest = Math.floor(rest / 62);
  }
  return sum;
}
