/** Which language a reader wants, and values put into its sentences. The sentences themselves are each application's own. */
import { html, type SafeHtml } from '@gatehouse/http/html';

/** Something in a language. */
export interface InLanguage {
  /** BCP 47 tag. */
  readonly language: string;
}

/** More than a user speaks; what follows in a longer list is not looked at. */
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

const primaryOf = (tag: string) => tag.split('-', 1)[0] as string;

/** With today's language code and the likely script (UTS 35), `zh-HK` as `zh-Hant-HK`; undefined when it is no BCP 47 tag. */
function likely(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag).maximize();
  } catch {
    return undefined;
  }
}

/**
 * What is there for a tag: the same tag, else its language in the script that it is likely read in, else its language. Only
 * a language in several scripts, or one that is not there under this code, needs to look further than the first subtag.
 */
function inLanguageOf<T extends InLanguage>(available: readonly T[], wish: string): T | undefined {
  const tag = wish.replaceAll('_', '-');
  const same = available.find(({ language }) => language.toLowerCase() === tag);
  if (same !== undefined) return same;
  const ofLanguage = (code: string) => available.filter(({ language }) => primaryOf(language) === code);
  const found = ofLanguage(primaryOf(tag));
  if (found.length === 1) return found[0];
  const { language, script } = likely(tag) ?? {};
  if (language === undefined) return found[0];
  return available.find((one) => one.language === `${language}-${script}`) ?? ofLanguage(language)[0];
}

/**
 * The first of what there is in a language that is wished for; undefined when there is none.
 * @param wishes lists of BCP 47 tags, such as `ui_locales` (OpenID Connect Core, section 3.1.2.1) or Accept-Language; the whole
 * of an earlier list comes before a later one, whatever its weights.
 */
export function preferred<T extends InLanguage>(
  available: readonly T[],
  wishes: string | readonly (string | undefined)[],
): T | undefined {
  for (const list of typeof wishes === 'string' ? [wishes] : wishes) {
    for (const tag of list ? tagsOf(list) : []) {
      const found = inLanguageOf(available, tag);
      if (found !== undefined) return found;
    }
  }
  return undefined;
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

/** A number in the digits and grouping of the language. */
export function number({ language }: InLanguage, value: number): string {
  return new Intl.NumberFormat(language).format(value);
}
