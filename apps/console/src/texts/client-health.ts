/** How well a client is set up. */
import { clientHealth as ar } from './ar/client-health.ts';
import { clientHealth as de } from './de/client-health.ts';
import { clientHealth as en } from './en/client-health.ts';
import { clientHealth as es } from './es/client-health.ts';
import { clientHealth as fr } from './fr/client-health.ts';
import { clientHealth as ja } from './ja/client-health.ts';
import { inLanguages } from './languages.ts';

export const clientHealth = inLanguages(en, { de, es, fr, ja, ar });
