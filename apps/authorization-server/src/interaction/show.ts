/** Shows the page that was decided upon. */
import { totpUri } from '../accounts/totp.ts';
import { addTotpPage } from '../pages/add-totp.ts';
import { recoveryCodesPage } from '../pages/recovery-codes.ts';
import { secondFactorPage } from '../pages/second-factor.ts';
import { signInPage } from '../pages/sign-in.ts';
import { showConsent } from './consent.ts';
import type { Next } from './dispatch.ts';
import { type InteractionParts, identityOf, type Refused, type Step } from './step.ts';

/** The document. Throws TypeError for what has no page. */
export async function pageFor(parts: InteractionParts, step: Step, next: Next, refused?: Refused): Promise<string> {
  const { details, text, theme, csrf, person } = step;
  const at = (action: string) => `/interaction/${details.uid}/${action}`;
  const frame = {
    csrf,
    text,
    theme,
    cancelAction: at('abort'),
    client: identityOf(step.client),
    error: refused?.error,
  };
  if (next === 'consent') {
    return showConsent(parts, step, { action: at('consent'), cancelAction: frame.cancelAction });
  }
  if (next === 'sign_in') {
    const session = details.session && (await parts.accounts.findActive(details.session.accountId));
    const hint = details.params['login_hint'];
    return signInPage({
      ...frame,
      action: at('login'),
      login: refused?.login ?? session?.login ?? (typeof hint === 'string' ? hint : undefined),
      again: session !== undefined,
      recoverHref: parts.recoverHref,
    });
  }
  if (!person) throw new TypeError(`nobody is there for the page ${next}`);
  const account = { login: person.account.login, name: person.account.name };
  if (next === 'second_factor') {
    const asked = step.request.query['method'] === 'recovery_code' ? 'recovery_code' : 'totp';
    const method = person.factors.recoveryCodes ? (refused?.method ?? asked) : 'totp';
    return secondFactorPage({
      ...frame,
      account,
      action: at(method === 'totp' ? 'totp' : 'recovery-code'),
      otherAccountAction: at('restart'),
      method: { kind: method },
      alternatives: [
        ...(method === 'totp' && person.factors.recoveryCodes
          ? [{ href: `/interaction/${details.uid}?method=recovery_code`, kind: 'recovery_code' as const }]
          : []),
        ...(method === 'recovery_code' ? [{ href: `/interaction/${details.uid}`, kind: 'totp' as const }] : []),
      ],
    });
  }
  const { totpSecret: secret, recoveryCodes: codes } = step.progress;
  if (next === 'add_totp' && secret !== undefined) {
    const uri = totpUri({ issuer: parts.serviceName, login: person.account.login, secret });
    return addTotpPage({ ...frame, account, action: at('add-totp'), secret, uri });
  }
  if (next === 'recovery_codes' && codes !== undefined) {
    return recoveryCodesPage({ ...frame, action: at('codes-kept'), codes });
  }
  throw new TypeError(`there is no page ${next}`);
}
