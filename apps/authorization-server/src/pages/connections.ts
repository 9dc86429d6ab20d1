/** Upstream providers on pages: their names, and the buttons that lead to them. */
import { hiddenInputs, inLanguage } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Connection } from '../directory/connections/connections.ts';
import { type Catalog, fill } from '../texts/catalog.ts';

/** What the templates are called. */
const names: Readonly<Record<string, string>> = {
  google: 'Google',
  microsoft: 'Microsoft',
  apple: 'Apple',
  github: 'GitHub',
};

/** What users know a connection by. */
export const labelOf = (
  { name, kind, display_name: called }: Pick<Connection, 'name' | 'kind' | 'display_name'>,
  { language }: Pick<Catalog, 'language'>,
): string => (called === undefined ? (names[kind] ?? name) : inLanguage(called, language));

/** A button of the sign-in page. */
export interface ConnectionButton {
  readonly name: string;
  readonly label: string;
  /** A data: URI. */
  readonly logo?: string | undefined;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Stands where there is no logo, so that names begin below each other. */
const initialOf = (label: string): string =>
  (graphemes.segment(label.trim())[Symbol.iterator]().next().value?.segment ?? '').toUpperCase();

/** A form whose buttons each lead to an upstream. */
export const connectionButtons = (
  {
    action,
    csrf,
    buttons,
  }: { readonly action: string; readonly csrf: string; readonly buttons: readonly ConnectionButton[] },
  { upstream }: Pick<Catalog, 'upstream'>,
): SafeHtml =>
  buttons.length === 0
    ? html``
    : html`<form method="post" action="${action}" class="connections">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
${buttons.map(
  ({ name, label, logo }) =>
    html`<button class="outlined" type="submit" name="connection" value="${name}">${logo === undefined ? html`<span class="initial" aria-hidden="true">${initialOf(label)}</span>` : html`<img src="${logo}" alt="" width="20" height="20">`}<span>${fill(upstream.continueWith, { name: label })}</span></button>
`,
)}</form>`;
