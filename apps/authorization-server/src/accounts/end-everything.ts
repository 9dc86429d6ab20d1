/** What ends when a person is disabled, changes the password, or is signed out everywhere (AS-05). */
import type { Storage, Write } from '@gatehouse/storage';

/** Sessions, codes, grants, refresh and opaque access tokens of the account. */
export const endEverything = ({ artefacts }: Storage, accountId: string): Write[] => [
  artefacts.writes.destroyByAccount({
    accountId,
    models: ['Session', 'Grant', 'AuthorizationCode', 'RefreshToken', 'AccessToken', 'DeviceCode', 'KnownBrowser'],
  }),
];
