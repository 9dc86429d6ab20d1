/** APIs and roles. */
import { resources as ar } from './ar/resources.ts';
import { resources as de } from './de/resources.ts';
import { resources as en } from './en/resources.ts';
import { resources as es } from './es/resources.ts';
import { resources as fr } from './fr/resources.ts';
import { resources as ja } from './ja/resources.ts';
import { inLanguages } from './languages.ts';

export const resources = inLanguages(en, { de, es, fr, ja, ar });
