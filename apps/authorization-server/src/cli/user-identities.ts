/** `gatehouse users identities` and `unlink`: by which users of upstream providers somebody signs in. */
import { answerOf } from '@gatehouse/admin-client';
import { OperationRefused } from '../directory/operation-refused.ts';
import { type ServerOption, withAdmin } from './admin.ts';
import { knownUser, type ReasonOption, reasonHeader } from './known-user.ts';
import { printDone, printRows } from './output.ts';

type Options = { json?: boolean } & ServerOption;

export const listIdentities = (login: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const path = { user_id: (await knownUser(admin, login)).id };
    const { items } = answerOf(await admin.GET('/users/{user_id}/identities', { params: { path } }));
    printRows(
      items.map(({ id, connection, enabled, issuer, subject, email = '', linked_at, last_used_at = '' }) => ({
        id,
        connection,
        enabled,
        issuer,
        subject,
        email,
        linked_at,
        last_used_at,
      })),
      options,
    );
  });

export const unlinkIdentity = (
  login: string,
  identity: string,
  options: Options & ReasonOption & { evenLast?: boolean },
): Promise<void> =>
  withAdmin(options, async (admin) => {
    const user = await knownUser(admin, login);
    const path = { user_id: user.id };
    const { items } = answerOf(await admin.GET('/users/{user_id}/identities', { params: { path } }));
    const [chosen, ...others] = items.filter(({ id, connection }) => id === identity || connection === identity);
    if (!chosen) throw new OperationRefused('unknown_identity', `${user.login} has no identity ${identity}`);
    if (others.length > 0)
      throw new OperationRefused('ambiguous_identity', `${user.login} has several of ${identity}: name one by its id`);
    const params = {
      path: { ...path, identity_id: chosen.id },
      query: options.evenLast ? { even_last: 'true' as never } : {},
      header: reasonHeader(options),
    };
    answerOf(await admin.DELETE('/users/{user_id}/identities/{identity_id}', { params }));
    const said = `${user.login} signs in by ${chosen.subject} at ${chosen.issuer} no more; sessions that began there are ended`;
    printDone(said, { login: user.login, connection: chosen.connection, id: chosen.id }, options);
  });
