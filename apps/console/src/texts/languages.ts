/**
 * The languages of the pages. A page brings its sentences: `texts/en/<page>.ts` and the same in each folder beside it, put together
 * by `inLanguages` in `texts/<page>.ts`. The type check names each sentence and each placeholder that a language lacks.
 */
import type { Sentences } from '@gatehouse/html';

/** BCP 47 tags; the first is for readers who want none of them. */
export const languages = ['en', 'de', 'es', 'fr', 'ja', 'ar'] as const;

/** One of them. */
export type Language = (typeof languages)[number];

/** The writing direction. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/** A page's sentences in a language. */
export type TextsOf<T> = (language: Language) => Sentences<T>;

/** @param en the sentences in English, `as const` */
export function inLanguages<const T>(
  en: T,
  others: Readonly<Record<Exclude<Language, 'en'>, Sentences<NoInfer<T>>>>,
): TextsOf<T> {
  const all = { ...others, en: en as Sentences<T> };
  return (language) => all[language];
}
