/** What goes on. */
import { overview as ar } from './ar/overview.ts';
import { overview as de } from './de/overview.ts';
import { overview as en } from './en/overview.ts';
import { overview as es } from './es/overview.ts';
import { overview as fr } from './fr/overview.ts';
import { overview as ja } from './ja/overview.ts';
import { inLanguages } from './languages.ts';

export const overview = inLanguages(en, { de, es, fr, ja, ar });
