/** Checks of single options. Each mistake is a TypeError with one sentence, at creation and not on the first request. */

import { isPrivateKeyFor, isSignatureAlgorithm } from './algorithms.ts';
import type { ClientAuthentication } from './client-authentication.ts';
import { isTrustworthyUrl } from './discovery.ts';

/** @throws TypeError when a value is no object of named members */
export function membersOf(where: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${where} must be an object with named members`);
}

/** What comes from an environment variable is text, and the text "false" counts as true. @throws TypeError unless it is a boolean */
export function flag(where: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`${where} must be true or false`);
}

/** @throws TypeError when a value is there and is no function */
export function callable(where: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') throw new TypeError(`${where} must be a function`);
}

/** @throws TypeError when a value is there and is no object, lacks a required function, or has another value for an optional one */
export function functions(
  where: string,
  value: object | undefined,
  required: readonly string[],
  optional: readonly string[] = [],
): void {
  if (value === undefined) return;
  membersOf(where, value);
  const members = value as Readonly<Record<string, unknown>>;
  for (const name of required) callable(`${where}.${name}`, members[name] ?? null);
  for (const name of optional) callable(`${where}.${name}`, members[name]);
}

/** An object has only members of these names. @throws TypeError on any other */
export function known(where: string, given: object, names: string): void {
  membersOf(where, given);
  const members = names.split(' ');
  for (const name of Object.keys(given)) {
    if (!members.includes(name))
      throw new TypeError(`${where} has no member "${name}"; there are ${members.join(', ')}`);
  }
}

/** A pair of keys may be spread into it whole. */
const CLIENT_OPTIONS = 'id secret method privateKey publicKey algorithm keyId';

/**
 * How a client authenticates.
 *
 * @throws TypeError when its identifier or credential is missing, its key is another than its algorithm needs, or a member is unknown
 */
export function clientOf(where: string, client: ClientAuthentication): void {
  if (typeof client?.id !== 'string' || client.id === '') throw new TypeError(`${where}.client.id is missing`);
  known(`${where}.client`, client, CLIENT_OPTIONS);
  const credential = 'secret' in client ? client.secret : 'privateKey' in client ? client.privateKey : client.method;
  if (!credential) throw new TypeError(`${where}.client needs a secret, a privateKey or a TLS method`);
  if ('privateKey' in client && !isPrivateKeyFor(client.privateKey, client.algorithm))
    throw new TypeError(`${where}.client.privateKey must be a private KeyObject for ${where}.client.algorithm`);
}

/** A URL that may be asked. @throws TypeError on any other value */
export function url(where: string, value: unknown, allowHttp: boolean): void {
  if (!isTrustworthyUrl(value, allowHttp))
    throw new TypeError(`${where} must be an https URL (http only on this machine, or with allowHttp)`);
}

/** A number from one to another. @throws TypeError on any other value */
export function range(where: string, value: number, least: number, most: number): void {
  if (!(typeof value === 'number' && value >= least && value <= most)) {
    throw new TypeError(`${where} must be a number from ${least} to ${most}`);
  }
}

/** A list of signature algorithms. @throws TypeError on any other value */
export function algorithmList(where: string, list: readonly unknown[]): void {
  if (!Array.isArray(list) || !list.every(isSignatureAlgorithm)) {
    throw new TypeError(`${where} must be a list of asymmetric signature algorithms such as RS256 or ES256`);
  }
}
