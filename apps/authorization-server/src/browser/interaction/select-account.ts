/** Choosing an account (`prompt=select_account`): the one that is signed in, or another. */
import { selectAccountPage } from '../../pages/select-account.ts';
import { type InteractionParts, identityOf, type Outcome, type Step } from './step.ts';

export async function showSelectAccount(
  parts: InteractionParts,
  step: Step,
  urls: { action: string; otherAction: string; cancelAction: string },
): Promise<string> {
  const { csrf, text, theme, details } = step;
  const account = await parts.accounts.findActive(details.session?.accountId ?? '');
  const { login = '', name } = account ?? {};
  return selectAccountPage({ ...urls, csrf, text, theme, client: identityOf(step.client), account: { login, name } });
}

/** Go on as the person who is signed in. */
export const keepAccount = async (): Promise<Outcome> => ({ result: { select_account: {} }, merge: false });

/** Sign in as somebody else, in the same interaction. */
export const otherAccount = async (): Promise<Outcome> => ({ progress: { methods: [], anotherAccount: true } });
