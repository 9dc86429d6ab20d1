import {
  alert,
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
  type Theme,
  tick,
  titleOf,
} from '@gatehouse/html';
import { html } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { page } from './page.ts';

/** What the page for typing a device's code shows. */
export interface DeviceCodeOptions {
  /** Where the form is posted, with `fields` and `user_code`. */
  readonly action: string;
  /** Hidden inputs that the receiver wants back, such as `{ xsrf }`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly userCode?: string | undefined;
  readonly error?: FormError | undefined;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** User verification (RFC 8628 section 3.3): input `user_code`, button `#submit`. */
export function deviceCodePage({ action, fields, userCode = '', error, text, theme }: DeviceCodeOptions): string {
  const { device } = text;
  const body = html`<main>
<div class="intro">
<h1>${device.codeHeading}</h1>
<p>${device.codeInstruction}</p>
</div>
${errorSummary(text, error)}
<form method="post" action="${action}">
${hiddenInputs(fields)}
<div class="field">
<label for="user_code">${device.code}</label>
<input class="code" id="user_code" name="user_code" type="text" value="${userCode}" autocomplete="off" autocapitalize="characters" spellcheck="false" dir="ltr" required${invalid(isInputError(error))} autofocus>
</div>
<div class="actions">
<button type="submit" id="submit">${device.codeSubmit}</button>
</div>
</form>
</main>`;
  const title = titleOf(text, device.codeStep, undefined, { error: error !== undefined, theme });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

/** What the page for comparing a device's code shows. */
export interface DeviceConfirmOptions {
  /** Where both buttons post, with `fields` and `user_code`; `#accept` adds `confirm=yes`, `#cancel` adds `abort=yes`. */
  readonly action: string;
  /** Hidden inputs that the receiver wants back, such as `{ xsrf }`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly client: ClientIdentity;
  /** As the device shows it. */
  readonly userCode: string;
  /** The network address from which the device asked. */
  readonly deviceAddress?: string | undefined;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** The check against remote phishing (RFC 8628 section 5.4): buttons `#accept` and `#cancel`. */
export function deviceConfirmPage(options: DeviceConfirmOptions): string {
  const { action, fields, client, userCode, deviceAddress, text, theme } = options;
  const { device } = text;
  const shared = { ...fields, user_code: userCode };
  const body = html`<main>
<div class="intro">
${clientMark(client, theme)}
<h1>${device.confirmHeading}</h1>
<p>${fill(device.confirmInstruction, { client: clientName(client) })}</p>
</div>
<p class="user-code"><bdi dir="ltr">${userCode}</bdi></p>
<div class="caution">${alert}<p>${device.warning}</p></div>
<form method="post" action="${action}">
${hiddenInputs({ ...shared, confirm: 'yes' })}
<div class="actions two">
<button type="submit" id="accept">${device.accept}</button>
${cancelButton(device.cancel)}
</div>
</form>
${bareForm('cancel-form', action, { ...shared, abort: 'yes' })}
${deviceAddress === undefined ? '' : html`<p class="note">${fill(device.from, { address: deviceAddress })}</p>`}
</main>`;
  const title = titleOf(text, device.confirmStep, client.name);
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

/** What the last page of the device flow shows. */
export interface DeviceDoneOptions {
  readonly client: ClientIdentity;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** The end of the device flow in the browser. */
export function deviceDonePage({ client, text, theme }: DeviceDoneOptions): string {
  const { device } = text;
  const body = html`<main>
<div class="intro">
<span class="mark good">${tick}</span>
<h1>${device.doneHeading}</h1>
<p>${fill(device.done, { client: clientName(client) })}</p>
</div>
</main>`;
  const title = titleOf(text, device.doneStep, client.name);
  return page({ title, language: text.language, direction: text.direction, body, theme });
}
