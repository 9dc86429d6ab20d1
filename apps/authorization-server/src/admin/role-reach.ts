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

/** What a role gives of the admin API. */
const adminScopesIn = (context: Pick<AdminContext, 'issuer'>, definition: Definition): string[] =>
  Object.entries(definition)
    .filter(([indicator]) => isAdminApi(context, indicator))
    .flatMap(([, given]) => given as readonly string[]);

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
    .flatMap((definition) => adminScopesIn(context, definition))
    .find((scope) => !scopes.has(scope));
  if (beyond === undefined) return;
  throw new Problem(
    'forbidden_object',
    `This is about the role ${name}, which gives the scope ${beyond} of the admin API, which your access token does not have. Somebody who has it can do this.`,
  );
}

/**
 * Nobody changes what a role of their own gives of the admin API: a slip would shut out all who have it, and leave only the command on the
 * machine. Throws Problem.
 */
export async function checkOwnRoles(
  context: Pick<AdminContext, 'issuer' | 'storage'>,
  { local, subject }: Pick<AdminCaller, 'local' | 'subject'>,
  changed: readonly { readonly name: string; readonly before: Definition; readonly after: Definition }[],
): Promise<void> {
  const sorted = (definition: Definition): string => adminScopesIn(context, definition).toSorted().join(' ');
  const differing = changed.filter(({ before, after }) => sorted(before) !== sorted(after));
  if (local || subject === undefined || differing.length === 0) return;
  const { roles = [] } = (await context.storage.accounts.find(subject)) ?? {};
  const own = differing.find(({ name }) => roles.includes(name));
  if (own === undefined) return;
  throw new Problem(
    'forbidden_object',
    `You have the role ${own.name}, and this changes what it gives of the admin API. Somebody without the role can do this, or "gatehouse roles" on the machine.`,
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
