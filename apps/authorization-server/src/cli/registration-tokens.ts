/** `gatehouse clients registration-tokens`: initial access tokens, with which clients register themselves. */
import { allEntries, answerOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { daysToExpiry } from './expiry.ts';
import { UsageError } from './failure.ts';
import { counted, printDone, printRows } from './output.ts';
import { scopesByResource } from './scope-options.ts';

type Options = ServerOption & { readonly json?: boolean };
interface AddOptions extends Options {
  readonly uses?: string;
  readonly expiresInDays?: string;
  readonly openidScope?: string;
  readonly scope?: readonly string[];
}

function usesOf(text: string): number {
  if (/^[1-9]\d{0,5}$/u.test(text)) return Number(text);
  throw new UsageError(`--uses takes a whole number above 0, not ${text}`);
}

/** `registration-tokens add LABEL`: shown once. */
export const addRegistrationToken = (label: string, options: AddOptions): Promise<void> => {
  const { uses: typed = '1', expiresInDays = '7', openidScope: scope, scope: ofApis } = options;
  const uses = usesOf(typed);
  const body = {
    label,
    uses,
    expires_in_days: daysToExpiry(expiresInDays) ?? 7,
    ...(scope !== undefined && { scope }),
    ...(ofApis !== undefined && { scopes: scopesByResource(ofApis) }),
  };
  return withAdmin(options, async (admin) => {
    const { id, token, expires_at } = answerOf(await admin.POST('/registration-tokens', { params: {}, body }));
    const said = `initial access token ${id}, shown this once: ${token}\nfor ${counted(uses, 'client')}, until ${expires_at}`;
    printDone(said, { id, token, uses, expires_at }, options, token);
  });
};

export const listRegistrationTokens = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const all = await allEntries(async (query) =>
      answerOf(await admin.GET('/registration-tokens', { params: { query } })),
    );
    printRows(
      all.map(({ id, label, uses_left, scope, scopes, made_by, expires_at }) => ({
        id,
        label,
        uses_left,
        scopes: [scope, ...Object.entries(scopes ?? {}).map(([api, names]) => `${api}: ${names.join(' ')}`)]
          .filter((one) => one !== undefined)
          .join('; '),
        made_by,
        expires_at,
      })),
      options,
    );
  });

export const removeRegistrationToken = (id: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const params = { path: { registration_token_id: id } };
    answerOf(await admin.DELETE('/registration-tokens/{registration_token_id}', { params }));
    printDone(`${id} registers no client any more; those that it did stay`, { id, removed: true }, options);
  });
