import type { FormError } from '@gatehouse/html';
import { type Catalog, duration, type FormErrorCode, fillPlain } from '../texts/catalog.ts';

/** An error of a form, in words. @param seconds after which it may be tried again, where the words say so */
export const formErrorOf = (texts: Catalog, code: FormErrorCode, seconds = 0): FormError => ({
  code,
  text: fillPlain(texts.formErrors[code], { count: '', word: '', duration: duration(texts, seconds) }),
});
