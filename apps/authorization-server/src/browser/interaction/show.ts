/** Shows the page that was decided upon. */
import { fewestCharacters } from '../../directory/accounts/password-rules.ts';
import type { Factors } from '../../directory/accounts/second-factors.ts';
import { totpUri } from '../../directory/accounts/totp.ts';
import { addTotpPage } from '../../pages/add-totp.ts';
import { recoveryCodesPage } from '../../pages/recovery-codes.ts';
import { registerPage } from '../../pages/register.ts';
import { secondFactorPage } from '../../pages/second-factor.ts';
import { signInPage } from '../../pages/sign-in.ts';
import { verifyEmailPage } from '../../pages/verify-email.ts';
import { showConsent } from './consent.ts';
import type { Next } from './dispatch.ts';
import { codeAddressOf, maskedAddress } from './email-code.ts';
import { secondFactorOptions, signInOptions } from './passkey.ts';
import { showSelectAccount } from './select-account.ts';
import { type InteractionParts, identityOf, type Refused, type SecondFactorMethod, type Step } from './step.ts';
import { showTerms } from './terms.ts';

const actions = { totp: 'totp', passkey: 'passkey-factor', recovery_code: 'recovery-code' } as const;

/** The ways in which somebody can prove a second factor, the usual one first. */
function waysOf({ totp, passkeys, recoveryCodes }: Factors): Exclude<SecondFactorMethod, 'email'>[] {
  return [
    ...(totp ? (['totp'] as const) : []),
    ...(passkeys.length > 0 ? (['passkey'] as const) : []),
    ...(recoveryCodes ? (['recovery_code'] as const) : []),
  ];
}

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
  if (next === 'terms') return showTerms(parts, step, { action: at('terms'), cancelAction: frame.cancelAction });
  if (next === 'select_account') {
    const urls = { action: at('account'), otherAction: at('other-account'), cancelAction: frame.cancelAction };
    return showSelectAccount(parts, step, urls);
  }
  const here = `/interaction/${details.uid}`;
  // `prompt=create` begins where others need a link to go.
  const creates = details.prompt.name === 'create';
  const wanted = step.request.query['page'] ?? (creates ? 'register' : 'sign-in');
  if (next === 'sign_in' && parts.registration?.open) {
    if (refused?.typed || (!refused && wanted === 'register')) {
      const typed = refused?.typed;
      const fewest = fewestCharacters(false);
      const signInHref = creates ? `${here}?page=sign-in` : here;
      return registerPage({ ...frame, action: at('register'), signInHref, typed, fewestCharacters: fewest });
    }
  }
  if (next === 'verify_email' && step.progress.confirming) {
    const { accountId, email, sentAgain = false } = step.progress.confirming;
    return verifyEmailPage({
      ...frame,
      action: at('verify'),
      resendAction: parts.registration && at('resend'),
      otherAccountAction: at('restart'),
      email,
      confirmed: (await parts.accounts.findActive(accountId)) !== undefined,
      sentAgain,
    });
  }
  if (next === 'sign_in') {
    const known = creates || step.progress.anotherAccount ? undefined : details.session;
    const session = known && (await parts.accounts.findActive(known.accountId));
    const hint = details.params['login_hint'];
    return signInPage({
      ...frame,
      action: at('login'),
      login: refused?.login ?? session?.login ?? (typeof hint === 'string' ? hint : undefined),
      again: session !== undefined,
      passkey: { action: at('passkey'), csrf, options: signInOptions(parts, step) },
      recoverHref: parts.recoverHref,
      registerHref: parts.registration?.open && !session ? `${here}?page=register` : undefined,
    });
  }
  if (!person) throw new TypeError(`nobody is there for the page ${next}`);
  const account = { login: person.account.login, name: person.account.name };
  const address = codeAddressOf(parts, person.account);
  if (next === 'email_code' && address !== undefined) {
    return secondFactorPage({
      ...frame,
      account,
      action: at('email-code'),
      resendAction: at('resend-code'),
      otherAccountAction: at('restart'),
      method: { kind: 'email', address: maskedAddress(address) },
    });
  }
  if (next === 'second_factor') {
    const ways = waysOf(person.factors);
    const [usual = 'recovery_code'] = ways;
    const asked = refused?.method ?? step.request.query['method'];
    const method = ways.find((way) => way === asked) ?? usual;
    return secondFactorPage({
      ...frame,
      account,
      action: at(actions[method]),
      otherAccountAction: at('restart'),
      method: method === 'passkey' ? { kind: method, options: secondFactorOptions(parts, step) } : { kind: method },
      alternatives: ways
        .filter((way) => way !== method)
        .map((kind) => ({
          kind,
          href: `/interaction/${details.uid}${kind === usual ? '' : `?method=${kind}`}`,
        })),
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
