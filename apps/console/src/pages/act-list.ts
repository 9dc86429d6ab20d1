/** What can be done to one thing, each with a sentence and its button. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Visit } from '../visit.ts';
import { postForm } from './form-controls.ts';

export interface ListedAct {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  /** Where it is posted, or the page that asks for more. */
  readonly action?: string | undefined;
  readonly href?: string | undefined;
  readonly etag?: string | undefined;
  readonly danger?: boolean | undefined;
}

/** Nothing for none. */
export function actList(visit: Visit, acts: readonly ListedAct[]): SafeHtml | undefined {
  if (acts.length === 0) return undefined;
  return html`<ul class="acts">${acts.map(({ id, label, about, action, href, etag, danger = false }) => {
    const way =
      href === undefined
        ? postForm(visit, '', { action, etag, danger, submit: label, submitId: id })
        : html`<a class="button${danger ? ' danger' : ' quiet'}" id="${id}" href="${href}">${label}</a>`;
    return html`<li><div><p class="act">${label}</p><p class="soft">${about}</p></div>${way}</li>`;
  })}</ul>`;
}
