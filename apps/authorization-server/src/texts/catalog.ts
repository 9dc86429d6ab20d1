/**
 * Chooses and fills the texts of the pages. A language is the folder with its tag (pages, errors, account,
 * mail, registration), declared as parts of `Catalog`: the type check refuses them when a sentence is missing or does not carry
 * the same placeholders as the English one.
 */
import { html, type SafeHtml } from '@gatehouse/http';
import { ar } from './ar/pages.ts';
import { de } from './de/pages.ts';
import { en } from './en/pages.ts';
import { es } from './es/pages.ts';
import { fr } from './fr/pages.ts';
import { ja } from './ja/pages.ts';
import type { Catalog } from './shape.ts';

export type { Catalog } from './shape.ts';

/** The codes for which a form has a sentence. */
export type FormErrorCode = keyof Catalog['formErrors'];

/** The three texts of an error page; `hint` may hold several ways to go on, a line each. */
export interface ErrorText {
  readonly title: string;
  readonly message: string;
  readonly hint: string;
}

/** The languages there are; a further one is added here and nowhere else. */
export const catalogs: readonly Catalog[] = [en, ar, de, es, fr, ja];

/** More than a person speaks; what follows in a longer list is not looked at. */
const mostLocales = 32;

/** The tags of a list in order of preference; `q` as in Accept-Language (RFC 9110, section 12.5.4). */
function tagsOf(list: string): readonly string[] {
  return list
    .toLowerCase()
    .split(/[,;]/u.test(list) ? ',' : /\s+/u, mostLocales)
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(/\s*;\s*/u);
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((first, second) => second.quality - first.quality)
    .map(({ tag }) => tag);
}

/**
 * The catalog for the first language that there is, else English.
 * @param wishes lists of BCP 47 tags, `ui_locales` (OpenID Connect Core, section 3.1.2.1) or Accept-Language; the whole of an
 * earlier list comes before a later one, whatever its weights.
 */
export function text(wishes: string | readonly (string | undefined)[] = []): Catalog {
  for (const list of typeof wishes === 'string' ? [wishes] : wishes) {
    for (const tag of tagsOf(list ?? '')) {
      const primary = tag.split(/[-_]/u, 1)[0];
      const found = catalogs.find(({ language }) => language === primary);
      if (found !== undefined) return found;
    }
  }
  return en;
}

const placeholder = /\{(\w+)\}/u;

/**
 * Puts values into the placeholders of a sentence, for use in HTML. Strings are escaped and isolated with `<bdi>`, so that a
 * name in another writing direction (or one made to confuse) cannot rearrange the sentence around it.
 * @throws TypeError when a placeholder has no value.
 */
export function fill(sentence: string, values: Readonly<Record<string, string | SafeHtml>>): SafeHtml {
  const parts = sentence.split(placeholder).map((part, index) => {
    if (index % 2 === 0) return part;
    const value = valueOf(values, part);
    return typeof value === 'string' ? html`<bdi>${value}</bdi>` : value;
  });
  return html`${parts}`;
}

/**
 * The same as plain text, for titles and attributes; characters that change the writing direction are left out of the values.
 * @throws TypeError when a placeholder has no value.
 */
export function fillPlain(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence
    .split(placeholder)
    .map((part, index) => (index % 2 === 0 ? part : plain(valueOf(values, part))))
    .join('');
}

function valueOf<V>(values: Readonly<Record<string, V>>, name: string): V {
  const value = values[name];
  if (value === undefined) throw new TypeError(`no value for the placeholder {${name}}`);
  return value;
}

function plain(value: string): string {
  return value.replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** A number of things in words, in the plural form of the language: `counted(text(), 'characters', 8)` is "8 characters". */
export function counted({ language, counts }: Catalog, what: keyof Catalog['counts'], count: number): string {
  const forms = counts[what];
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return fillPlain(form, { count: number({ language }, count) });
}

/** A number in the digits and grouping of the language. */
export function number({ language }: Pick<Catalog, 'language'>, value: number): string {
  return new Intl.NumberFormat(language).format(value);
}

/** A length of time in words, rounded up to one unit: `duration(text(), 15_552_000)` is "180 days". */
export function duration({ language }: Catalog, seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? (['second', 1] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(1, Math.ceil(seconds / size)),
  );
}

/** The sentence for a scope: the registry's own, else ours for the scopes of OpenID Connect Core section 5.4, else its name. */
export function scopeSentence(texts: Catalog, scope: string, ofRegistry?: string): string {
  if (ofRegistry !== undefined && ofRegistry !== '') return ofRegistry;
  if (Object.hasOwn(texts.scopes, scope)) return texts.scopes[scope as keyof Catalog['scopes']];
  return fillPlain(texts.scopeWithoutSentence, { scope });
}

/** The texts of the error page for a code; codes without a text of their own get the one of their kind. */
export function errorText(texts: Catalog, code: string, status = 400): ErrorText {
  if (Object.hasOwn(texts.errors, code)) return texts.errors[code as keyof Catalog['errors']];
  if (status === 404) return texts.errors.not_found;
  if (status === 429) return texts.errors.too_many_requests;
  if (status === 503) return texts.errors.temporarily_unavailable;
  return status >= 500 ? texts.errors.server_error : texts.errors.invalid_request;
}
