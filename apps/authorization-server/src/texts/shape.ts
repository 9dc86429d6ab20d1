/**
 * The shape of a catalog, made from the English texts: a language that lacks a sentence, or a placeholder in one, is a type
 * error that names it.
 */
import type { Sentences } from '@gatehouse/html';
import type { en } from './en/pages.ts';

/** A number of things, by plural category (CLDR); `other` is what a category without a form of its own gets. */
export type PluralForms = Partial<Readonly<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: `${string}{count}${string}`;
};

/** All texts of the pages in one language. `language` is a BCP 47 tag, `direction` the writing direction. */
export interface Catalog extends Sentences<Omit<typeof en, 'language' | 'direction' | 'counts'>> {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly counts: Readonly<Record<keyof (typeof en)['counts'], PluralForms>>;
}
