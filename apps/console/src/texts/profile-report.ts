/** What holds of a profile and what does not. */
import { profileReport as ar } from './ar/profile-report.ts';
import { profileReport as de } from './de/profile-report.ts';
import { profileReport as en } from './en/profile-report.ts';
import { profileReport as es } from './es/profile-report.ts';
import { profileReport as fr } from './fr/profile-report.ts';
import { profileReport as ja } from './ja/profile-report.ts';
import { inLanguages } from './languages.ts';

export const profileReport = inLanguages(en, { de, es, fr, ja, ar });
