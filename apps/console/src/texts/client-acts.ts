/** What is done to clients. */
import { clientActs as ar } from './ar/client-acts.ts';
import { clientActs as de } from './de/client-acts.ts';
import { clientActs as en } from './en/client-acts.ts';
import { clientActs as es } from './es/client-acts.ts';
import { clientActs as fr } from './fr/client-acts.ts';
import { clientActs as ja } from './ja/client-acts.ts';
import { inLanguages } from './languages.ts';

export const clientActs = inLanguages(en, { de, es, fr, ja, ar });
