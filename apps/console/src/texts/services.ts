/** Service accounts and API keys. */
import { services as ar } from './ar/services.ts';
import { services as de } from './de/services.ts';
import { services as en } from './en/services.ts';
import { services as es } from './es/services.ts';
import { services as fr } from './fr/services.ts';
import { services as ja } from './ja/services.ts';
import { inLanguages } from './languages.ts';

export const services = inLanguages(en, { de, es, fr, ja, ar });
