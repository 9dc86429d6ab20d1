/** What is done to a user by a button. */
import { userActs as ar } from './ar/user-acts.ts';
import { userActs as de } from './de/user-acts.ts';
import { userActs as en } from './en/user-acts.ts';
import { userActs as es } from './es/user-acts.ts';
import { userActs as fr } from './fr/user-acts.ts';
import { userActs as ja } from './ja/user-acts.ts';
import { inLanguages } from './languages.ts';

export const userActs = inLanguages(en, { de, es, fr, ja, ar });
