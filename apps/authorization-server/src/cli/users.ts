/** `gatehouse users`: who may sign in. */
import { type AdminClient, AdminRefused, allEntries, answerOf, previewOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { knownUser, type ReasonOption, reasonHeader, userAsRead } from './known-user.ts';
import { counted, printDone, printRows } from './output.ts';
import { secretFromStdin } from './settings.ts';
import { typedClaims } from './typed-claims.ts';

type Options = { json?: boolean } & ServerOption;

async function putPassword(admin: AdminClient, id: string, password: string, reason: string): Promise<void> {
  const { path, header } = await userAsRead(admin, { id });
  const params = { path, header: { ...header, ...reasonHeader({ reason }) } };
  answerOf(await admin.PUT('/users/{user_id}/password', { params, body: { password } }));
}

export const addUser = (
  login: string,
  options: Options & { name: string; email: string; emailVerified?: boolean; claim?: string[]; role?: string[] },
): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { name, email, emailVerified = false, role: roles = [] } = options;
    const claims = await typedClaims(admin, options.claim);
    const body = { login, name, email, email_verified: emailVerified, roles, claims };
    // The password is asked for when all else is in order.
    previewOf(await admin.POST('/users', { params: { header: { Prefer: 'dry-run' } }, body }));
    const password = await secretFromStdin('password');
    const { id } = answerOf(await admin.POST('/users', { params: {}, body }));
    try {
      await putPassword(admin, id, password, 'the user was added by this command');
    } catch (error) {
      // Nobody can sign in as the user: it is as if nothing had been added.
      if (error instanceof AdminRefused) {
        const { path, header } = await userAsRead(admin, { id });
        answerOf(await admin.DELETE('/users/{user_id}', { params: { path, header } }));
      }
      throw error;
    }
    const said = emailVerified
      ? `${login} can sign in, by ${email} too`
      : `${login} can sign in. The address is not confirmed: no sign-in by it, no password reset; ` +
        `"gatehouse users set ${login} --email-verified" vouches for it ("users invite", in place of add, has it proved by a mail)`;
    printDone(said, { id, login, email_verified: emailVerified }, options);
  });

/** Claims as `--claim` takes them. */
const shown = (claims: Readonly<Record<string, unknown>>) =>
  Object.entries(claims)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');

export const listUsers = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const users = await allEntries(async (query) => answerOf(await admin.GET('/users', { params: { query } })));
    printRows(
      users.map(({ id, login, name, claims, roles, status }) => ({
        id,
        login,
        name,
        claims: options.json ? claims : shown(claims),
        roles: options.json ? roles : roles.join(' '),
        status,
      })),
      options,
    );
  });

export const disableUser = (login: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { user, path, header } = await userAsRead(admin, { login });
    const has = answerOf(await admin.GET('/users/{user_id}/summary', { params: { path } }));
    const { sessions, grants, api_keys: keys } = has;
    const isSame = user.status === 'disabled';
    const params = { path, header };
    if (!isSame) answerOf(await admin.PATCH('/users/{user_id}', { params, body: { disabled: true } }));
    const ended = isSame ? {} : { ended: { sessions, grants }, refused: { api_keys: keys } };
    const refused = keys > 0 ? `; refused until the user is enabled: ${counted(keys, 'API key')}` : '';
    const said = isSame
      ? `${login} is disabled already; nothing was changed`
      : `${login} is disabled; ended: ${counted(sessions, 'session')}, ${counted(grants, 'grant')} and their tokens${refused}`;
    printDone(said, { login, status: 'disabled', changed: !isSame, ...ended }, options);
  });

export const enableUser = (login: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { user, path, header } = await userAsRead(admin, { login });
    const changed = user.status !== 'active';
    const params = { path, header };
    if (changed) answerOf(await admin.PATCH('/users/{user_id}', { params, body: { disabled: false } }));
    const said = changed ? `${login} is active` : `${login} is active already; nothing was changed`;
    printDone(said, { login, status: 'active', changed }, options);
  });

export const setPassword = (login: string, options: Options & ReasonOption): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { id } = await knownUser(admin, login);
    await putPassword(admin, id, await secretFromStdin('password'), options.reason ?? '');
    printDone(`${login} has a new password; all sessions and tokens are ended`, { login }, options);
  });

export const revokeSessions = (login: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const path = { user_id: (await knownUser(admin, login)).id };
    const { sessions, grants } = answerOf(await admin.GET('/users/{user_id}/summary', { params: { path } }));
    answerOf(await admin.DELETE('/users/{user_id}/sessions', { params: { path } }));
    const said = `all sessions and tokens of ${login} are ended: ${counted(sessions, 'session')}, ${counted(grants, 'grant')}`;
    printDone(said, { login, ended: { sessions, grants } }, options);
  });

/** For users who lost them: authenticator app, passkeys and recovery codes go, and the user is told. */
export const removeFactors = (login: string, options: Options & ReasonOption): Promise<void> =>
  withAdmin(options, async (admin) => {
    const path = { user_id: (await knownUser(admin, login)).id };
    const read = await admin.GET('/users/{user_id}/factors', { params: { path } });
    answerOf(read);
    const header = { 'If-Match': read.response.headers.get('etag') ?? '', ...reasonHeader(options) };
    answerOf(await admin.DELETE('/users/{user_id}/factors', { params: { path, header } }));
    printDone(`${login} has no second factor any more; all sessions and tokens are ended`, { login }, options);
  });

export const unlockUser = (login: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const path = { user_id: (await knownUser(admin, login)).id };
    answerOf(await admin.POST('/users/{user_id}/unlock', { params: { path } }));
    printDone(`the attempts at ${login} are forgotten; sign-in is open again`, { login }, options);
  });
