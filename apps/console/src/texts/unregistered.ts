/** Clients that nobody registered. */
import { unregistered as ar } from './ar/unregistered.ts';
import { unregistered as de } from './de/unregistered.ts';
import { unregistered as en } from './en/unregistered.ts';
import { unregistered as es } from './es/unregistered.ts';
import { unregistered as fr } from './fr/unregistered.ts';
import { unregistered as ja } from './ja/unregistered.ts';
import { inLanguages } from './languages.ts';

export const unregistered = inLanguages(en, { de, es, fr, ja, ar });
