import { arrow, type ClientIdentity, clientMark, clientName, hiddenInputs, type Theme, titleOf } from '@gatehouse/html';
import { html } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { formPostScript } from './assets.ts';
import { page } from './page.ts';

/** What the page between two sites shows. */
export interface ContinueOptions {
  /** Where the form is posted. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Where it leads. */
  readonly client: ClientIdentity;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** A form that a script sends on, or a user by `#submit`, for answers that travel by POST (`response_mode=form_post`). */
export function continuePage({ action, fields, client, text, theme }: ContinueOptions): string {
  const { continuePage: texts } = text;
  const body = html`<main>
<div class="intro">
${clientMark(client, theme)}
<h1>${texts.heading}</h1>
<p>${fill(texts.instruction, { client: clientName(client) })}</p>
</div>
<form method="post" action="${action}">
${hiddenInputs(fields)}
<div class="actions">
<button type="submit" id="submit" autofocus>${text.continue}${arrow}</button>
</div>
</form>
</main>
<script type="module" src="${formPostScript.path}"></script>`;
  const title = titleOf(text, texts.step, client.name);
  return page({ title, language: text.language, direction: text.direction, body, theme });
}
