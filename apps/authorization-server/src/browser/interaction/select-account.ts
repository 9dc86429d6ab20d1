/** Choosing an account (`prompt=select_account`): the one that is signed in, or another. */
import type { Accounts } from '../../directory/accounts/accounts.ts';
import { selectAccountPage } from '../../pages/select-account.ts';
import { actionOf, frameOf, otherAccount, type Step } from './step.ts';

export const selectAccount = ({ accounts }: { readonly accounts: Pick<Accounts, 'findActive'> }): Step => ({
  async page(interaction) {
    const account = await accounts.findActive(interaction.details.session?.accountId ?? '');
    const { login = '', name } = account ?? {};
    return selectAccountPage({
      ...frameOf(interaction),
      action: actionOf(interaction, 'account'),
      otherAction: actionOf(interaction, 'other-account'),
      account: { login, name },
    });
  },
  forms: {
    account: async () => ({ result: { select_account: {} }, merge: false }),
    'other-account': otherAccount,
  },
});
