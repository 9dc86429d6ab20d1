/** The list of users, and one of them. */
import { users as ar } from './ar/users.ts';
import { users as de } from './de/users.ts';
import { users as en } from './en/users.ts';
import { users as es } from './es/users.ts';
import { users as fr } from './fr/users.ts';
import { users as ja } from './ja/users.ts';
import { inLanguages } from './languages.ts';

export const users = inLanguages(en, { de, es, fr, ja, ar });
