/** Making and changing connections. */
import { connectionForm as ar } from './ar/connection-form.ts';
import { connectionForm as de } from './de/connection-form.ts';
import { connectionForm as en } from './en/connection-form.ts';
import { connectionForm as es } from './es/connection-form.ts';
import { connectionForm as fr } from './fr/connection-form.ts';
import { connectionForm as ja } from './ja/connection-form.ts';
import { inLanguages } from './languages.ts';

export const connectionForm = inLanguages(en, { de, es, fr, ja, ar });
