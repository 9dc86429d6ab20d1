/** What a preview says that ends, and who is told, in words; the API names them in English. */
import { consequences as ar } from './ar/consequences.ts';
import { consequences as de } from './de/consequences.ts';
import { consequences as en } from './en/consequences.ts';
import { consequences as es } from './es/consequences.ts';
import { consequences as fr } from './fr/consequences.ts';
import { consequences as ja } from './ja/consequences.ts';
import { inLanguages } from './languages.ts';

export const consequences = inLanguages(en, { de, es, fr, ja, ar });
