import { describe, expect, it } from '@jest/globals';
import {
  type Catalog,
  catalogs,
  duration,
  errorText,
  fill,
  fillPlain,
  scopeSentence,
  text,
} from '../../src/pages/texts/catalog.ts';
import { en } from '../../src/pages/texts/en.ts';

function sentences(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]) =>
    typeof entry === 'string' ? [[`${path}${key}`, entry]] : sentences(entry as object, `${path}${key}.`),
  ) as [string, string][];
}
const placeholders = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/gu)].map((f) => f[1]!).sort();

describe('texts', () => {
  it('every language has every sentence, with the same placeholders', () => {
    const shape = sentences(en).map(([path, sentence]) => [path, ...placeholders(sentence)]);
    for (const catalog of catalogs) {
      expect(sentences(catalog).map(([path, sentence]) => [path, ...placeholders(sentence)])).toEqual(shape);
      for (const [path, sentence] of sentences(catalog)) {
        expect(`${path}: ${sentence}`).toMatch(/: \S(?:.*\S)?$/su);
        expect(sentence).not.toMatch(/[<>&]/u);
      }
    }
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
    expect(text('tlh en-GB')).toBe(en);
    expect(text('fr;q=0.9, en;q=0.8')).toBe(en);
    expect(text(['xx', 'en'])).toBe(en);
    expect(text(['\u0000', '', '-'])).toBe(en);
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
