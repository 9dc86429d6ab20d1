/** Settings in force. */
import { settings as ar } from './ar/settings.ts';
import { settings as de } from './de/settings.ts';
import { settings as en } from './en/settings.ts';
import { settings as es } from './es/settings.ts';
import { settings as fr } from './fr/settings.ts';
import { settings as ja } from './ja/settings.ts';
import { inLanguages } from './languages.ts';

export const settings = inLanguages(en, { de, es, fr, ja, ar });
