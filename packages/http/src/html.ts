/** What may stand between the text of a template. Nothing, `null` and `false` give no text. */
export type HtmlValue = SafeHtml | string | number | bigint | boolean | null | undefined | readonly HtmlValue[];

/** Markup that is safe to send as it is. Made by `html` and `raw` only. */
export class SafeHtml {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/**
 * A template whose values are escaped unless they are `SafeHtml`; arrays are joined.
 * Escaped values are safe as text and inside quoted attributes, not in `<script>`, `<style>` or unquoted attributes;
 * a URL from outside must have had its scheme checked.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  let markup = strings[0] ?? '';
  for (let index = 0; index < values.length; index += 1) {
    markup += render(values[index]) + (strings[index + 1] ?? '');
  }
  return new SafeHtml(markup);
}

/** Markup taken as it is. Only for constants of the application, never for anything that came from outside. */
export function raw(trusted: string): SafeHtml {
  return new SafeHtml(trusted);
}

function render(value: HtmlValue): string {
  if (value instanceof SafeHtml) return value.toString();
  if (value === undefined || value === null || value === false) return '';
  if (typeof value === 'object') return value.map(render).join('');
  return typeof value === 'string' ? escape(value) : String(value);
}

const SPECIAL = /[&<>"'`]/u;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escape(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(/[&<>"'`]/gu, (character) => ENTITIES[character] ?? '') : text;
}
