import type { FormError } from '@gatehouse/html';
import { type Catalog, duration, type FormErrorCode, fillPlain } from '../texts/catalog.ts';

/** An error of a form, in words. @param seconds after which it may be tried again, where the words say so; @param name of the upstream provider that they are about */
export const formErrorOf = (texts: Catalog, code: FormErrorCode, seconds = 0, name = ''): FormError => ({
  code,
  text: fillPlain(texts.formErrors[code], { count: '', word: '', name, duration: duration(texts, seconds) }),
});
