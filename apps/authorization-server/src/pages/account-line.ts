import { monogram } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { fill } from '../texts/catalog.ts';

/** The signed-in user. */
export interface Account {
  /** What the user signs in with. */
  readonly login: string;
  /** What the user is called. */
  readonly name?: string | undefined;
}

/** A line that says which account is meant, from a sentence with the placeholder `{account}`. */
export function accountLine(sentence: string, { login, name }: Account): SafeHtml {
  const who = html`<bdi class="name">${name ?? login}</bdi>`;
  const also = name === undefined || name === login ? '' : html` <span class="soft"><bdi>${login}</bdi></span>`;
  return html`<div class="account">${monogram(name ?? login)}<p>${fill(sentence, { account: who })}${also}</p></div>`;
}
