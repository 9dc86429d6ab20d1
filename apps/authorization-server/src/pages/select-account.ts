import {
  bareForm,
  type ClientIdentity,
  cancelButton,
  clientMark,
  hiddenInputs,
  monogram,
  plus,
  type Theme,
  titleOf,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import type { Catalog } from '../texts/catalog.ts';
import type { Account } from './account-line.ts';
import { page } from './page.ts';
import { purpose } from './purpose.ts';

/** What the account chooser shows. */
export interface SelectAccountOptions {
  /** Where `#accept` is posted, with `csrf`: go on as the user who is signed in. */
  readonly action: string;
  /** Where `#other` is posted, with `csrf`: sign in as someone else. */
  readonly otherAction: string;
  /** Where `#cancel` is posted, with `csrf`. */
  readonly cancelAction: string;
  readonly csrf: string;
  readonly client: ClientIdentity;
  readonly account: Account;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** The account chooser (`prompt=select_account`): buttons `#accept`, `#other`, `#cancel`. */
export function selectAccountPage(options: SelectAccountOptions): string {
  const { action, otherAction, cancelAction, csrf, client, account, text, theme } = options;
  const { selectAccount } = text;
  const { login, name = login } = account;
  const body = html`<main>
<div class="intro">
${clientMark(client, theme)}
<h1>${selectAccount.heading}</h1>
<p>${purpose(text, client, selectAccount.continueTo)}</p>
</div>
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="choices">
<button class="choice" type="submit" id="accept">${monogram(name)}<span><bdi class="name">${name}</bdi>${name === login ? '' : html` <span class="soft"><bdi>${login}</bdi></span>`}</span></button>
<button class="choice" type="submit" id="other" form="other-form"><span class="mark">${plus}</span><span>${selectAccount.other}</span></button>
</div>
<div class="actions">${cancelButton(text.cancel)}</div>
</form>
${bareForm('other-form', otherAction, { [CSRF_FIELD]: csrf })}
${bareForm('cancel-form', cancelAction, { [CSRF_FIELD]: csrf })}
</main>`;
  const title = titleOf(text, selectAccount.step, client.name);
  return page({ title, language: text.language, direction: text.direction, body, theme });
}
