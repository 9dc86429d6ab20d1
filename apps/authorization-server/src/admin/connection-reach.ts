/**
 * The rule `not beyond the caller` of access.ts for connections: nobody gains scopes of the admin API by saying who users are. An
 * upstream that somebody declares can sign in as each user who is linked to it, and give roles to those who come new.
 */
import { issuerOf } from '../directory/connections/issuer-of.ts';
import { adminIndicator } from '../directory/resources/admin-api.ts';
import { readResources } from '../directory/resources/resources.ts';
import type { AdminContext } from './context.ts';
import type { AdminCaller } from './operation.ts';
import { Problem } from './problem.ts';
import { checkGivenRoles } from './role-reach.ts';

type Definition = Readonly<Record<string, unknown>>;
type Context = Pick<AdminContext, 'issuer' | 'storage'>;

interface Changed {
  readonly name: string;
  /** Undefined: there is none yet. */
  readonly before: Definition | undefined;
  readonly after: Definition;
}

const rolesOf = ({ roles = {} }: Definition): string[] =>
  Object.values(roles as Readonly<Record<string, string[]>>).flat();

/** Throws Problem. */
export async function checkConnectionReach(
  context: Context,
  caller: Pick<AdminCaller, 'local' | 'scopes'>,
  { name, before, after }: Changed,
): Promise<void> {
  if (caller.local) return;
  await checkGivenRoles(context, caller, [...new Set([before ?? {}, after].flatMap(rolesOf))]);
  const issuers = new Set([before ?? after, after].flatMap((one) => issuerOf(one) ?? []));
  const beyond = await linkedBeyond(context, caller, { name, issuers });
  if (beyond === undefined) return;
  throw new Problem(
    'forbidden_object',
    `By the connection ${name} users sign in who have the scope ${beyond} of the admin API, which your access token does not have. Somebody who has it can do this.`,
  );
}

/** A scope that the caller lacks and a user has who is linked to that upstream. Only users with roles of the admin API are read. */
async function linkedBeyond(
  { issuer, storage }: Context,
  { scopes }: Pick<AdminCaller, 'scopes'>,
  { name, issuers }: { readonly name: string; readonly issuers: ReadonlySet<string> },
): Promise<string | undefined> {
  const resources = await readResources(storage);
  for (const role of await storage.roles.list()) {
    const lacking = [...resources.scopesOfRoles([role.name], adminIndicator(issuer))].find((one) => !scopes.has(one));
    if (lacking === undefined) continue;
    for await (const { id } of usersOf(storage, role.name)) {
      const identities = await storage.identities.listOfAccount(id);
      if (identities.some((one) => one.connection === name || issuers.has(one.issuer))) return lacking;
    }
  }
  return undefined;
}

async function* usersOf({ accounts }: Pick<Context['storage'], 'accounts'>, role: string) {
  let after: Parameters<typeof accounts.page>[0]['after'];
  do {
    const { items, next } = await accounts.page({ order: 'login', role, after, limit: 200 });
    yield* items;
    after = next;
  } while (after !== undefined);
}
