/**
 * Chooses and fills the texts of the pages. A language is the folder with its tag (pages, errors, account,
 * mail, registration), declared as parts of `Catalog`: the type check refuses them when a sentence is missing or does not carry
 * the same placeholders as the English one.
 */
import { createRequire } from 'node:module';
import { fillPlain, inLanguage, type LocalizedText, number, preferred } from '@gatehouse/html';
import { en } from './en/pages.ts';
import type { Catalog } from './shape.ts';

export { fill, fillPlain, number } from '@gatehouse/html';
export type { Catalog } from './shape.ts';

/** The codes for which a form has a sentence. */
export type FormErrorCode = keyof Catalog['formErrors'];

/** The three texts of an error page; `hint` may hold several ways to go on, a line each. */
export interface ErrorText {
  readonly title: string;
  readonly message: string;
  readonly hint: string;
}

/** The folders beside English; a further one is added here and nowhere else. */
const others = [
  'ar',
  'cs',
  'de',
  'es',
  'fr',
  'he',
  'it',
  'ja',
  'ko',
  'nl',
  'pl',
  'pt',
  'ru',
  'tr',
  'uk',
  'zh-Hans',
  'zh-Hant',
];

const load = createRequire(import.meta.url);

/** A catalog that knows its language, and is read from its folder when a sentence is first asked for. */
function whenNeeded(language: string): Catalog {
  let texts: Catalog | undefined;
  const parts = (Object.keys(en) as (keyof Catalog)[]).map((part) => {
    const get = () => {
      texts ??= (Object.values(load(`./${language}/pages.ts`) as object) as [Catalog])[0];
      return texts[part];
    };
    return [part, { enumerable: true, ...(part === 'language' ? { value: language } : { get }) }];
  });
  return Object.defineProperties({}, Object.fromEntries(parts)) as Catalog;
}

/** The languages there are. */
export const catalogs: readonly [Catalog, ...Catalog[]] = [en, ...others.map(whenNeeded)];

/**
 * The catalog for the first language that there is, else English.
 * @param wishes lists of BCP 47 tags, `ui_locales` (OpenID Connect Core, section 3.1.2.1) or Accept-Language; the whole of an
 * earlier list comes before a later one, whatever its weights.
 */
export const text = (wishes: string | readonly (string | undefined)[] = []): Catalog =>
  preferred(catalogs, wishes) ?? en;

/** A number of things in words, in the plural form of the language: `counted(text(), 'characters', 8)` is "8 characters". */
export function counted({ language, counts }: Catalog, what: keyof Catalog['counts'], count: number): string {
  const forms = counts[what];
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return fillPlain(form, { count: number({ language }, count) });
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
export function scopeSentence(texts: Catalog, scope: string, ofRegistry?: LocalizedText): string {
  if (ofRegistry !== undefined && ofRegistry !== '') return inLanguage(ofRegistry, texts.language);
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
