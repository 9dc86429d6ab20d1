import {
  bareForm,
  type ClientIdentity,
  cancelButton,
  clientMark,
  clientName,
  errorSummary,
  type FormError,
  hiddenInputs,
  invalid,
  isInputError,
  phone,
  qrCode,
  type Theme,
  titleOf,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { type Account, accountLine } from './account-line.ts';
import { controls, copyButton } from './controls.ts';
import { page } from './page.ts';

/** What the page for adding an authenticator app shows. */
export interface AddTotpOptions {
  /** Where the form is posted, with `csrf` and `otp`. */
  readonly action: string;
  /** Where `#cancel` is posted, with `csrf` only. */
  readonly cancelAction: string;
  readonly csrf: string;
  /** The application that asks for two factors. */
  readonly client: ClientIdentity;
  readonly account: Account;
  /** The secret, base32, for typing. */
  readonly secret: string;
  /** The same for scanning (`otpauth://totp/…`). */
  readonly uri: string;
  readonly error?: FormError | undefined;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** Adding an authenticator app: a QR code, the secret in words, input `otp`, buttons `#submit` and `#cancel`. */
export function addTotpPage(options: AddTotpOptions): string {
  const { action, cancelAction, csrf, client, account, error, text, theme } = options;
  const { addTotp } = text;
  const body = html`<main>
<div class="intro">
${clientMark(client, theme)}
<h1>${addTotp.heading}</h1>
<p>${fill(addTotp.asked, { client: clientName(client) })}</p>
</div>
${accountLine(text.signedInAs, account)}
${errorSummary(text, error)}
${totpSteps(options)}
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
${totpField(text, error)}
<div class="actions">
<button type="submit" id="submit">${text.continue}</button>
${cancelButton(text.cancel)}
</div>
</form>
${bareForm('cancel-form', cancelAction, { [CSRF_FIELD]: csrf })}
</main>
${controls}`;
  const title = titleOf(text, addTotp.step, client.name, { error: error !== undefined });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

/** What to do with the app, in three steps. */
export function totpSteps({ secret, uri, text }: { secret: string; uri: string; text: Catalog }) {
  const { addTotp } = text;
  return html`<ol class="steps">
<li>${addTotp.openApp}</li>
<li>${addTotp.scan}
<p class="on-phone"><a class="button outlined" id="open-app" href="${uri}">${phone}${addTotp.openHere}</a></p>
<div class="qr-frame">${qrCode(uri, addTotp.qrLabel)}</div>
<p>${addTotp.typeInstead}: <code id="totp-secret" dir="ltr">${secret.replaceAll(/.{4}(?=.)/gu, '$& ')}</code> ${copyButton(text, secret)}</p></li>
<li>${addTotp.enterCode}</li>
</ol>`;
}

/** The input for the first code. */
export function totpField(text: Catalog, error: FormError | undefined) {
  return html`<div class="field">
<label for="otp">${text.secondFactor.code}</label>
<input class="code" id="otp" name="otp" type="text" inputmode="numeric" autocomplete="one-time-code" dir="ltr" required${invalid(isInputError(error))} autofocus>
</div>`;
}
