/** What ends when a person is disabled, changes the password, or is signed out everywhere (AS-05). */
import type { Storage, Write } from '@gatehouse/storage';
import { sessionUseModel } from './sessions.ts';

/** The model of what was proved so far in a sign-in. */
export const signInModel = 'SignIn';

/** Sign-ins under way: what was proved in them, and results that the browser has not fetched. */
const signInModels = ['Interaction', signInModel];
/** Everything by which applications get tokens. */
const tokenModels = ['PasswordReset', 'Grant', 'AuthorizationCode', 'RefreshToken', 'AccessToken', 'DeviceCode'];

/** Links that were mailed to the account, or shown for it. */
const linkModels = ['PasswordReset', 'EmailChange', 'EmailConfirmation', 'Invitation'];

/** Every link that was mailed to the account; none of them opens anything any more. */
export const endLinks = ({ artefacts }: Storage, accountId: string): Write =>
  artefacts.writes.destroyByAccount({ accountId, models: linkModels });

/** Sign-ins of the account that have not led to a session yet. */
export const endSignIns = ({ artefacts }: Storage, accountId: string): Write =>
  artefacts.writes.destroyByAccount({ accountId, models: signInModels });

/** Grants and tokens of the account, sign-ins under way, and the browsers that were known; sessions stay. */
export const endTokens = ({ artefacts }: Storage, accountId: string): Write =>
  artefacts.writes.destroyByAccount({ accountId, models: ['KnownBrowser', ...signInModels, ...tokenModels] });

/** Sessions, codes, grants, refresh and opaque access tokens of the account. */
export const endEverything = ({ artefacts }: Storage, accountId: string): Write[] => [
  artefacts.writes.destroyByAccount({
    accountId,
    models: ['Session', sessionUseModel, 'KnownBrowser', ...signInModels, ...tokenModels],
  }),
];
