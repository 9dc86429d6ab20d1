/**
 * The folder `pages/` owns every HTML document that the authorization server shows: it turns what others have decided into
 * markup and decides nothing itself. Only pages that offer passkeys or take a response on to an application load a script, and
 * add `script-src 'self'` (AS-17). This file puts the frame of `@gatehouse/html` around all of them; whoever answers a browser
 * may import a page: browser/ and protocol/.
 */
import { createPage, type FrameTexts, languageNames } from '@gatehouse/html';
import { type Catalog, catalogs, text } from '../texts/catalog.ts';
import { stylesheet } from './assets.ts';

const frameTexts = ({ language, help, consent, account }: Catalog): FrameTexts => ({
  language,
  languageLabel: account.profile.language,
  help,
  privacy: consent.policy,
  terms: consent.terms,
});

/** The whole document, ready to send as text/html in UTF-8. */
export const page = createPage({
  stylesheet: stylesheet.path,
  languages: catalogs,
  textsIn: (language) => frameTexts(text(language)),
});

/** The languages there are, each in its own words. */
export const languages = languageNames(catalogs);
