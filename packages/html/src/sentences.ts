/**
 * The shape of texts in another language, made from the English ones: a language that lacks a sentence, or a placeholder in one,
 * is a type error that names it.
 */

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

/** Sentences with the same names and the same placeholders. `T` is the type of a literal that is `as const`. */
export type Sentences<T> = { readonly [K in keyof T]: T[K] extends string ? Sentence<T[K]> : Sentences<T[K]> };
