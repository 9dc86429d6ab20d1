/** HTML only: pages get what they show and decide nothing. They work without JavaScript, and there is none. */
import { createPage, gate, gatehouseTheme, initials, tick } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type FrameTexts, frame } from '../texts/frame.ts';
import { directionOf, type Language, languages } from '../texts/languages.ts';
import type { Crumb } from '../visit.ts';
import { stylesheet } from './assets.ts';

/** A section of the console, in the order in which they are shown. */
export const sectionPaths = {
  overview: '/',
  clients: '/clients',
  unregistered: '/unregistered-clients',
  resources: '/resources',
  users: '/users',
  services: '/service-accounts',
  connections: '/connections',
  keys: '/keys',
  audit: '/audit',
  outbox: '/outbox',
  settings: '/settings',
} as const;

/** Its name in the texts. */
export type Section = keyof typeof sectionPaths;

/** The user in the bar on top, and where they may go. */
export interface SignedIn {
  readonly name: string;
  readonly email: string | undefined;
  /** The user's account at the authorization server. */
  readonly accountUrl: string;
  readonly csrf: SafeHtml;
  /** The sections that the user's roles allow. */
  readonly sections: readonly Section[];
}

/** What every page needs. */
export interface PageOptions {
  readonly language: Language;
  readonly title: string;
  /** Below the heading. */
  readonly body: SafeHtml;
  /** The address of the page with its query, for the switch of languages. */
  readonly here: string;
  readonly signedIn?: SignedIn | undefined;
  readonly crumbs?: readonly Crumb[] | undefined;
  readonly actions?: SafeHtml | undefined;
  /** What the request before left to be told. */
  readonly notice?: string | undefined;
}

const document = createPage({
  stylesheet: stylesheet.path,
  languages: languages.map((language) => ({ language })),
  textsIn: (language) => ({ ...frame(language as Language), language }),
});

/** The whole document of a page in a section: `<main id="main">`. */
export function page(options: PageOptions): string {
  const { title, body, crumbs = [], actions, notice, here, language } = options;
  const text = frame(language);
  const section = sectionOf(here);
  const main = html`<main id="main">
${crumbsOf(text, section, crumbs, title)}
${notice === undefined ? '' : html`<div class="notice" role="status" data-notice>${tick}<p>${notice}</p></div>`}
<div class="heading"><h1>${title}</h1>${actions === undefined ? '' : html`<div class="actions">${actions}</div>`}</div>
${body}
</main>`;
  return inFrame(options, main);
}

/** A document with a card in the middle: errors, and the way in. @param main with its one `<main>` */
export function card(
  options: Omit<PageOptions, 'body' | 'crumbs' | 'actions' | 'notice'>,
  main: SafeHtml,
  mainId = 'main',
): string {
  return inFrame(options, main, mainId);
}

function inFrame(
  { language, title, here, signedIn }: Pick<PageOptions, 'language' | 'title' | 'here' | 'signedIn'>,
  main: SafeHtml,
  mainId = 'main',
): string {
  const text = frame(language);
  const header = html`<a class="skip" href="#${mainId}">${text.toContent}</a>
<header class="bar"><a class="brand" href="/">${gate}<span>${text.service}</span></a>${signedIn === undefined ? '' : who(text, signedIn)}</header>
${signedIn === undefined ? '' : navigation(text, signedIn.sections, sectionOf(here))}`;
  return document({
    title: `${title} – ${text.service}`,
    language,
    direction: directionOf(language),
    body: main,
    header,
    wide: true,
    theme: { ...gatehouseTheme, here },
  });
}

function who(text: FrameTexts, { name, email, accountUrl, csrf }: SignedIn): SafeHtml {
  return html`<div class="who">
<a class="account" id="account" href="${accountUrl}" title="${text.account}">${initials(name)}<span><bdi class="name" data-user>${name}</bdi>${email === undefined ? '' : html`<small><bdi>${email}</bdi></small>`}</span></a>
<form method="post" action="/logout">${csrf}<button class="quiet" type="submit" id="logout">${text.signOut}</button></form>
</div>`;
}

function navigation(text: FrameTexts, sections: readonly Section[], current: Section | undefined): SafeHtml {
  if (sections.length === 0) return html``;
  const links = sections.map((section) => {
    const mark = section === current ? html` aria-current="page"` : '';
    return html`<li><a href="${sectionPaths[section]}"${mark}>${text.sections[section]}</a></li>`;
  });
  return html`<nav class="sections" aria-label="${text.navigation}"><ul>${links}</ul></nav>`;
}

function sectionOf(address: string): Section | undefined {
  const path = address.split('?', 1)[0] as string;
  return (Object.keys(sectionPaths) as Section[]).find((section) => {
    const beginning = sectionPaths[section];
    return path === beginning || (beginning !== '/' && path.startsWith(`${beginning}/`));
  });
}

function crumbsOf(text: FrameTexts, section: Section | undefined, crumbs: readonly Crumb[], title: string): SafeHtml {
  if (section === undefined) return html``;
  const top: Crumb = { label: text.sections[section], path: sectionPaths[section] };
  const above = top.label === title && crumbs.length === 0 ? [] : [top, ...crumbs];
  if (above.length === 0) return html``;
  const steps = above.map(({ label, path }) => html`<li><a href="${path}"><bdi>${label}</bdi></a></li>`);
  return html`<nav class="crumbs" aria-label="${text.here}"><ol>${steps}<li aria-current="page"><bdi>${title}</bdi></li></ol></nav>`;
}
