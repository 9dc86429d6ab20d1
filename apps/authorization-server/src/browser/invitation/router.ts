/**
 * The link of an invitation. This folder owns how somebody whom an operator invited gets in: the link opens a page that asks
 * for a password, and that is all. It counts once, and only while the account still waits.
 */
import type { Storage } from '@gatehouse/storage';
import type { Router } from 'express';
import type { Links } from '../../directory/accounts/links.ts';
import type { Bound } from '../../directory/operations/commit.ts';
import type { acceptInvitation } from '../../directory/operations/invite-user.ts';
import { textOf } from '../../pages/language.ts';
import { invitationPage, invitedPage } from '../../pages/recovery.ts';
import { type PasswordLinkDependencies, passwordLinkRouter } from '../password-link.ts';

export interface InvitationDependencies extends PasswordLinkDependencies {
  readonly storage: Pick<Storage, 'accounts'>;
  readonly links: Pick<Links, 'find'>;
  readonly acceptInvitation: Bound<typeof acceptInvitation>;
}

/** Routes `/account/invitation`. */
export function invitationRouter(dependencies: InvitationDependencies): Router {
  const { storage, links, acceptInvitation } = dependencies;
  return passwordLinkRouter(dependencies, {
    path: '/invitation',
    async find(token) {
      const invitation = await links.find('Invitation', token);
      const account = invitation && (await storage.accounts.find(invitation.accountId));
      if (!invitation || account?.status !== 'pending' || account.email !== invitation.email) return undefined;
      return { account, secondFactor: false, invitation };
    },
    textOf: (request, { account }) => textOf(request, { ofUser: account.locale }),
    page: (options, { account: { login } }) => invitationPage({ ...options, login }),
    donePage: invitedPage,
    choose: (caller, { account, invitation }, chosen) => acceptInvitation(caller, { account, invitation, ...chosen }),
  });
}
