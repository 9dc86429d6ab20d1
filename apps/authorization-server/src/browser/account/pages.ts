/** The one list of account pages, in the order of their menu: the router follows it, and so does the menu. */
import type { MenuEntry } from '../../pages/account/frame.ts';
import type { AccountPage } from './account-request.ts';
import { page as activity } from './activity.ts';
import { page as apiKeys } from './api-keys.ts';
import { page as applications } from './applications.ts';
import { page as data } from './data.ts';
import { page as email } from './email.ts';
import { page as identities } from './identities.ts';
import { page as overview } from './overview.ts';
import { page as passkeys } from './passkeys.ts';
import { page as password } from './password.ts';
import { page as profile } from './profile.ts';
import { page as security } from './security.ts';
import { page as sessions } from './sessions.ts';

const pages = [
  overview,
  profile,
  email,
  password,
  security,
  passkeys,
  identities,
  sessions,
  applications,
  apiKeys,
  activity,
  data,
];

type Taker<Page> = Page extends AccountPage<infer Dependencies> ? (dependencies: Dependencies) => void : never;

/** What they are handed, all together; each takes what it names. */
export type PagesDependencies =
  Taker<(typeof pages)[number]> extends (dependencies: infer Together) => void ? Together : never;

export const accountPages: readonly AccountPage<PagesDependencies>[] = pages;

/** The menu. */
export const accountMenu: readonly MenuEntry[] = accountPages.flatMap(({ section, routes }) =>
  section === undefined
    ? []
    : Object.keys(routes)
        .slice(0, 1)
        .map((path) => ({ section, path: `/account${path}`.replace(/\/$/u, '') })),
);
