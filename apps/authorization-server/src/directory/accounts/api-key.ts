/**
 * API keys and the secrets of service accounts: how they look and how they are kept. `gh_`, 38 random characters and six of
 * checksum, so that scanners for leaked secrets find them and a mistyped one is refused without a look into the database.
 */
import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = /^gh_(?<body>[\dA-Za-z]{38})(?<sum>[\dA-Za-z]{6})$/u;

/** The CRC-32 of a text in six digits to the base of 62. */
function checksum(text: string): string {
  let rest = crc32(text);
  let sum = '';
  for (let digit = 0; digit < 6; digit += 1) {
    sum = DIGITS[rest % 62] + sum;
    rest = Math.floor(rest / 62);
  }
  return sum;
}

/** A new one, with 226 random bits. */
export function newApiKey(): string {
  const body = Array.from({ length: 38 }, () => DIGITS[randomInt(62)]).join('');
  return `gh_${body}${checksum(body)}`;
}

/** True for what could be an API key. */
export function looksLikeApiKey(value: string): boolean {
  const { body, sum } = FORM.exec(value)?.groups ?? {};
  return body !== undefined && checksum(body) === sum;
}

/** The stored form: they are high-entropy, so one SHA-256 is enough. */
export const hashApiKey = (value: string): Buffer => createHash('sha256').update(value).digest();

/** What stands in the claim `gid` of tokens that came of an API key or a service account: by it they are revoked. */
export const credentialGrantId = (id: string): string => `credential:${id}`;

/** The id in such a claim; undefined for the grant of a person. */
export const credentialIdOf = (grantId: string): string | undefined =>
  grantId.startsWith('credential:') ? grantId.slice('credential:'.length) : undefined;
