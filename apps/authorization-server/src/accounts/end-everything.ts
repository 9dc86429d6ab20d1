/** What ends when a person is disabled, changes the password, or is signed out everywhere (AS-05). */
import type { Storage, Write } from '@gatehouse/storage';
import { sessionUseModel } from './sessions.ts';

/** Everything by which applications get tokens. */
const tokenModels = ['PasswordReset', 'Grant', 'AuthorizationCode', 'RefreshToken', 'AccessToken', 'DeviceCode'];

/** Grants and tokens of the account, and the browsers that were known; sessions stay. */
export const endTokens = ({ artefacts }: Storage, accountId: string): Write =>
  artefacts.writes.destroyByAccount({ accountId, models: ['KnownBrowser', ...tokenModels] });

/** Sessions, codes, grants, refresh and opaque access tokens of the account. */
export const endEverything = ({ artefacts }: Storage, accountId: string): Write[] => [
  artefacts.writes.destroyByAccount({
    accountId,
    models: ['Session', sessionUseModel, 'KnownBrowser', ...tokenModels],
  }),
];
