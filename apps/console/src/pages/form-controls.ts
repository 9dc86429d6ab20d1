/** What a form is made of. Each control shows the fault that the API found in its value. */
import { alert } from '@gatehouse/html';
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';
import type { FrameTexts } from '../texts/frame.ts';
import type { Visit } from '../visit.ts';

/** What the API found wrong, by the JSON pointer of the member. */
export type Faults = ReadonlyMap<string, string>;

/** No faults. */
export const noFaults: Faults = new Map();

interface Control {
  readonly name: string;
  readonly label: string;
  /** Below the control. */
  readonly hint?: string | undefined;
  /** The JSON pointer whose fault is shown here; default `/<name>`. */
  readonly pointer?: string | undefined;
  readonly faults?: Faults | undefined;
  readonly required?: boolean | undefined;
}

/** Fault and hint, and the attributes that tie them to the control. */
function described({ name, hint, pointer = `/${name}`, faults = noFaults, required = false }: Control) {
  const fault = [...faults].find(([at]) => at === pointer || at.startsWith(`${pointer}/`))?.[1];
  const ids = [fault === undefined ? '' : `${name}-fault`, hint === undefined ? '' : `${name}-hint`].filter(Boolean);
  return {
    attributes: html`${fault === undefined ? '' : html` aria-invalid="true"`}${ids.length === 0 ? '' : html` aria-describedby="${ids.join(' ')}"`}${required ? html` required` : ''}`,
    below: html`${fault === undefined ? '' : html`<p class="fault" id="${name}-fault">${fault}</p>`}${hint === undefined ? '' : html`<p class="hint" id="${name}-hint">${hint}</p>`}`,
  };
}

/** One line of text. @param value what stands in it */
export function input(
  control: Control & {
    readonly value?: string | undefined;
    readonly type?: 'text' | 'search' | 'email' | 'url' | 'number' | 'date' | 'datetime-local' | 'password';
  },
): SafeHtml {
  const { name, label, value = '', type = 'text' } = control;
  const { attributes, below } = described(control);
  return html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" value="${value}" dir="auto" autocomplete="${type === 'password' ? 'new-password' : 'off'}" spellcheck="false"${attributes}>${below}</div>`;
}

/** Several lines. */
export function textArea(control: Control & { readonly value?: string | undefined; readonly rows?: number }): SafeHtml {
  const { name, label, value = '', rows = 3 } = control;
  const { attributes, below } = described(control);
  return html`<div class="field"><label for="${name}">${label}</label><textarea id="${name}" name="${name}" rows="${rows}" dir="auto" spellcheck="false"${attributes}>
${value}</textarea>${below}</div>`;
}

/** One of several. @param options value and words */
export function select(
  control: Control & {
    readonly value?: string | undefined;
    readonly options: readonly (readonly [value: string, words: string])[];
  },
): SafeHtml {
  const { name, label, value, options } = control;
  const { attributes, below } = described(control);
  return html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}"${attributes}>${options.map(([one, words]) => html`<option value="${one}"${one === value ? html` selected` : ''}>${words}</option>`)}</select>${below}</div>`;
}

/** A box to tick; its value is `on`. */
export function checkBox(
  control: Control & { readonly checked?: boolean | undefined; readonly value?: string },
): SafeHtml {
  const { name, label, checked = false, value = 'on' } = control;
  const { attributes, below } = described(control);
  return html`<div class="field box"><input id="${name}" name="${name}" type="checkbox" value="${value}"${checked ? html` checked` : ''}${attributes}><label for="${name}">${label}</label>${below}</div>`;
}

/** Several boxes of one name. @param chosen the values that are ticked */
export function checkBoxes(
  control: Control & {
    /** Where a page has several groups of one name; default: the name. */
    readonly id?: string;
    readonly options: readonly (readonly [value: string, words: string])[];
    readonly chosen: readonly string[];
  },
): SafeHtml {
  const { name, id = name, label, options, chosen, pointer = `/${name}` } = control;
  const { below } = described({ ...control, name: id, pointer });
  return html`<fieldset class="field boxes" id="${id}"><legend>${label}</legend>${options.map(
    ([value, words]) =>
      html`<div class="box"><input id="${name}-${value}" name="${name}" type="checkbox" value="${value}"${chosen.includes(value) ? html` checked` : ''}><label for="${name}-${value}">${words}</label></div>`,
  )}${below}</fieldset>`;
}

/** What a posted form carries beside its controls. */
export interface PostOptions {
  /** Where it goes; default: the page's own address. */
  readonly action?: string | undefined;
  /** The version of the object that is changed (`If-Match`). */
  readonly etag?: string | undefined;
  /** What the button says; default "Save". */
  readonly submit?: string | undefined;
  readonly submitId?: string | undefined;
  /** For what ends something or cannot be taken back. */
  readonly danger?: boolean | undefined;
  /** Where "cancel" leads; without it there is none. */
  readonly cancel?: string | undefined;
  readonly faults?: Faults | undefined;
  /** Shown with `faults` that belong to no control. */
  readonly problem?: string | undefined;
}

/** A form that is posted: controls, button, and what protects it. */
export function postForm(
  { csrf, path, text }: Pick<Visit, 'csrf' | 'path' | 'text'>,
  controls: HtmlValue,
  options: PostOptions = {},
): SafeHtml {
  const {
    action = path,
    etag,
    submit = text.form.save,
    submitId = 'submit',
    danger = false,
    cancel,
    problem,
  } = options;
  const words = problem ?? ((options.faults?.size ?? 0) > 0 ? text.form.faults : undefined);
  return html`<form class="post" method="post" action="${action}">${csrf}${etag === undefined ? '' : html`<input type="hidden" name="etag" value="${etag}">`}
${words === undefined ? '' : formAlert(text, words)}
${controls}
<div class="actions"><button type="submit" id="${submitId}"${danger ? html` class="danger"` : ''}>${submit}</button>${cancel === undefined ? '' : html`<a class="button quiet" href="${cancel}">${text.form.cancel}</a>`}</div>
</form>`;
}

/** Why a form is shown again. */
export function formAlert({ form }: FrameTexts, words: string): SafeHtml {
  return html`<div class="alert" role="alert" id="form-error">${alert}<p><span class="visually-hidden">${form.error}: </span>${words}</p></div>`;
}
