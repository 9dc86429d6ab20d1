/** A secret or a link that nobody can see again. */
import { alert } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { codeBlock, type Fact, facts } from './facts.ts';

export interface ShownOnce {
  /** What it is, who may have it, and that it is shown this once. */
  readonly about: string;
  readonly label: string;
  readonly secret: string;
  readonly known?: readonly Fact[];
  readonly on: { readonly label: string; readonly path: string };
}

/** `#secret`, and the way on. */
export const shownOnce = ({ about, label, secret, known = [], on }: ShownOnce): SafeHtml =>
  html`<div class="notice caution" role="status">${alert}<p>${about}</p></div>
<div class="sheet part" id="secret"><h2>${label}</h2>
${codeBlock(label, secret)}${facts(known)}</div>
<div class="actions"><a class="button" id="done" href="${on.path}">${on.label}</a></div>`;
