/** The policy for clients that nobody registered. */
import { unregisteredPolicy as ar } from './ar/unregistered-policy.ts';
import { unregisteredPolicy as de } from './de/unregistered-policy.ts';
import { unregisteredPolicy as en } from './en/unregistered-policy.ts';
import { unregisteredPolicy as es } from './es/unregistered-policy.ts';
import { unregisteredPolicy as fr } from './fr/unregistered-policy.ts';
import { unregisteredPolicy as ja } from './ja/unregistered-policy.ts';
import { inLanguages } from './languages.ts';

export const unregisteredPolicy = inLanguages(en, { de, es, fr, ja, ar });
