import { chevron, errorSummary, type FormError, hiddenInputs, type Theme, tick, titleOf } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Catalog } from '../../texts/catalog.ts';
import { page } from '../page.ts';

/** What the menu calls a page; the texts are in `account.nav`. */
export type AccountSection = Exclude<keyof Catalog['account']['nav'], 'signOut'>;

/** An entry of the menu, and where it leads. */
export interface MenuEntry {
  readonly section: AccountSection;
  readonly path: string;
}

/** What is done; the texts are in `account.done`. */
export type DoneCode = keyof Catalog['account']['done'];

/** What every account page is made with. */
export interface AccountFrame {
  readonly menu: readonly MenuEntry[];
  readonly csrf: string;
  readonly text: Catalog;
  /** What was just done, said above the page. */
  readonly done?: DoneCode | undefined;
  readonly error?: FormError | undefined;
  readonly theme: Theme;
}

/** The frame of an account page: menu, heading, what was done or went wrong, and the page's own part. */
export function accountPage(
  { menu, text, done, error, theme }: AccountFrame,
  { section, heading, content }: { section: AccountSection; heading: SafeHtml | string; content: SafeHtml },
): string {
  const { nav } = text.account;
  const links = menu.map((entry) => {
    const current = entry.section === section ? html` aria-current="page"` : '';
    return html`<li><a href="${entry.path}"${current}>${nav[entry.section]}</a></li>`;
  });
  const body = html`<nav class="menu" aria-label="${text.account.name}">
<ul>${links}</ul>
<a class="sign-out" href="/session/end">${nav.signOut}</a>
</nav>
<main>
<h1>${heading}</h1>
${done === undefined ? '' : html`<div class="success" role="status" data-done="${done}">${tick}<p>${text.account.done[done]}</p></div>`}
${errorSummary(text, error)}
${content}
</main>`;
  const title = titleOf(text, nav[section], text.account.name, { error: error !== undefined, theme });
  return page({ title, language: text.language, direction: text.direction, body, theme, wide: true });
}

/** A form of one button. */
export function buttonForm(
  { csrf }: AccountFrame,
  options: {
    readonly action: string;
    readonly label: string;
    readonly id?: string | undefined;
    /** What the button is about; screen readers say it after the label, to tell one from another. */
    readonly about?: string | undefined;
    readonly fields?: Readonly<Record<string, string>> | undefined;
    readonly kind?: 'quiet' | 'danger' | undefined;
  },
): SafeHtml {
  const { action, label, id, about, fields = {}, kind } = options;
  return html`<form method="post" action="${action}">${hiddenInputs({ [CSRF_FIELD]: csrf, ...fields })}<button type="submit" class="small${kind === undefined ? '' : ` ${kind}`}"${id === undefined ? '' : html` id="${id}"`}${about === undefined ? '' : html` aria-label="${label}: ${about}"`}>${label}</button></form>`;
}

/** A row that says something and lets one do something about it. */
export function row(term: string, value: SafeHtml | string, action: SafeHtml | string = ''): SafeHtml {
  return html`<li class="row">${rowParts(html`<h2>${term}</h2>`, value, action)}</li>`;
}

/** The same below the heading of a section. */
export function sectionRow(term: string, value: SafeHtml | string, action: SafeHtml | string = ''): SafeHtml {
  return html`<li class="row">${rowParts(html`<h3>${term}</h3>`, value, action)}</li>`;
}

/** What stands in a row. */
export function rowParts(heading: SafeHtml, value: SafeHtml | string, action: SafeHtml | string = ''): SafeHtml {
  return html`<div>${heading}${value === '' ? '' : html`<div class="soft">${value}</div>`}</div>${action === '' ? '' : html`<div class="row-action">${action}</div>`}`;
}

/** A row that leads to where there is more. @param mark before its words */
export function linkRow(
  term: SafeHtml | string,
  value: SafeHtml | string,
  href: string,
  mark: SafeHtml | string = '',
): SafeHtml {
  return html`<li><a class="row" href="${href}">${mark}<span class="row-words"><b>${term}</b>${value === '' ? '' : html`<span class="soft">${value}</span>`}</span>${chevron}</a></li>`;
}

/** A link that looks like a small button; screen readers hear what it is about, too. */
export const smallLink = (href: string, label: string, about: string): SafeHtml =>
  html`<a class="button small quiet" href="${href}" aria-label="${label}: ${about}">${label}</a>`;
