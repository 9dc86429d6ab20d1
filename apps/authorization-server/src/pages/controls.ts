/** Controls that need a script, and are hidden without it: see controls.js. The page must be sent with a policy that allows it. */
import { eye } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, counted, fillPlain, number } from '../texts/catalog.ts';
import { controlsScript } from './assets.ts';

/** Loads the script; once in each page that has such a control. */
export const controls: SafeHtml = html`<script type="module" src="${controlsScript.path}"></script>`;

/** The input of a password with the button that shows it. @param input the `<input>` with the id `id` */
export const secretInput = (text: Catalog, id: string, input: SafeHtml): SafeHtml => html`<div class="secret-input">
${input}
<button type="button" data-shows="${id}" aria-controls="${id}" aria-pressed="false" hidden>${eye}<span class="visually-hidden">${text.showPassword}</span></button>
</div>`;

/** What a new password must be, and how much of it is typed. @param id of the input, which the rule describes */
export const passwordRule = (text: Catalog, id: string, fewestCharacters: number): SafeHtml => {
  const { typed } = text;
  const count = fillPlain(typed, { typed: '{typed}', least: number(text, fewestCharacters) });
  return html`<p class="hint" id="password-rule">${fillPlain(text.account.password.rule, { count: counted(text, 'characters', fewestCharacters) })} <b data-counts="${id}" data-least="${fewestCharacters}" data-text="${count}" hidden></b></p>`;
};

/** A button that copies. */
export const copyButton = (text: Catalog, value: string): SafeHtml =>
  html`<button class="small quiet" type="button" data-copies="${value}" data-done="${text.copied}" hidden><span role="status">${text.copy}</span></button>`;
