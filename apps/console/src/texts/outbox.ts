/** Mail and notices. */
import { outbox as ar } from './ar/outbox.ts';
import { outbox as de } from './de/outbox.ts';
import { outbox as en } from './en/outbox.ts';
import { outbox as es } from './es/outbox.ts';
import { outbox as fr } from './fr/outbox.ts';
import { outbox as ja } from './ja/outbox.ts';
import { inLanguages } from './languages.ts';

export const outbox = inLanguages(en, { de, es, fr, ja, ar });
