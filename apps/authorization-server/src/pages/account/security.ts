import { ago, alert, hiddenInputs } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import { fill, fillPlain, number } from '../../texts/catalog.ts';
import { totpField, totpSteps } from '../add-totp.ts';
import { controls } from '../controls.ts';
import { codeList, keepCodes } from '../recovery-codes.ts';
import { type AccountFrame, type AccountSection, accountPage, rowParts, sectionRow, smallLink } from './frame.ts';
import { type IdentityLine, identityRows } from './identities.ts';
import { type PasskeyLine, passkeyRow } from './passkeys.ts';

/** What the security page shows. */
export interface SecurityOptions extends AccountFrame {
  readonly passwordChangedAtSeconds?: number | undefined;
  readonly totpSinceSeconds?: number | undefined;
  readonly recoveryCodesLeft?: number | undefined;
  readonly passkeys: readonly PasskeyLine[];
  readonly mayAddPasskey: boolean;
  readonly identities: readonly IdentityLine[];
  readonly mayConnect: boolean;
  readonly nowSeconds: number;
}

/** How one signs in, and where to change it. */
export function securityPage(options: SecurityOptions): string {
  const { text, nowSeconds, passwordChangedAtSeconds, totpSinceSeconds, recoveryCodesLeft } = options;
  const { security, overview, none } = text.account;
  const password =
    passwordChangedAtSeconds === undefined
      ? none
      : fill(overview.passwordChanged, { when: ago(text, passwordChangedAtSeconds, nowSeconds) });
  const totp =
    totpSinceSeconds === undefined
      ? sectionRow(security.totp, security.totpOff, smallLink('/account/security/totp', security.add, security.totp))
      : sectionRow(
          security.totp,
          fill(security.totpOn, { when: ago(text, totpSinceSeconds, nowSeconds) }),
          smallLink('/account/security/totp-remove', security.remove, security.totp),
        );
  const codes =
    recoveryCodesLeft === undefined
      ? sectionRow(security.recoveryCodes, security.recoveryCodesNone)
      : sectionRow(
          security.recoveryCodes,
          fillPlain(security.recoveryCodesLeft, { count: number(text, recoveryCodesLeft) }),
          smallLink('/account/security/recovery-codes', security.renew, security.recoveryCodes),
        );
  const { passkeys, mayAddPasskey } = options;
  const addPasskey = mayAddPasskey
    ? smallLink('/account/security/passkeys', security.passkeyAdd, security.passkeys)
    : '';
  const passkeysSaid = mayAddPasskey ? (passkeys.length > 0 ? '' : security.passkeysNone) : security.passkeysMost;
  const passkeyList =
    passkeys.length === 0
      ? ''
      : html`<ul class="rows nested">${passkeys.map((passkey) => passkeyRow(options, passkey, nowSeconds))}</ul>`;
  const content = html`<section class="part">
<h2>${security.signingIn}</h2>
<ul class="rows">
${sectionRow(security.password, password, smallLink('/account/password', passwordChangedAtSeconds === undefined ? security.add : security.change, security.password))}
<li><div class="row">${rowParts(html`<h3>${security.passkeys}</h3>`, passkeysSaid, addPasskey)}</div>${passkeyList}</li>
${identityRows(text, options)}
</ul>
</section>
<section class="part">
<h2>${overview.twoStep}</h2>
<ul class="rows">
${totp}
${codes}
</ul>
</section>`;
  return accountPage(options, { section: 'security', heading: security.heading, content });
}

/** Adding an authenticator app: a QR code, the secret in words, input `otp`, button `#submit`. */
export function accountTotpPage(options: AccountFrame & { readonly secret: string; readonly uri: string }): string {
  const { csrf, text, error } = options;
  const content = html`${totpSteps(options)}
<form method="post" action="/account/security/totp">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
${totpField(text, error)}
<div class="actions two">
<button type="submit" id="submit">${text.continue}</button>
<a class="button quiet" id="cancel" href="/account/security">${text.account.cancel}</a>
</div>
</form>
${controls}`;
  return accountPage(options, { section: 'security', heading: text.addTotp.heading, content });
}

/** New recovery codes, shown once: `li[data-recovery-code]`. */
export function accountCodesPage(
  options: AccountFrame & { readonly codes: readonly string[]; readonly continueHref: string },
): string {
  const { recoveryCodes } = options.text;
  const content = html`<p class="soft">${recoveryCodes.purpose}</p>
${codeList(options.codes)}
${keepCodes(options.text, options.codes)}
<div class="caution">${alert}<p>${recoveryCodes.once}</p></div>
<p class="actions"><a class="button" id="submit" href="${options.continueHref}">${recoveryCodes.submit}</a></p>
${controls}`;
  return accountPage(options, { section: 'security', heading: recoveryCodes.heading, content });
}

/** A question before something is done: `#submit` does it, `#cancel` leads back. */
export function confirmPage(
  options: AccountFrame & {
    readonly action: string;
    readonly heading: string;
    readonly consequence: string;
    /** Undefined: it cannot be done, and the error says why. */
    readonly submit: string | undefined;
    /** Where it belongs. */
    readonly section: AccountSection;
    /** Where `#cancel` leads. */
    readonly cancelHref: string;
  },
): string {
  const { csrf, text, action, heading, consequence, submit, section, cancelHref } = options;
  const cancel = html`<a class="button quiet" id="cancel" href="${cancelHref}">${text.account.cancel}</a>`;
  const content =
    submit === undefined
      ? html`<div class="actions">${cancel}</div>`
      : html`<div class="caution">${alert}<p>${consequence}</p></div>
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="actions two">
<button class="danger" type="submit" id="submit">${submit}</button>
${cancel}
</div>
</form>`;
  return accountPage(options, { section, heading, content });
}
