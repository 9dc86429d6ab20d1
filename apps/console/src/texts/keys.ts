/** Keys: what signs, and when that changes. */
import { keys as ar } from './ar/keys.ts';
import { keys as de } from './de/keys.ts';
import { keys as en } from './en/keys.ts';
import { keys as es } from './es/keys.ts';
import { keys as fr } from './fr/keys.ts';
import { keys as ja } from './ja/keys.ts';
import { inLanguages } from './languages.ts';

export const keys = inLanguages(en, { de, es, fr, ja, ar });
