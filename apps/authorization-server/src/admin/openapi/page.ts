/** The frame of the pages about the admin API: without a script, in English, with the look of Gatehouse itself. */
import { type Asset, asset, createPage, gatehouseTheme, pageStyles } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { adminPath } from '../../directory/resources/admin-api.ts';

const styles = asset('admin-api', 'css', [...pageStyles, new URL('pages.css', import.meta.url)]);

/** Served below the API, so that it is there on a listener of its own too. */
export const stylesheet: Asset = { ...styles, path: `${adminPath}${styles.path}` };

const frame = createPage({
  stylesheet: stylesheet.path,
  languages: [{ language: 'en' }],
  textsIn: (language) => ({
    language,
    languageLabel: 'Language',
    help: 'Help',
    privacy: 'Privacy',
    terms: 'Terms',
  }),
});

const links = [
  [`${adminPath}/`, 'Operations'],
  [`${adminPath}/problems`, 'Problems'],
  [`${adminPath}/openapi.json`, 'OpenAPI'],
] as const;

/** A whole document. @param path where it is, below the API */
export function page({
  title,
  path,
  main,
}: {
  readonly title: string;
  readonly path: string;
  readonly main: SafeHtml;
}) {
  const items = links.map(
    ([href, label]) =>
      html`<a href="${href}"${href === adminPath + path ? html` aria-current="page"` : ''}>${label}</a>`,
  );
  return frame({
    title: `${title} – Gatehouse`,
    language: 'en',
    direction: 'ltr',
    wide: true,
    header: html`<header class="top"><p class="brand">Gatehouse admin API</p><nav aria-label="Pages">${items}</nav></header>`,
    body: main,
    footer: html``,
    theme: gatehouseTheme,
  });
}

/** Text in which words between backticks are code. */
export const withCode = (text: string): readonly SafeHtml[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
