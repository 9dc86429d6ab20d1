import { alert, hiddenInputs } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Catalog } from '../texts/catalog.ts';
import { passkeyScript } from './assets.ts';

/** What a form for a passkey is made of. The page must be sent with a policy that allows scripts of this origin. */
export interface PasskeyForm {
  /** Where the answer of the browser is posted, as `passkey`, with `csrf`. */
  readonly action: string;
  readonly csrf: string;
  /** What the browser is asked for. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * A form that the script of passkeys completes.
 * @param how.optional hidden without the script: the page has another way
 * @param how.conditional the browser may offer passkeys at the field of the login
 */
export function passkeyForm(
  { action, csrf, options }: PasskeyForm,
  how: {
    readonly kind: 'create' | 'get';
    readonly optional?: boolean;
    readonly conditional?: boolean;
    readonly text: Catalog;
    /** What stands in the form; a button elsewhere may belong to it, too. */
    readonly content?: SafeHtml;
  },
): SafeHtml {
  const { kind, optional = false, conditional = false, text, content = html`` } = how;
  const { passkey } = text;
  const noScript = optional
    ? ''
    : html`<noscript><div class="caution">${alert}<p>${passkey.needsScript}</p></div></noscript>`;
  return html`<form id="passkey-form" method="post" action="${action}" data-passkey="${kind}" data-options="${JSON.stringify(options)}"${conditional ? html` data-conditional` : ''}${optional ? html` hidden` : ''}>
${hiddenInputs({ [CSRF_FIELD]: csrf, passkey: '' })}
${noScript}${content}
<p class="hint" id="passkey-status" role="status" data-failed="${passkey.failed}" data-present="${passkey.known}"></p>
</form>
<script type="module" src="${passkeyScript.path}"></script>`;
}
