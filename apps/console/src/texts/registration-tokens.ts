/** Initial access tokens of applications that register themselves. */
import { registrationTokens as ar } from './ar/registration-tokens.ts';
import { registrationTokens as de } from './de/registration-tokens.ts';
import { registrationTokens as en } from './en/registration-tokens.ts';
import { registrationTokens as es } from './es/registration-tokens.ts';
import { registrationTokens as fr } from './fr/registration-tokens.ts';
import { registrationTokens as ja } from './ja/registration-tokens.ts';
import { inLanguages } from './languages.ts';

export const registrationTokens = inLanguages(en, { de, es, fr, ja, ar });
