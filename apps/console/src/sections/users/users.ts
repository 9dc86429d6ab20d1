/** The pages below /users. */
import type { ConsolePage } from '../../visit.ts';
import { actPages } from './acts.ts';
import { claimsPage } from './claims.ts';
import { userPage } from './detail.ts';
import { editPages } from './edit.ts';
import { invitationPage } from './invitation.ts';
import { usersPage } from './list.ts';
import { newUserPage } from './new.ts';
import { newApiKeyPage } from './new-api-key.ts';
import { passwordPage } from './password.ts';
import { possessionPages } from './possession-pages.ts';

/** `/users/new` goes before the page of one. */
export const userPages: readonly ConsolePage[] = [
  usersPage,
  newUserPage,
  userPage,
  ...editPages,
  claimsPage,
  invitationPage,
  passwordPage,
  newApiKeyPage,
  ...possessionPages,
  ...actPages,
];
