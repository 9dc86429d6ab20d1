/** What audit records tell, in plain words, by the name of the event. */
import { auditEvents as ar } from './ar/audit-events.ts';
import { auditEvents as de } from './de/audit-events.ts';
import { auditEvents as en } from './en/audit-events.ts';
import { auditEvents as es } from './es/audit-events.ts';
import { auditEvents as fr } from './fr/audit-events.ts';
import { auditEvents as ja } from './ja/audit-events.ts';
import { inLanguages } from './languages.ts';

export const auditEvents = inLanguages(en, { de, es, fr, ja, ar });
