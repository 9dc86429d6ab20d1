/** Before a second factor is removed: what that leads to. */
import type { FormError } from '@gatehouse/html';
import { confirmPage } from '../../pages/account/security.ts';
import type { AccountRequest } from './account-request.ts';
import { frameOf, sendPage } from './answer.ts';

export function confirmRemoval(
  request: AccountRequest,
  factor: {
    readonly action: string;
    readonly heading: string;
    /** What is to be said before the rest. */
    readonly before?: string;
    /** The factors changed meanwhile, and nothing was removed. */
    readonly error: FormError | undefined;
  },
): void {
  const { action, heading, before, error } = factor;
  const { security, password } = request.text.account;
  const others = request.factors.passkeys.length + (request.factors.totp ? 1 : 0) - 1;
  const consequences =
    others > 0
      ? [security.removeOthersStay]
      : [request.factors.password ? security.removeConsequence : security.removeConsequenceAlone, password.consequence];
  sendPage(
    request,
    confirmPage({
      ...frameOf(request, error),
      action,
      heading,
      consequence: [before, ...consequences].filter((sentence) => sentence !== undefined).join(' '),
      submit: security.remove,
      section: 'security',
      cancelHref: '/account/security',
    }),
    error && 409,
  );
}
