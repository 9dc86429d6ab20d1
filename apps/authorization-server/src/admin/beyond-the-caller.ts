/**
 * The rule `not beyond the caller` of access.ts: nobody gains scopes of the admin API, or the identity of users, by way of a client.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AdminContext } from './context.ts';
import type { AdminCaller } from './operation.ts';
import { Problem } from './problem.ts';
import { isAdminApi } from './role-reach.ts';

interface Reaching {
  readonly scopes?: Readonly<Record<string, readonly string[]>>;
  readonly token_exchange?: {
    readonly rules?: readonly { readonly to: string; readonly scopes?: readonly string[] }[];
  };
}

/** Scopes of the admin API that tokens of the client can have. */
function adminScopesOf({ scopes = {}, token_exchange: exchange }: Reaching, issuer: string): string[] {
  const own = Object.entries(scopes).filter(([indicator]) => isAdminApi({ issuer }, indicator));
  const exchanged = (exchange?.rules ?? []).filter(({ to }) => isAdminApi({ issuer }, to));
  return [...own.flatMap(([, names]) => names), ...exchanged.flatMap((rule) => rule.scopes ?? [])];
}

/** @param clients the client as it is and as it would be. Throws Problem. */
export function checkReach(
  { issuer }: Pick<AdminContext, 'issuer'>,
  { local, scopes }: Pick<AdminCaller, 'local' | 'scopes'>,
  ...clients: readonly (Readonly<Record<string, unknown>> | undefined)[]
): void {
  if (local) return;
  const beyond = clients
    .flatMap((client) => adminScopesOf((client ?? {}) as Reaching, issuer))
    .find((scope) => !scopes.has(scope));
  if (beyond === undefined) return;
  throw new Problem(
    'forbidden_object',
    `This is about a client that may ask for the scope ${beyond} of the admin API, which your access token does not have. Somebody who has it can do this.`,
  );
}

type Definition = Readonly<Record<string, unknown>>;

/**
 * An issuer of identity assertions says which user a token is for. Naming one is worth as much as setting passwords.
 * @param before the client as it is, and `after` as it would be. Throws Problem.
 */
export function checkIdentityIssuers(
  { local, scopes }: Pick<AdminCaller, 'local' | 'scopes'>,
  before: Definition | undefined,
  after: Definition,
): void {
  const { identity_assertion_issuers: issuers } = after;
  if (local || issuers === undefined || scopes.has('users:credentials')) return;
  if (isDeepStrictEqual(issuers, before?.['identity_assertion_issuers'])) return;
  throw new Problem(
    'forbidden_object',
    'identity_assertion_issuers say who users are, so naming one needs the scope users:credentials too.',
  );
}
