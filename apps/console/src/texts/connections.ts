/** Connections: upstream providers that users sign in with. */
import { connections as ar } from './ar/connections.ts';
import { connections as de } from './de/connections.ts';
import { connections as en } from './en/connections.ts';
import { connections as es } from './es/connections.ts';
import { connections as fr } from './fr/connections.ts';
import { connections as ja } from './ja/connections.ts';
import { inLanguages } from './languages.ts';

export const connections = inLanguages(en, { de, es, fr, ja, ar });
