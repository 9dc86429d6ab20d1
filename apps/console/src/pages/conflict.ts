/** Somebody else changed the object between reading and writing (412): both versions, and a way on for each. */
import { alert } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Visit } from '../visit.ts';
import { carried } from './carried.ts';
import { valueOf } from './preview.ts';

/** A member in which the two versions differ. */
export interface Differing {
  readonly label: string;
  readonly yours: unknown;
  readonly theirs: unknown;
}

/** What the page compares. */
export interface ConflictOptions {
  /** Of the object as it is now. */
  readonly etag: string;
  readonly differing: readonly Differing[];
  readonly cancel: string;
}

/** `#conflict`, with the buttons `#use-yours` and `#keep-theirs`. */
export function conflictPart(
  { text, csrf, form, path }: Visit,
  { etag, differing, cancel }: ConflictOptions,
): SafeHtml {
  const words = text.conflict;
  return html`<div id="conflict"><div class="notice caution" role="alert">${alert}<div><p><strong>${words.title}</strong></p><p>${words.text}</p></div></div>
<div class="sheet"><table class="cards changes"><thead><tr><th scope="col">${text.preview.member}</th><th scope="col">${words.yours}</th><th scope="col">${words.theirs}</th></tr></thead><tbody>${differing.map(
    ({ label, yours, theirs }) =>
      html`<tr><th scope="row">${label}</th><td data-label="${words.yours}">${valueOf(yours, text.preview.unset)}</td><td data-label="${words.theirs}">${valueOf(theirs, text.preview.unset)}</td></tr>`,
  )}</tbody></table></div>
<form class="post" method="post" action="${path}">${csrf}${carried(form)}<input type="hidden" name="etag" value="${etag}"><input type="hidden" name="reason" value="${form.text('reason')}">
<div class="actions"><button type="submit" id="use-yours">${words.useYours}</button><a class="button quiet" id="keep-theirs" href="${cancel}">${words.keepTheirs}</a></div>
</form></div>`;
}
