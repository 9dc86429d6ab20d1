/**
 * Chooses and fills the texts of the pages. A language is one file beside this one, declared as `Catalog`: the type check
 * refuses it when a sentence is missing or does not carry the same placeholders as the English one.
 */
import { html, type SafeHtml } from '@gatehouse/http';
import { en } from './en.ts';

type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** Turns a union into an intersection: a sentence must hold *all* placeholders. */
type Every<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer All) => void ? All : never;

type Sentence<S extends string> = [Placeholders<S>] extends [never]
  ? string
  : Every<
      Placeholders<S> extends infer Name extends string
        ? Name extends string
          ? `${string}{${Name}}${string}`
          : never
        : never
    >;

type Sentences<T> = { readonly [K in keyof T]: T[K] extends string ? Sentence<T[K]> : Sentences<T[K]> };

/** All texts of the pages in one language. `language` is a BCP 47 tag, `direction` the writing direction. */
export interface Catalog extends Sentences<Omit<typeof en, 'language' | 'direction'>> {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
}

/** The codes for which a form has a sentence. */
export type FormErrorCode = keyof Catalog['formErrors'];

/** The three texts of an error page; `hint` may hold several ways to go on, a line each. */
export interface ErrorText {
  readonly title: string;
  readonly message: string;
  readonly hint: string;
}

/** The languages there are; a further one is added here and nowhere else. */
export const catalogs: readonly Catalog[] = [en];

/**
 * The catalog for the first of `locales` that there is, else English.
 * @param locales BCP 47 tags in order of preference: `ui_locales` (OpenID Connect Core, section 3.1.2.1) or Accept-Language.
 */
export function text(locales: string | readonly string[] = []): Catalog {
  for (const locale of typeof locales === 'string' ? locales.split(/[\s,]+/u) : locales) {
    const primary = locale.split(/[-_;]/u, 1)[0]?.toLowerCase();
    const found = catalogs.find(({ language }) => language === primary);
    if (found !== undefined) return found;
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
