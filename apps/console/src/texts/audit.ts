/** Audit: the search, and one request. */
import { audit as ar } from './ar/audit.ts';
import { audit as de } from './de/audit.ts';
import { audit as en } from './en/audit.ts';
import { audit as es } from './es/audit.ts';
import { audit as fr } from './fr/audit.ts';
import { audit as ja } from './ja/audit.ts';
import { inLanguages } from './languages.ts';

export const audit = inLanguages(en, { de, es, fr, ja, ar });

/** In one language. */
export type AuditTexts = ReturnType<typeof audit>;
