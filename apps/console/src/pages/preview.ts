/** What a change would do, before it is done. */
import type { AdminPreview } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';
import { consequences } from '../texts/consequences.ts';
import type { FrameTexts } from '../texts/frame.ts';
import type { Visit } from '../visit.ts';
import { carried } from './carried.ts';
import { facts, part } from './facts.ts';
import { textArea } from './form-controls.ts';

/** What the step shows and carries on. */
export interface PreviewOptions {
  readonly preview: AdminPreview;
  readonly reason: 'required' | 'optional' | 'none';
  readonly confirm?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly about?: HtmlValue;
  readonly cancel: string;
  /** `Idempotency-Key`, the same for each attempt. */
  readonly key: string;
  /** What is asked for with the preview, instead of what was posted before it. */
  readonly controls?: HtmlValue;
  /** The version that is changed; default: that of the posted form. */
  readonly etag?: string;
}

/** The step between a form and what it does: `#preview`, button `#confirm`. */
export function previewPart(visit: Visit, options: PreviewOptions): SafeHtml {
  const {
    preview,
    reason,
    confirm,
    danger = false,
    about,
    cancel,
    key,
    controls,
    etag = visit.form.text('etag'),
  } = options;
  const { text, csrf, form, path } = visit;
  const words = text.preview;
  const reasonField =
    reason === 'none'
      ? ''
      : textArea({
          name: 'reason',
          label: reason === 'required' ? words.reason : `${words.reason} (${text.form.optional})`,
          hint: words.reasonHint,
          value: form.text('reason'),
          required: reason === 'required',
        });
  return html`<div id="preview">
${about}
${part(words.title, html`<p class="soft">${words.untilNow}</p>${changesOf(text, preview)}${endsOf(visit, preview)}`)}
<form class="post" method="post" action="${path}">${csrf}${controls === undefined ? carried(form) : ''}<input type="hidden" name="step" value="confirm"><input type="hidden" name="etag" value="${etag}"><input type="hidden" name="key" value="${key}">
${controls}${reasonField}
<div class="actions"><button type="submit" id="confirm"${danger ? html` class="danger"` : ''}>${confirm ?? words.confirm}</button><a class="button quiet" href="${cancel}">${text.form.cancel}</a></div>
</form></div>`;
}

function changesOf({ preview: words }: FrameTexts, { changes, operation, ends }: AdminPreview): SafeHtml {
  if (changes.length === 0)
    return operation === undefined && ends.length === 0 ? html`<p>${words.noChanges}</p>` : html``;
  // Of what is new, only what is said of it.
  if (changes.every(({ before }) => before === undefined)) {
    const said = changes.filter(({ after }) => !isEmpty(after));
    return facts(said.map(({ pointer, after }) => [pointer.replace(/^\//u, ''), valueOf(after, words.unset)]));
  }
  return html`<h3>${words.changes}</h3><table class="cards changes"><thead><tr><th scope="col">${words.member}</th><th scope="col">${words.before}</th><th scope="col">${words.after}</th></tr></thead><tbody>${changes.map(
    ({ pointer, before, after }) =>
      html`<tr><th scope="row"><code>${pointer.replace(/^\//u, '')}</code></th><td data-label="${words.before}">${valueOf(before, words.unset)}</td><td data-label="${words.after}">${valueOf(after, words.unset)}</td></tr>`,
  )}</tbody></table>`;
}

const isEmpty = (value: unknown): boolean => !value || (typeof value === 'object' && Object.keys(value).length === 0);

function endsOf({ language, text: { preview: words } }: Visit, { ends, counts, tells, notes }: AdminPreview): SafeHtml {
  const known: Readonly<Record<'ends' | 'counts' | 'tells', Readonly<Record<string, string>>>> = consequences(language);
  const counted = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) =>
      fillPlain(known.counts[kind] ?? `${kind.replaceAll('_', ' ')}: {count}`, { count: String(count) }),
    );
  const ending = ends.map((one) => known.ends[one] ?? one);
  const told = tells.map((one) => known.tells[one] ?? one);
  return html`${list(words.ends, [...ending, ...counted])}${list(words.tells, told)}${list(words.notes, notes)}`;
}

function list(heading: string, lines: readonly string[]): SafeHtml {
  if (lines.length === 0) return html``;
  return html`<h3>${heading}</h3><ul>${lines.map((line) => html`<li dir="auto">${line}</li>`)}</ul>`;
}

/** A value of a document, short enough to compare. */
export function valueOf(value: unknown, unset: string): SafeHtml {
  const isNothing = value === undefined || value === null || value === '';
  if (isNothing || (Array.isArray(value) && value.length === 0)) return html`<span class="soft">${unset}</span>`;
  const isList = Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
  const words = isList ? value.join('\n') : value;
  const text = typeof words === 'string' ? words : JSON.stringify(words, undefined, 1);
  return html`<code dir="auto">${text.length > 2000 ? `${text.slice(0, 2000)}…` : text}</code>`;
}
