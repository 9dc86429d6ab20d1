/**
 * The shape of a catalog, made from the English texts: a language that lacks a sentence, or a placeholder in one, is a type
 * error that names it.
 */
import type { en } from './en/pages.ts';

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
