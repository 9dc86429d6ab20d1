import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  type Catalog,
  catalogs,
  counted,
  duration,
  errorText,
  fill,
  fillPlain,
  scopeSentence,
  text,
} from '../../src/texts/catalog.ts';
import { en } from '../../src/texts/en/pages.ts';

function sentences(value: object, above = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]) =>
    typeof entry === 'string' ? [[`${above}${key}`, entry]] : sentences(entry as object, `${above}${key}.`),
  ) as [string, string][];
}
const placeholders = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/gu)].map((f) => f[1]!).sort();

const languageOf = (...lists: readonly (string | undefined)[]) => text(lists).language;
const characters = (language: string) => [1, 2, 8, 15, 1000].map((n) => counted(text(language), 'characters', n));

/** Words that are spelled as in English, beside the `title`; whatever else is, was forgotten. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  de: ['account.profile.fullName', 'account.security.passkeys', 'consent.site'],
  es: ['account.profile.roles', 'titleWithError', 'errorLabel', 'errorPage.code'],
  fr: ['account.nav.applications', 'account.applications.heading', 'errorPage.description'],
  it: [
    'signIn.password',
    'register.password',
    'account.overview.password',
    'account.security.password',
    'account.security.passkeyOf',
  ],
  nl: ['consent.site'],
};

const shape = ([key, sentence]: readonly [string, string]) => [key, ...placeholders(sentence)].join(' ');
const withoutFacts = ({ language: _tag, direction: _way, counts: _forms, ...rest }: Catalog | typeof en) => rest;

describe('texts', () => {
  it('there is a language for every folder, English first, each in the direction of its script', async () => {
    const entries = await readdir(path.join(import.meta.dirname, '../../src/texts'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(catalogs.map(({ language }) => language)).toEqual(['en', ...folders.filter((tag) => tag !== 'en').sort()]);
    const leftwards = catalogs.filter(({ direction }) => direction === 'rtl').map(({ language }) => language);
    expect(leftwards).toEqual(catalogs.map(({ language }) => language).filter((tag) => ['ar', 'he'].includes(tag)));
  });

  describe.each(catalogs.map((catalog) => [catalog.language, catalog] as const))('%s', (language, catalog) => {
    // Plural forms differ in number from language to language; they have a test of their own.
    const own = sentences(withoutFacts(catalog));
    const english = new Map(sentences(withoutFacts(en)));

    it('has every sentence, with the same placeholders', () => {
      expect(own.map(shape).sort()).toEqual([...english].map(shape).sort());
      for (const [key, sentence] of own) {
        expect(`${key}: ${sentence}`).toMatch(/: \S(?:.*\S)?$/su);
        expect(sentence).not.toMatch(/[<>&]/u);
      }
    });

    it('leaves no sentence in English, but for words that are the same in both', () => {
      if (language === 'en') return;
      const same = own.filter(([key, sentence]) => english.get(key) === sentence).map(([key]) => key);
      expect(same.filter((key) => key !== 'title' && !sameAsEnglish[language]?.includes(key))).toEqual([]);
    });

    it('stands in the folder of its tag, and says so', async () => {
      const pages = (await import(`../../src/texts/${language}/pages.ts`)) as Record<string, Catalog>;
      expect(Object.values(pages).map((texts) => texts.language)).toEqual([language]);
    });

    it('has every plural form that its numbers need', () => {
      for (const forms of Object.values(catalog.counts)) {
        for (let count = 0; count <= 200; count += 1) {
          expect(forms).toHaveProperty(new Intl.PluralRules(language).select(count));
        }
      }
    });
  });

  it('the type check refuses a language that lacks a sentence or a placeholder', () => {
    const complete: Catalog = { ...en, language: 'xx', direction: 'rtl', cancel: 'x' };
    const { cancel, ...lacking } = complete;
    // @ts-expect-error: cancel is missing
    const first: Catalog = lacking;
    // @ts-expect-error: {client} is missing
    const second: Catalog = { ...complete, signIn: { ...en.signIn, continueTo: 'continue' } };
    // @ts-expect-error: {name} is missing
    const third: Catalog = { ...complete, title: '{step}' };
    const fourth: Catalog = { ...complete, title: '{name}: {step}' };
    expect([first, second, third, fourth]).toHaveLength(4);
    expect(cancel).toBe('x');
  });

  it('takes the first language it has, else English', () => {
    expect(text()).toBe(en);
    expect(languageOf('tlh en-GB de')).toBe('en');
    expect(languageOf('fr-CA')).toBe('fr');
    expect(languageOf('sw;q=1, ja;q=0.9, en;q=0.8')).toBe('ja');
    expect(languageOf('xx', undefined, 'ar')).toBe('ar');
    expect(languageOf('\u0000', '', '-', ';q=', ',;,', 'de;q=x')).toBe('en');
  });

  it('takes weights into account within a list, and an earlier list before a later one', () => {
    expect(languageOf('en;q=0.1, de; q=0.9,fr ;q=0.8')).toBe('de');
    expect(languageOf('de;q=0, *;q=0.5, es;q=0.1')).toBe('es');
    expect(languageOf('es;q=0.1', 'fr')).toBe('es');
    expect(languageOf(`${'xx,'.repeat(40)}de`)).toBe('en');
  });

  it('counts in the plural forms of the language', () => {
    expect(characters('en')).toEqual([
      '1 character',
      '2 characters',
      '8 characters',
      '15 characters',
      '1,000 characters',
    ]);
    expect(characters('de')).toEqual(['1 Zeichen', '2 Zeichen', '8 Zeichen', '15 Zeichen', '1.000 Zeichen']);
    expect(characters('pl')).toEqual(['1 znak', '2 znaki', '8 znaków', '15 znaków', '1000 znaków']);
    expect(characters('ja')).toEqual(['1 文字', '2 文字', '8 文字', '15 文字', '1,000 文字']);
    expect(characters('cs')).toEqual(['1 znak', '2 znaky', '8 znaků', '15 znaků', '1\u00a0000 znaků']);
    expect(characters('ru')).toEqual(['1 символ', '2 символа', '8 символов', '15 символов', '1\u00a0000 символов']);
    expect(characters('tr')).toEqual(['1 karakter', '2 karakter', '8 karakter', '15 karakter', '1.000 karakter']);
    expect(characters('uk')).toEqual(['1 символ', '2 символи', '8 символів', '15 символів', '1\u00a0000 символів']);
    expect(characters('ar')).toEqual(['حرف واحد', 'حرفان', '8 أحرف', '15 حرفًا', '1,000 حرف']);
  });

  it('a word of one letter never ends a line in Czech, Russian or Ukrainian: a space that does not break follows it', () => {
    const lonely = ['cs', 'ru', 'uk'].flatMap((language) =>
      sentences(text(language)).filter(([, sentence]) => /(?<![\p{L}\p{N}’])\p{L} /u.test(sentence)),
    );
    expect(lonely).toEqual([]);
  });

  it('AS-17: fills placeholders once, escaped and isolated', () => {
    expect(fill('to {client}!', { client: '<b>{client}</b> & Co' }).toString()).toBe(
      'to <bdi>&lt;b&gt;{client}&lt;/b&gt; &amp; Co</bdi>!',
    );
    expect(fillPlain('{step} – {name}', { step: '{name}', name: 'x' })).toBe('{name} – x');
    expect(() => fill('{missing}', {})).toThrow(TypeError);
    expect(() => fillPlain('{missing}', {})).toThrow('{missing}');
  });

  it('says lengths of time in one unit, never too short', () => {
    expect([180 * 86_400, 86_400, 3601, 3600, 90, 60, 59, 1, 0].map((seconds) => duration(en, seconds))).toEqual([
      '180 days',
      '1 day',
      '2 hours',
      '1 hour',
      '2 minutes',
      '1 minute',
      '59 seconds',
      '1 second',
      '1 second',
    ]);
  });

  it('AS-11: a scope is said in the words of the registry, else in ours, else by its name', () => {
    expect(scopeSentence(en, 'invoice_read', 'Read invoices')).toBe('Read invoices');
    expect(scopeSentence(en, 'email')).toBe('See your email address');
    expect(scopeSentence(en, 'invoice_read')).toBe('Use the permission “invoice_read”');
    expect(scopeSentence(en, 'constructor')).toBe('Use the permission “constructor”');
  });

  it('every error has a text, known or not', () => {
    expect(errorText(en, 'session_not_found')).toBe(en.errors.session_not_found);
    expect(errorText(en, 'toString')).toBe(en.errors.invalid_request);
    expect(errorText(en, 'whatever', 404)).toBe(en.errors.not_found);
    expect(errorText(en, 'whatever', 429)).toBe(en.errors.too_many_requests);
    expect(errorText(en, 'whatever', 503)).toBe(en.errors.temporarily_unavailable);
    expect(errorText(en, 'whatever', 500)).toBe(en.errors.server_error);
  });
});
