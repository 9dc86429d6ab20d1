/** Before a second factor is removed: what that leads to. */
import type { FormError } from '@gatehouse/html';
import { confirmPage } from '../../pages/account/security.ts';
import { frameOf, sendPage } from './answer.ts';
import type { Visit } from './visit.ts';

export function confirmRemoval(
  visit: Visit,
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
  const { security, password } = visit.text.account;
  const others = visit.factors.passkeys.length + (visit.factors.totp ? 1 : 0) - 1;
  const consequences = others > 0 ? [security.removeOthersStay] : [security.removeConsequence, password.consequence];
  sendPage(
    visit,
    confirmPage({
      ...frameOf(visit, error),
      action,
      heading,
      consequence: [before, ...consequences].filter((sentence) => sentence !== undefined).join(' '),
      submit: security.remove,
    }),
    error && 409,
  );
}
