import { ago, focus, hiddenInputs, invalid, isInputError } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { fill, fillPlain } from '../../texts/catalog.ts';
import { passkeyForm } from '../passkey.ts';
import { type AccountFrame, accountPage, smallLink } from './frame.ts';

/** A passkey in the list. */
export interface PasskeyLine {
  /** Names it in addresses. */
  readonly reference: string;
  readonly name: string;
  readonly createdAtSeconds: number;
  readonly lastUsedAtSeconds?: number | undefined;
  /** It may be on several devices. */
  readonly backupEligible: boolean;
}

/** One passkey: `li[data-passkey]`, with links to rename and remove it. */
export function passkeyRow({ text }: AccountFrame, passkey: PasskeyLine, nowSeconds: number): SafeHtml {
  const { security } = text.account;
  const { reference, name, createdAtSeconds, lastUsedAtSeconds, backupEligible } = passkey;
  const added = fill(security.passkeyAdded, { when: ago(text, createdAtSeconds, nowSeconds) });
  const used =
    lastUsedAtSeconds === undefined
      ? ''
      : html`<br>${fill(security.passkeyUsed, { when: ago(text, lastUsedAtSeconds, nowSeconds) })}`;
  const path = `/account/security/passkeys/${reference}`;
  const about = fillPlain(security.passkeyOf, { name });
  return html`<li class="row" data-passkey="${reference}"><div><h4><bdi>${name}</bdi></h4><div class="soft">${backupEligible ? security.passkeySynced : security.passkeySingle}<br>${added}${used}</div></div><div class="row-action">${smallLink(`${path}/rename`, security.rename, about)}${smallLink(`${path}/remove`, security.remove, about)}</div></li>`;
}

const nameField = ({ text, error }: AccountFrame, name: string): SafeHtml => html`<div class="field">
<label for="name">${text.account.security.passkeyName}</label>
<input id="name" name="name" type="text" value="${name}" maxlength="64" autocomplete="off" dir="auto" required${invalid(isInputError(error))}${focus(true)}>
<p class="hint">${text.account.security.passkeyNameHint}</p>
</div>`;

const buttons = ({ text }: AccountFrame, submit: string): SafeHtml => html`<div class="actions two">
<button type="submit" id="submit">${submit}</button>
<a class="button quiet" id="cancel" href="/account/security">${text.account.cancel}</a>
</div>`;

/** Adding a passkey: button `#submit`, which needs the script. Its name is asked for afterwards. */
export function addPasskeyPage(
  options: AccountFrame & { readonly options: Readonly<Record<string, unknown>> },
): string {
  const { csrf, text } = options;
  const { security } = text.account;
  const form = passkeyForm(
    { action: '/account/security/passkeys', csrf, options: options.options },
    { kind: 'create', text, content: buttons(options, security.passkeyAdd) },
  );
  const content = html`<p class="soft">${security.passkeyAddExplain}</p>
${form}`;
  return accountPage(options, { section: 'security', heading: security.passkeyAdd, content });
}

/** Naming a passkey, a new one or once more: input `name`, button `#submit`. */
export function renamePasskeyPage(options: AccountFrame & { readonly passkey: PasskeyLine }): string {
  const { csrf, text, passkey } = options;
  const content = html`<form method="post" action="/account/security/passkeys/${passkey.reference}/rename">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
${nameField(options, passkey.name)}
${buttons(options, text.account.save)}
</form>`;
  return accountPage(options, { section: 'security', heading: text.account.security.passkeyNameHeading, content });
}
