/** `gatehouse users set`: changes an account, all or nothing, and says what ends with it. */

import type { Storage } from '@gatehouse/storage';
import { knownUser } from '../directory/accounts/names.ts';
import { OperationRefused } from '../directory/operation-refused.ts';
import { changeUser } from '../directory/operations/change-user.ts';
import { UsageError } from './failure.ts';
import { printDone } from './output.ts';
import { withStorage } from './settings.ts';
import { typedClaims } from './typed-claims.ts';
import { commitChange, userDependencies } from './user-dependencies.ts';

export interface SetOptions {
  readonly json?: boolean;
  readonly login?: string;
  readonly name?: string;
  readonly email?: string;
  /** `true`, `false` by `--no-email-verified`. */
  readonly emailVerified?: boolean;
  readonly locale?: string | false;
  readonly role?: string[];
  readonly addRole?: string[];
  readonly removeRole?: string[];
  /** `false` by `--no-roles`; true says nothing. */
  readonly roles?: boolean;
  readonly claim?: string[];
  readonly removeClaim?: string[];
}

/** @throws UsageError for options that do not fit together */
function checkRoleOptions({ role, roles, addRole = [], removeRole = [] }: SetOptions): void {
  const noRoles = roles === false;
  if (role && noRoles) throw new UsageError('--role and --no-roles contradict each other');
  if ((role || noRoles) && addRole.length + removeRole.length > 0) {
    throw new UsageError(
      '--role and --no-roles say all roles; --add-role and --remove-role change some: use one or the other',
    );
  }
  const both = addRole.find((name) => removeRole.includes(name));
  if (both !== undefined) throw new UsageError(`${both} is to be added and removed`);
}

function rolesOf(before: readonly string[], options: SetOptions): string[] | undefined {
  const { role, roles, addRole = [], removeRole = [] } = options;
  if (role || roles === false) return role ?? [];
  if (addRole.length + removeRole.length === 0) return undefined;
  const missing = removeRole.find((name) => !before.includes(name));
  if (missing !== undefined)
    throw new OperationRefused('unknown_role', `there is no role ${missing} to be removed here`);
  return [...before.filter((name) => !removeRole.includes(name)), ...addRole];
}

async function claimsOf(before: Readonly<Record<string, unknown>>, options: SetOptions, storage: Storage) {
  const { claim = [], removeClaim = [] } = options;
  if (claim.length + removeClaim.length === 0) return undefined;
  const missing = removeClaim.find((name) => !Object.hasOwn(before, name));
  if (missing !== undefined) throw new OperationRefused('unknown_claim', `there is no claim ${missing} to be removed`);
  const kept = Object.entries(before).filter(([name]) => !removeClaim.includes(name));
  return typedClaims(storage, claim, Object.fromEntries(kept));
}

const settable = [
  'login',
  'name',
  'email',
  'emailVerified',
  'locale',
  'role',
  'addRole',
  'removeRole',
  'roles',
  'claim',
  'removeClaim',
] as const satisfies readonly (keyof SetOptions)[];

const endings: Readonly<Record<string, string>> = {
  sessions: 'all sessions',
  tokens: 'all grants and tokens (a session stays, applications ask again)',
  sign_ins: 'sign-ins under way',
  mailed_links: 'links that were mailed',
};
const mailsSent: Readonly<Record<string, string>> = {
  confirmation_to_new_address: 'the new address gets a mail to confirm it',
  notice_to_old_address: 'the old address is told',
};

export const setUser = (login: string, options: SetOptions): Promise<void> => {
  const given = settable.filter((name) => options[name] !== undefined && !(name === 'roles' && options.roles));
  if (given.length === 0) throw new UsageError('say what is to be changed; "gatehouse users set --help" lists it all');
  checkRoleOptions(options);
  return withStorage(async (storage, settings, { caller, commit }) => {
    const before = await knownUser(storage, login);
    const { login: newLogin, name, email, emailVerified, locale } = options;
    const { after, changed, ended, mails, ...work } = await changeUser(userDependencies(storage, settings), caller, {
      before,
      change: {
        login: newLogin,
        name,
        email,
        emailVerified,
        locale: locale === false ? null : locale,
        roles: rolesOf(before.roles, options),
        claims: await claimsOf(before.claims, options, storage),
      },
    });
    await commitChange(commit, login, work);
    const said =
      changed.length === 0
        ? [`${login}: nothing to change`]
        : [
            `${login}: changed ${changed.join(', ')}`,
            ...(after.login === before.login ? [] : [`the login is ${after.login} now`]),
            `ended: ${ended.length === 0 ? 'nothing; sessions and tokens stay, new tokens say it' : ended.map((one) => endings[one]).join(', ')}`,
            ...mails.map((mail) => mailsSent[mail] as string),
            ...(after.email !== undefined && !after.emailVerified && changed.includes('email') && mails.length === 0
              ? ['the address is not confirmed, and no mail was sent']
              : []),
          ];
    printDone(said.join('\n'), { id: before.id, login: after.login, changed, ended, mails }, options);
  });
};
