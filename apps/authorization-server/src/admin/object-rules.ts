/** What a caller may not do although the scope would allow it, by the object that it would be done to. The table of access names the rules. */
import { isDeepStrictEqual } from 'node:util';
import { userOfId } from '../directory/accounts/names.ts';
import { adminIndicator } from '../directory/resources/admin-api.ts';
import { type Resources, readResources } from '../directory/resources/resources.ts';
import type { ObjectRule } from './access.ts';
import type { AdminContext } from './context.ts';
import type { AdminCaller } from './operation.ts';
import { missingScope, Problem } from './problem.ts';

/** The object and what is asked for, as the schemas of the operation have parsed it. */
export interface Asked {
  readonly params: Readonly<Record<string, string>> | undefined;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

type Rule = (context: Pick<AdminContext, 'issuer' | 'storage'>, caller: AdminCaller, asked: Asked) => Promise<void>;

const outOfReach = (why: string) => new Problem('forbidden_object', why);

/** Scopes of the admin API among those that roles give. */
const adminScopesOf = (resources: Resources, issuer: string, roles: readonly string[]): ReadonlySet<string> =>
  resources.scopesOfRoles(roles, adminIndicator(issuer));

const lacking = (scopes: ReadonlySet<string>, caller: AdminCaller): string[] =>
  [...scopes].filter((scope) => !caller.scopes.has(scope));

const ownRefusal = () => outOfReach('Nobody does this to themselves here. What is your own is on the account pages.');

/** Whoever has the mails of an address chooses a password by them, and so does whoever is shown a link. */
function needsCredentials({ scopes }: AdminCaller): void {
  if (!scopes.has('users:credentials')) throw missingScope('users:credentials');
}

const targetOf = ({ params }: Asked): string => params?.['user_id'] ?? '';

const rules: Readonly<Record<Exclude<ObjectRule, 'not beyond the caller'>, Rule>> = {
  async 'not administrators'({ issuer, storage }, caller, asked) {
    const { roles } = await userOfId(storage, targetOf(asked));
    const missing = lacking(adminScopesOf(await readResources(storage), issuer, roles), caller);
    if (missing.length === 0) return;
    throw outOfReach(`The user may do what you may not (${missing.join(', ')}): whoever may, acts on the user.`);
  },

  async 'own roles at most'({ issuer, storage }, caller, asked) {
    const given = asked.body?.['roles'] as readonly string[] | undefined;
    if (given === undefined) return;
    const target = targetOf(asked);
    const before = target === '' ? [] : (await userOfId(storage, target)).roles;
    const resources = await readResources(storage);
    const added = given.filter((role) => !before.includes(role));
    const missing = lacking(adminScopesOf(resources, issuer, added), caller);
    if (missing.length > 0) {
      throw outOfReach(`Those roles give what you may not do yourself: ${missing.join(', ')}.`);
    }
    if (target !== caller.subject) return;
    const [was, is] = [before, given].map((roles) => [...adminScopesOf(resources, issuer, roles)].toSorted());
    if (isDeepStrictEqual(was, is)) return;
    throw outOfReach('Nobody changes what they may do themselves: another operator does.');
  },

  async 'not oneself'(_context, { subject }, asked) {
    if (subject === targetOf(asked)) throw ownRefusal();
  },

  async 'not disabling oneself'(_context, { subject }, asked) {
    if (asked.body?.['disabled'] === true && subject === targetOf(asked)) throw ownRefusal();
  },

  async 'an address is a credential'(_context, caller, asked) {
    const { email, email_verified: vouched } = asked.body ?? {};
    const isAnother = email !== undefined && targetOf(asked) !== '';
    if (isAnother || vouched === true) needsCredentials(caller);
  },

  async 'a link is a credential'(_context, caller, { body = {} }) {
    const { show_link: shown } = (body['invitation'] ?? body) as { readonly show_link?: boolean };
    if (shown === true) needsCredentials(caller);
  },

  async 'own scopes at most'({ issuer }, caller, { body = {} }) {
    const { resource, scopes } = body as { readonly resource: string; readonly scopes: readonly string[] };
    if (resource.replace(/\/$/u, '') !== adminIndicator(issuer)) return;
    const missing = lacking(new Set(scopes), caller);
    if (missing.length > 0) throw outOfReach(`You may not do that yourself: ${missing.join(', ')}.`);
  },
};

/** Throws Problem when a rule of the operation is against it. The operator on the machine could write into the database as well. */
export async function permitObject(
  context: Pick<AdminContext, 'issuer' | 'storage'>,
  named: readonly ObjectRule[],
  caller: AdminCaller,
  asked: Asked,
): Promise<void> {
  if (caller.local) return;
  for (const rule of named) {
    // eslint-disable-next-line no-await-in-loop -- the first that is against it answers
    if (rule !== 'not beyond the caller') await rules[rule](context, caller, asked);
  }
}
