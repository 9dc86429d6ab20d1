/** The frame of every page: head, name or logo, the page's own part, and the foot with languages and links. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import { gate, globe } from './icons.ts';
import { languagePath } from './request/language.ts';
import type { InLanguage } from './texts.ts';

/** How an operator's brand changes the frame. Colours and radius come from `stylesheet`, which sets CSS variables. */
export interface Theme {
  /** The service: at the foot of the pages of a sign-in, at the top of others. */
  readonly name: string;
  /** An image on this origin, or a data: URI; without it the gate is shown beside the name. */
  readonly logoUri?: string | undefined;
  /** The logo of the application that the page is about, when it has a brand of its own; an image as above. */
  readonly clientLogoUri?: string | undefined;
  /** Path of one more stylesheet on this origin. */
  readonly stylesheet?: string | undefined;
  /** At the foot of each page; all of them addresses of the web. */
  readonly links?:
    | {
        readonly terms?: string | undefined;
        readonly privacy?: string | undefined;
        readonly support?: string | undefined;
      }
    | undefined;
  /** Path and query under which the page can be asked for again; with it, the language can be switched. */
  readonly here?: string | undefined;
}

/** What every document needs. */
export interface PageOptions {
  /** Names the step: "Sign in – Example". */
  readonly title: string;
  /** BCP 47 tag of the texts. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** The page's own part, with its one `<main>`. */
  readonly body: SafeHtml;
  /** More room than for a single step, and the service's name on top. */
  readonly wide?: boolean | undefined;
  /** On top; by default a single step has none. */
  readonly header?: SafeHtml | undefined;
  /** In place of languages and links at the foot. */
  readonly footer?: SafeHtml | undefined;
  readonly theme: Theme;
}

/** The look without a brand. */
export const gatehouseTheme: Theme = { name: 'Gatehouse' };

const gateIcon =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 24 24%22%3E%3Cpath fill=%22%2318705c%22 d=%22M3 21V4h3v2.5h2V4h3v2.5h2V4h3v2.5h2V4h3v17h-5.5v-5a3.5 3.5 0 0 0-7 0v5z%22/%3E%3C/svg%3E';

/** What stands around every page, in one language. */
export interface FrameTexts extends InLanguage {
  /** Names the list of languages. */
  readonly languageLabel: string;
  readonly help: string;
  readonly privacy: string;
  readonly terms: string;
}

/** A language in its own words; `tag` is the BCP 47 tag. */
export interface LanguageName {
  readonly tag: string;
  readonly name: string;
}

/** The languages, each in its own words, by their names. */
export const languageNames = (available: readonly InLanguage[]): readonly LanguageName[] =>
  available
    .map(({ language: tag }) => {
      const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
      return { tag, name: name.charAt(0).toLocaleUpperCase(tag) + name.slice(1) };
    })
    .sort((first, second) => first.name.localeCompare(second.name, 'en'));

/** The switch below each page: it opens without a script, and its form leads back to where it stands. */
function languageSwitch(
  { language, languageLabel }: FrameTexts,
  languages: readonly LanguageName[],
  here: string,
): SafeHtml {
  const current = languages.find(({ tag }) => tag === language);
  const choices = languages.map(({ tag, name }) => {
    const mark = tag === language ? html` aria-current="true"` : '';
    return html`<button name="language" value="${tag}" lang="${tag}"${mark}>${name}</button>`;
  });
  return html`<details class="languages"><summary>${globe}<span class="visually-hidden">${languageLabel}: </span>${current?.name}</summary>
<form method="post" action="${languagePath}"><input type="hidden" name="return_to" value="${here}">${choices}</form>
</details>`;
}

/** The service's own mark and name. */
const brandOf = ({ logoUri, name }: Theme): SafeHtml =>
  html`${logoUri === undefined ? gate : html`<img src="${logoUri}" alt="">`}<span>${name}</span>`;

/** Below each page: the service where it is not on top, the language, and what the operator links to. */
function foot(texts: FrameTexts, languages: readonly LanguageName[], theme: Theme, withBrand: boolean): SafeHtml {
  const { here, links } = theme;
  const { help, privacy, terms } = texts;
  const items = (
    [
      [links?.support, help],
      [links?.privacy, privacy],
      [links?.terms, terms],
    ] as const
  ).flatMap(([href, label]) =>
    href === undefined ? [] : [html`<a href="${href}" rel="noopener noreferrer">${label}</a>`],
  );
  if (here === undefined && items.length === 0 && !withBrand) return html``;
  return html`<footer class="foot">
${withBrand ? html`<p class="brand">${brandOf(theme)}</p>` : ''}
${here === undefined ? '' : languageSwitch(texts, languages, here)}
${items.length === 0 ? '' : html`<p class="links">${items}</p>`}
</footer>`;
}

/** What all pages of an application have in common. */
export interface PageFrame {
  /** Path of the style sheet on this origin. */
  readonly stylesheet: string;
  /** A data: URI or a path on this origin; the gate by default. */
  readonly icon?: string | undefined;
  /** The languages that the pages can be switched to. */
  readonly languages: readonly InLanguage[];
  /** What stands around a page in a language. */
  readonly textsIn: (language: string) => FrameTexts;
}

/**
 * Makes the function that puts pages together. No page needs JavaScript; none holds an inline script, an inline style or an event
 * attribute, so they live under `default-src 'none'; style-src 'self'; img-src 'self' data:`.
 */
export function createPage({
  stylesheet,
  icon = gateIcon,
  languages: available,
  textsIn,
}: PageFrame): (options: PageOptions) => string {
  const languages = languageNames(available);
  return ({ title, language, direction, body, wide = false, header, footer, theme }) => {
    const brand = theme.stylesheet === undefined ? '' : html`<link rel="stylesheet" href="${theme.stylesheet}">`;
    return html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<link rel="stylesheet" href="${stylesheet}">${brand}
<link rel="icon" href="${icon}">
</head>
<body${wide ? html` class="wide"` : ''}>
${header ?? (wide ? html`<header class="brand">${brandOf(theme)}</header>` : '')}
${body}
${footer ?? foot(textsIn(language), languages, theme, !wide)}
</body>
</html>
`.toString();
  };
}
