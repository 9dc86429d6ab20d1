import { html, type SafeHtml } from '@gatehouse/http/html';
import { alert } from './icons.ts';

/** Why a form is shown again: a stable code for machines and a sentence for people. */
export interface FormError {
  readonly code: string;
  readonly text: string;
}

const notAboutInput: ReadonlySet<string> = new Set([
  'throttled',
  'busy',
  'csrf_failed',
  'factor_changed',
  'key_scopes_missing',
  'key_refused',
  'key_limit',
  'passkey_missing',
  'passkey_refused',
]);

/** Whether the error is in what was typed, so that inputs are marked as wrong. */
export function isInputError(error: FormError | undefined): error is FormError {
  return error !== undefined && !notAboutInput.has(error.code);
}

/** Hidden inputs, in order. */
export function hiddenInputs(fields: Readonly<Record<string, string>>): readonly SafeHtml[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

/** The error over a form; its id is what the inputs point to by aria-describedby. */
export function errorSummary(text: { readonly errorLabel: string }, error: FormError | undefined): SafeHtml {
  if (error === undefined) return html``;
  return html`<div class="alert" id="form-error" role="alert" data-error="${error.code}">
${alert}<p><span class="visually-hidden">${text.errorLabel}: </span>${error.text}</p>
</div>`;
}

/** What an input carries when the form was refused because of it. */
export function invalid(isInvalid: boolean): SafeHtml {
  return isInvalid ? html` aria-invalid="true" aria-describedby="form-error"` : html``;
}

/** The attribute of the one input where typing begins. */
export function focus(isFirst: boolean): SafeHtml {
  return isFirst ? html` autofocus` : html``;
}

/**
 * A form without visible inputs, for a button that stands elsewhere (`<button form="…">`). So cancelling never sends what was
 * typed into the main form, and no form is nested.
 */
export function bareForm(id: string, action: string, fields: Readonly<Record<string, string>>): SafeHtml {
  return html`<form id="${id}" method="post" action="${action}">${hiddenInputs(fields)}</form>`;
}

/** `#cancel`, which posts the form made by `bareForm('cancel-form', …)`. */
export function cancelButton(label: string): SafeHtml {
  return html`<button class="quiet" type="submit" id="cancel" form="cancel-form">${label}</button>`;
}
