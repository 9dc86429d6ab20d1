/** Initial access tokens (RFC 7591, section 3): made and removed by operators, used by clients that register themselves. */
import { randomBytes } from 'node:crypto';
import type { RegistrationTokenRecord, Storage } from '@gatehouse/storage';
import { openIdScopes } from '../accounts/schema.ts';
import { hashClientSecret } from '../clients/clients.ts';
import { OperationRefused } from '../operation-refused.ts';
import type { Ceiling } from '../unregistered/client-of.ts';
import { credentialName } from './api-credentials.ts';
import { knownScopes, type Scopes } from './known-scopes.ts';
import { type Caller, eventOf, type Work } from './work.ts';

/** What a new one is to allow. */
export interface WantedRegistrationToken {
  /** For people who look at a list. */
  readonly label: string;
  /** As many clients. */
  readonly uses: number;
  readonly expiresAtSeconds: number;
  /** OpenID Connect scopes at most, with spaces between them; all that the policy allows when absent. */
  readonly scope?: string | undefined;
  /** Scopes of APIs at most; all that the policy allows when absent. */
  readonly scopes?: Scopes | undefined;
}

export interface AddedRegistrationToken extends Work {
  readonly id: string;
  /** To be shown this once. */
  readonly token: string;
}

const target = (id: string) => ({ target: { type: 'registration_token', id } });

/** The most that it allows. Throws OperationRefused for scopes that there are not. */
async function ceilingOf(
  storage: Pick<Storage, 'resources'>,
  { scope, scopes }: WantedRegistrationToken,
): Promise<Ceiling | undefined> {
  const foreign = scope?.split(' ').find((name) => !(openIdScopes as readonly string[]).includes(name));
  if (foreign !== undefined) {
    throw new OperationRefused('unknown_scope', `${foreign} is none of ${openIdScopes.join(', ')}`);
  }
  if (scope === undefined && scopes === undefined) return undefined;
  const known = scopes && (await knownScopes(storage, scopes));
  return {
    ...(scope !== undefined && { scope }),
    ...(known && { scopes: Object.fromEntries(Object.entries(known).map(([api, names]) => [api, [...names]])) }),
  };
}

/** One token. Throws OperationRefused for scopes that there are not. */
export async function addRegistrationToken(
  { storage }: { readonly storage: Pick<Storage, 'registrationTokens' | 'resources'> },
  caller: Caller,
  wanted: WantedRegistrationToken,
): Promise<AddedRegistrationToken> {
  const label = credentialName(wanted.label);
  if (label === '') throw new OperationRefused('name_missing', 'the label is empty');
  const id = randomBytes(9).toString('base64url');
  const token = randomBytes(32).toString('base64url');
  const add = storage.registrationTokens.writes.add({
    id,
    sha256: hashClientSecret(token),
    label,
    ceiling: await ceilingOf(storage, wanted),
    usesLeft: wanted.uses,
    madeBy: `${caller.actor.type} ${caller.actor.id}`,
    expiresAtSeconds: wanted.expiresAtSeconds,
  });
  return { id, token, writes: [add], events: [eventOf(caller, 'registration_token.added', target(id))] };
}

/** The token. Throws OperationRefused. */
export async function knownRegistrationToken(
  { storage }: { readonly storage: Pick<Storage, 'registrationTokens'> },
  id: string,
): Promise<RegistrationTokenRecord> {
  const found = await storage.registrationTokens.find(id);
  if (found) return found;
  throw new OperationRefused(
    'unknown_registration_token',
    `there is no initial access token ${id}; "gatehouse clients registration-tokens list" shows them all`,
  );
}

/** Nobody registers with it any more; clients that did stay. Throws OperationRefused. */
export async function removeRegistrationToken(
  { storage }: { readonly storage: Pick<Storage, 'registrationTokens'> },
  caller: Caller,
  id: string,
): Promise<Work> {
  await knownRegistrationToken({ storage }, id);
  return {
    writes: [storage.registrationTokens.writes.remove(id)],
    events: [eventOf(caller, 'registration_token.removed', target(id))],
  };
}
