/** Which of the languages of `texts/` an answer is in. */
import { createLanguageChoice } from '@gatehouse/html';
import { type Catalog, catalogs } from '../texts/catalog.ts';

export const { textOf, keepText, chooseLanguage } = createLanguageChoice<Catalog>(catalogs);
