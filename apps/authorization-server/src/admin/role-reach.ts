/** The rule `not beyond the caller` of access.ts for roles and APIs: nobody gains scopes of the admin API by declaring them. */
import type { AdminContext } from './context.ts';
import type { AdminCaller } from './operation.ts';
import { Problem } from './problem.ts';

type Definition = Readonly<Record<string, unknown>>;

const withoutSlash = (indicator: string): string => indicator.replace(/\/$/u, '');

/** Whether this is the API by which it would be changed, in whatever spelling. */
export function isAdminApi({ issuer }: Pick<AdminContext, 'issuer'>, indicator: string): boolean {
  const { href } = URL.parse(indicator) ?? { href: indicator };
  return withoutSlash(href) === new URL('/admin/v1', issuer).href;
}

/** The admin API and its scopes belong to the server. Throws Problem. */
export function checkOwnApi(context: Pick<AdminContext, 'issuer'>, indicator: string): void {
  if (!isAdminApi(context, indicator)) return;
  throw new Problem(
    'forbidden_object',
    'The admin API is declared by the server itself; nobody changes or removes it.',
  );
}

/**
 * A role that gives scopes of the admin API is made, changed and removed only by callers who have these scopes. Throws Problem.
 * @param definitions the role as it is and as it would be: scopes by API
 */
export function checkRoleReach(
  context: Pick<AdminContext, 'issuer'>,
  { local, scopes }: Pick<AdminCaller, 'local' | 'scopes'>,
  name: string,
  ...definitions: readonly Definition[]
): void {
  if (local) return;
  const beyond = definitions
    .flatMap((definition) => Object.entries(definition))
    .filter(([indicator]) => isAdminApi(context, indicator))
    .flatMap(([, given]) => given as readonly string[])
    .find((scope) => !scopes.has(scope));
  if (beyond === undefined) return;
  throw new Problem(
    'forbidden_object',
    `This is about the role ${name}, which gives the scope ${beyond} of the admin API, which your access token does not have. Somebody who has it can do this.`,
  );
}

/** Gives nobody such a role. Roles that there are not give nothing. Throws Problem. */
export async function checkGivenRoles(
  context: Pick<AdminContext, 'issuer' | 'storage'>,
  caller: Pick<AdminCaller, 'local' | 'scopes'>,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  for (const { name, definition } of await context.storage.roles.list()) {
    if (names.includes(name)) checkRoleReach(context, caller, name, definition);
  }
}
