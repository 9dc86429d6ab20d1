/** Clients: the list, and one of them. */
import { clients as ar } from './ar/clients.ts';
import { clients as de } from './de/clients.ts';
import { clients as en } from './en/clients.ts';
import { clients as es } from './es/clients.ts';
import { clients as fr } from './fr/clients.ts';
import { clients as ja } from './ja/clients.ts';
import { inLanguages } from './languages.ts';

export const clients = inLanguages(en, { de, es, fr, ja, ar });
