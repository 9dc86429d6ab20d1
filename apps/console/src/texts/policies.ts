/** What holds for all users, and the look of all pages. */
import { policies as ar } from './ar/policies.ts';
import { policies as de } from './de/policies.ts';
import { policies as en } from './en/policies.ts';
import { policies as es } from './es/policies.ts';
import { policies as fr } from './fr/policies.ts';
import { policies as ja } from './ja/policies.ts';
import { inLanguages } from './languages.ts';

export const policies = inLanguages(en, { de, es, fr, ja, ar });
