/**
 * Override of oidc-provider: a grant to a client that no operator registered remembers what the client said of itself when the user
 * agreed. A client can change that at any time, and a code must go to nobody else than who was shown.
 */
import type { Grant, Provider } from 'oidc-provider';
import type { UnregisteredClient } from '../../directory/clients/clients.ts';
import { unregisteredOf } from './registered-client.ts';

const member = 'clientFingerprint';

/** Lets grants keep it. */
export function keepConsentedClients({ Grant }: Provider): void {
  const names = [...(Grant as unknown as { IN_PAYLOAD: readonly string[] }).IN_PAYLOAD, member];
  Object.defineProperty(Grant, 'IN_PAYLOAD', { get: () => names });
}

/** What the prompt says of the client that it is about. */
export const shownClient = (client: UnregisteredClient | undefined): Record<string, unknown> =>
  client ? { [member]: client.fingerprint } : {};

/** Notes that the user agreed to the client of the prompt. @param details of the prompt */
export function agreeToShown(grant: Grant, details: Readonly<Record<string, unknown>>): void {
  if (details[member] !== undefined) Reflect.set(grant, member, details[member]);
}

/** False when the client is not as it was when the prompt was made: what is shown now is not what would be agreed to. */
export const isAsPrompted = (
  details: Readonly<Record<string, unknown>>,
  client: UnregisteredClient | undefined,
): boolean => client === undefined || details[member] === undefined || details[member] === client.fingerprint;

/** False when the client, which no operator registered, is not as it was when the user agreed. */
export function isAsAgreed(grant: Grant | undefined, client: object | undefined): boolean {
  const unregistered = unregisteredOf(client);
  return unregistered === undefined || (grant && Reflect.get(grant, member)) === unregistered.fingerprint;
}
