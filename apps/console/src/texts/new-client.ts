/** The guide to a new client, and its ready code. */
import { newClient as ar } from './ar/new-client.ts';
import { newClient as de } from './de/new-client.ts';
import { newClient as en } from './en/new-client.ts';
import { newClient as es } from './es/new-client.ts';
import { newClient as fr } from './fr/new-client.ts';
import { newClient as ja } from './ja/new-client.ts';
import { inLanguages } from './languages.ts';

export const newClient = inLanguages(en, { de, es, fr, ja, ar });

/** In one language. */
export type NewClientTexts = ReturnType<typeof newClient>;
