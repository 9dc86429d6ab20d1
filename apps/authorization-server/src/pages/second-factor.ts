import {
  bareForm,
  type ClientIdentity,
  cancelButton,
  clientMark,
  errorSummary,
  type FormError,
  hiddenInputs,
  invalid,
  isInputError,
  key,
  letter,
  person,
  phone,
  sheet,
  type Theme,
  titleOf,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { type Account, accountLine } from './account-line.ts';
import { mailboxLink } from './mailbox.ts';
import { page } from './page.ts';
import { passkeyForm } from './passkey.ts';
import { purpose } from './purpose.ts';

/** What the second-factor page shows. */
export interface SecondFactorOptions {
  /** Where the form is posted, with `csrf` and `otp`, or `passkey`. */
  readonly action: string;
  /** Where `#cancel` is posted, with `csrf` only. */
  readonly cancelAction: string;
  /** Where `#resend` is posted, with `csrf` only; without it there is no such button. */
  readonly resendAction?: string | undefined;
  /** Where `#other` is posted, with `csrf` only: the sign-in begins anew. */
  readonly otherAccountAction?: string | undefined;
  readonly csrf: string;
  readonly client: ClientIdentity;
  /** Who gave the first factor. */
  readonly account?: Account | undefined;
  /** Other ways to prove a second factor, each a page of its own. */
  readonly alternatives?: readonly {
    readonly href: string;
    readonly kind: 'totp' | 'recovery_code' | 'email' | 'passkey';
  }[];
  /** Where the code comes from; `email` with the masked address it went to, `passkey` with what the browser is asked for. */
  readonly method:
    | { readonly kind: 'totp' }
    | { readonly kind: 'recovery_code' }
    | { readonly kind: 'passkey'; readonly options: Readonly<Record<string, unknown>> }
    | {
        readonly kind: 'email';
        readonly address: string;
        /** Where mails are shown that are not sent. */
        readonly mailboxHref?: string | undefined;
      };
  readonly error?: FormError | undefined;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** The second-factor page: input `otp` (none for a passkey), buttons `#submit`, `#cancel` and, where a code was sent, `#resend`. */
export function secondFactorPage(options: SecondFactorOptions): string {
  const { cancelAction, resendAction, otherAccountAction, csrf, client, account, method, error, text, theme } = options;
  const { alternatives = [] } = options;
  const { secondFactor } = text;
  const body = html`<main>
<div class="intro">
${clientMark(client, theme)}
<h1>${method.kind === 'passkey' ? secondFactor.passkeyHeading : secondFactor.heading}</h1>
<p>${purpose(text, client)}</p>
</div>
${account === undefined ? '' : accountLine(text.signedInAs, account)}
<p>${instruction(text, method)}</p>
${errorSummary(text, error)}
${method.kind === 'passkey' ? ofPasskey(options, method.options) : ofCode(options)}
${method.kind === 'email' ? mailboxLink(method.mailboxHref) : ''}
${others(options.text, alternatives, otherAccountAction !== undefined)}
${otherAccountAction === undefined ? '' : bareForm('other-form', otherAccountAction, { [CSRF_FIELD]: csrf })}
${resendAction === undefined ? '' : bareForm('resend-form', resendAction, { [CSRF_FIELD]: csrf })}
${bareForm('cancel-form', cancelAction, { [CSRF_FIELD]: csrf })}
</main>`;
  const title = titleOf(text, secondFactor.step, client.name, { error: error !== undefined });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

function ofCode({ action, resendAction, csrf, method, error, text }: SecondFactorOptions): SafeHtml {
  const { secondFactor } = text;
  const isRecovery = method.kind === 'recovery_code';
  const keyboard = isRecovery
    ? html` autocomplete="off" autocapitalize="none" spellcheck="false"`
    : html` inputmode="numeric" autocomplete="one-time-code"`;
  return html`<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="field">
<label for="otp">${isRecovery ? secondFactor.recoveryCodeLabel : secondFactor.code}</label>
<input class="code" id="otp" name="otp" type="text"${keyboard} dir="ltr" required${invalid(isInputError(error))} autofocus>
</div>
<div class="actions">
<button type="submit" id="submit">${secondFactor.submit}</button>
${resendAction === undefined ? '' : html`<button class="quiet" type="submit" id="resend" form="resend-form">${secondFactor.resend}</button>`}
${cancelButton(text.cancel)}
</div>
</form>`;
}

function ofPasskey({ action, csrf, text }: SecondFactorOptions, options: Readonly<Record<string, unknown>>): SafeHtml {
  const content = html`<div class="actions">
<button type="submit" id="submit" autofocus>${key}${text.secondFactor.passkeySubmit}</button>
${cancelButton(text.cancel)}
</div>`;
  return passkeyForm({ action, csrf, options }, { kind: 'get', text, content });
}

function instruction({ secondFactor }: Catalog, method: SecondFactorOptions['method']): SafeHtml | string {
  if (method.kind === 'email') return fill(secondFactor.email, { address: method.address });
  if (method.kind === 'passkey') return secondFactor.passkey;
  return method.kind === 'totp' ? secondFactor.totp : secondFactor.recoveryCode;
}

/** What each way looks like in the list. */
const icons = { totp: phone, recovery_code: sheet, email: letter, passkey: key } as const;

function others(
  text: Catalog,
  alternatives: NonNullable<SecondFactorOptions['alternatives']>,
  otherAccount: boolean,
): SafeHtml {
  const items = [
    ...alternatives.map(
      ({ href, kind }) =>
        html`<li><a href="${href}" data-method="${kind}">${icons[kind]}<span>${text.secondFactor.instead[kind]}</span></a></li>`,
    ),
    ...(otherAccount
      ? [
          html`<li><button class="link" type="submit" id="other" form="other-form">${person}<span>${text.selectAccount.other}</span></button></li>`,
        ]
      : []),
  ];
  return items.length === 0 ? html`` : html`<ul class="others">${items}</ul>`;
}
