import type { FormError } from '@gatehouse/html';
import type { PasswordFault } from '../directory/accounts/password-rules.ts';
import { type Catalog, counted, fillPlain } from '../texts/catalog.ts';

/** What a form says about a new password that will not do. */
export const passwordError = (texts: Catalog, fault: PasswordFault): FormError => ({
  code: fault.code,
  text: fillPlain(texts.formErrors[fault.code], {
    count: 'count' in fault ? counted(texts, 'characters', fault.count) : '',
    word: 'word' in fault ? fault.word : '',
  }),
});
