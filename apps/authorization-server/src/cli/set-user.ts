/** `gatehouse users set`: changes an account, all or nothing, and says what ends with it. */
import { type AdminClient, type AdminPreview, answerOf, previewOf } from '@gatehouse/admin-client';
import { OperationRefused } from '../directory/operation-refused.ts';
import { type ServerOption, withAdmin } from './admin.ts';
import { UsageError } from './failure.ts';
import { type User, userAsRead } from './known-user.ts';
import { printDone } from './output.ts';
import { typedClaims } from './typed-claims.ts';

export interface SetOptions extends ServerOption {
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

async function claimsOf(before: User['claims'], options: SetOptions, admin: AdminClient) {
  const { claim = [], removeClaim = [] } = options;
  if (claim.length + removeClaim.length === 0) return undefined;
  const missing = removeClaim.find((name) => !Object.hasOwn(before, name));
  if (missing !== undefined) throw new OperationRefused('unknown_claim', `there is no claim ${missing} to be removed`);
  const kept = Object.entries(before).filter(([name]) => !removeClaim.includes(name));
  return typedClaims(admin, claim, Object.fromEntries(kept));
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

/** Members of a user that are changed, with what the database calls them. */
const members = ['login', 'name', 'email', 'email_verified', 'locale', 'roles', 'claims'];

/** What the preview of a change says, in the words of this command. */
const endings: Readonly<Record<string, readonly [name: string, said: string]>> = {
  'mailed links': ['mailed_links', 'links that were mailed'],
  'all sessions': ['sessions', 'all sessions'],
  'all grants and tokens of the user': ['tokens', 'all grants and tokens (a session stays, applications ask again)'],
  'sign-ins under way': ['sign_ins', 'sign-ins under way'],
};
const mailsSent: Readonly<Record<string, readonly [name: string, said: string]>> = {
  email_changed: ['notice_to_old_address', 'the old address is told'],
  change_address: ['confirmation_to_new_address', 'the new address gets a mail to confirm it'],
};
const worded = (words: typeof endings, given: readonly string[]) =>
  given.flatMap((one) => {
    const known = words[one];
    return known ? [known] : [];
  });

function saidOf(before: User, after: User, changed: readonly string[], preview: AdminPreview): string[] {
  if (changed.length === 0) return [`${before.login}: nothing to change`];
  const ended = worded(endings, preview.ends);
  const mails = worded(mailsSent, preview.tells);
  const isUntold =
    after.email !== undefined && !after.email_verified && changed.includes('email') && mails.length === 0;
  return [
    `${before.login}: changed ${changed.join(', ')}`,
    ...(after.login === before.login ? [] : [`the login is ${after.login} now`]),
    `ended: ${ended.length === 0 ? 'nothing; sessions and tokens stay, new tokens say it' : ended.map(([, said]) => said).join(', ')}`,
    ...mails.map(([, said]) => said),
    ...(isUntold ? ['the address is not confirmed, and no mail was sent'] : []),
  ];
}

export const setUser = (login: string, options: SetOptions): Promise<void> => {
  const given = settable.filter((name) => options[name] !== undefined && !(name === 'roles' && options.roles));
  if (given.length === 0) throw new UsageError('say what is to be changed; "gatehouse users set --help" lists it all');
  checkRoleOptions(options);
  return withAdmin(options, async (admin) => {
    const { user: before, path, header } = await userAsRead(admin, { login });
    const { login: newLogin, name, email, emailVerified, locale } = options;
    const roles = rolesOf(before.roles, options);
    const claims = await claimsOf(before.claims, options, admin);
    const body = {
      ...(newLogin !== undefined && { login: newLogin }),
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(emailVerified !== undefined && { email_verified: emailVerified }),
      ...(locale !== undefined && { locale: locale === false ? null : locale }),
      ...(roles && { roles }),
      ...(claims && { claims }),
    };
    const dry = { path, header: { ...header, Prefer: 'dry-run' } };
    const preview = previewOf(await admin.PATCH('/users/{user_id}', { params: dry, body }));
    const pointers = new Set(preview.changes.map(({ pointer }) => pointer.split('/')[1]));
    const changed = members.filter((member) => pointers.has(member));
    const after =
      changed.length === 0
        ? before
        : answerOf(await admin.PATCH('/users/{user_id}', { params: { path, header }, body }));
    const document = {
      id: before.id,
      login: after.login,
      // Earlier versions called it so; scripts may look for it.
      changed: changed.flatMap((member) => (member === 'email_verified' ? ['emailVerified', member] : [member])),
      ended: worded(endings, preview.ends).map(([one]) => one),
      mails: worded(mailsSent, preview.tells).map(([one]) => one),
    };
    printDone(saidOf(before, after, changed, preview).join('\n'), document, options);
  });
};
