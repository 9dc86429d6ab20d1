import { alert, type ClientIdentity, hiddenInputs, type Theme, titleOf } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Catalog } from '../texts/catalog.ts';
import { controls, copyButton } from './controls.ts';
import { page } from './page.ts';

/** What the page with new recovery codes shows. */
export interface RecoveryCodesOptions {
  /** Where `#submit` is posted, with `csrf` only. */
  readonly action: string;
  readonly csrf: string;
  readonly client: ClientIdentity;
  /** Shown this once. */
  readonly codes: readonly string[];
  readonly text: Catalog;
  readonly theme: Theme;
}

/** New recovery codes, shown once: `li[data-recovery-code]`, button `#submit`. */
export function recoveryCodesPage({ action, csrf, client, codes, text, theme }: RecoveryCodesOptions): string {
  const { recoveryCodes } = text;
  const body = html`<main>
<div class="intro">
<h1>${recoveryCodes.heading}</h1>
<p>${recoveryCodes.purpose}</p>
</div>
${codeList(codes)}
${keepCodes(text, codes)}
<div class="caution">${alert}<p>${recoveryCodes.once}</p></div>
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="actions">
<button type="submit" id="submit" autofocus>${recoveryCodes.submit}</button>
</div>
</form>
</main>
${controls}`;
  const title = titleOf(text, recoveryCodes.step, client.name);
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

/** The codes themselves. */
export function codeList(codes: readonly string[]): SafeHtml {
  return html`<ul class="codes" dir="ltr">${codes.map((code) => html`<li data-recovery-code="${code}">${code}</li>`)}</ul>`;
}

/** Ways to keep them: without a script, a file. */
export function keepCodes(text: Catalog, codes: readonly string[]): SafeHtml {
  const { download, print } = text.recoveryCodes;
  const lines = codes.join('\r\n');
  return html`<div class="keep">
${copyButton(text, lines)}
<a class="button small quiet" id="download" download="recovery-codes.txt" href="data:text/plain;charset=utf-8,${encodeURIComponent(lines)}">${download}</a>
<button class="small quiet" type="button" data-prints hidden>${print}</button>
</div>`;
}
