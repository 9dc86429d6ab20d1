/** Forms about a user. */
import { userForms as ar } from './ar/user-forms.ts';
import { userForms as de } from './de/user-forms.ts';
import { userForms as en } from './en/user-forms.ts';
import { userForms as es } from './es/user-forms.ts';
import { userForms as fr } from './fr/user-forms.ts';
import { userForms as ja } from './ja/user-forms.ts';
import { inLanguages } from './languages.ts';

export const userForms = inLanguages(en, { de, es, fr, ja, ar });
