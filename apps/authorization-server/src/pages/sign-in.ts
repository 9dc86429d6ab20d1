import {
  bareForm,
  type ClientIdentity,
  cancelButton,
  clientMark,
  clientName,
  errorSummary,
  type FormError,
  focus,
  hiddenInputs,
  invalid,
  key,
  type Theme,
  titleOf,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { type ConnectionButton, connectionButtons } from './connections.ts';
import { controls, secretInput } from './controls.ts';
import { page } from './page.ts';
import { type PasskeyForm, passkeyForm } from './passkey.ts';
import { purpose } from './purpose.ts';

/** What the sign-in page shows. */
export interface SignInOptions {
  /** Where the form is posted, with `csrf`, `login` and `password`. */
  readonly action: string;
  /** Where `#cancel` is posted, with `csrf` only. */
  readonly cancelAction: string;
  readonly csrf: string;
  readonly client: ClientIdentity;
  /** What was typed before, or a login_hint. */
  readonly login?: string | undefined;
  /** `login_missing` marks that input, `password_missing` the other. */
  readonly error?: FormError | undefined;
  /** The user is known by this name, and is only asked again (`max_age`, `prompt=login`). */
  readonly again?: string | undefined;
  /** For a sign-in by passkey; the button is there only where the script runs. */
  readonly passkey?: PasskeyForm | undefined;
  /** This browser signed in by a passkey before, so that comes first. */
  readonly passkeyFirst?: boolean | undefined;
  /** Upstream providers to sign in with, the one that was used last first. */
  readonly connections?: { readonly action: string; readonly buttons: readonly ConnectionButton[] } | undefined;
  /** The login name is asked for alone: where its form is posted, with `csrf` and `login`, and where the password is typed too. */
  readonly loginFirst?: { readonly action: string; readonly passwordHref: string } | undefined;
  /** An identity at an upstream provider that is to be connected with the account that is signed in to. */
  readonly connecting?: Connecting | undefined;
  /** Where to go without a password; no link without it. */
  readonly recoverHref?: string | undefined;
  /** Where to go without an account; no link without it. */
  readonly registerHref?: string | undefined;
  readonly text: Catalog;
  readonly theme: Theme;
}

interface Connecting {
  /** What the upstream is called. */
  readonly name: string;
  /** Who the user is there. */
  readonly who: string | undefined;
  /** Where `#create` is posted, with `csrf`; no button without it. */
  readonly createAction: string | undefined;
  /** Where `#restart` is posted, with `csrf`: another way to sign in. */
  readonly restartAction: string;
}

/** The codes that are about one input; any other is about what was typed as a whole, and only its words say so. */
const wrongInputs: Readonly<Record<string, 'login' | 'password'>> = {
  login_missing: 'login',
  password_missing: 'password',
};

/** The sign-in page: inputs `login` and `password`, buttons `#submit`, `#cancel` and, with a script, `#passkey`. */
export function signInPage(options: SignInOptions): string {
  const {
    cancelAction,
    csrf,
    client,
    error,
    again,
    connecting,
    loginFirst,
    registerHref,
    passkeyFirst = false,
    text,
    theme,
  } = options;
  const { signIn, register } = text;
  const parts = passkeyFirst ? [otherWays(options), byPassword(options)] : [byPassword(options), otherWays(options)];
  const body = html`<main>
<div class="intro">
${clientMark(client, theme)}
${
  connecting
    ? connectingIntro(connecting, text)
    : html`<h1>${again === undefined ? signIn.heading : fill(signIn.again.heading, { name: again })}</h1>
<p>${again === undefined ? purpose(text, client) : fill(signIn.again.reason, { client: clientName(client) })}</p>`
}
</div>
${errorSummary(text, withOtherWays(options))}
${parts}
<div class="elsewhere">
${connecting?.createAction === undefined ? '' : html`<p><button class="plain" type="submit" id="create" form="create-form">${text.upstream.connect.create}</button></p>`}
${loginFirst === undefined ? '' : html`<p><a id="with-password" href="${loginFirst.passwordHref}">${signIn.withPassword}</a></p>`}
${registerHref === undefined ? '' : html`<p>${register.newHere} <a id="register" href="${registerHref}">${register.link}</a></p>`}
${cancelButton(text.cancel)}
</div>
${bareForm('cancel-form', cancelAction, { [CSRF_FIELD]: csrf })}
${connecting?.createAction === undefined ? '' : bareForm('create-form', connecting.createAction, { [CSRF_FIELD]: csrf })}
</main>
${loginFirst ? '' : controls}`;
  const step = connecting ? text.upstream.connect.step : again === undefined ? signIn.step : signIn.again.step;
  const title = titleOf(text, step, client.name, { error: error !== undefined });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

const connectingIntro = ({ name, who }: Connecting, { upstream: { connect } }: Catalog): SafeHtml =>
  html`<h1>${fill(connect.heading, { name })}</h1>
<p>${who === undefined ? '' : html`${fill(connect.who, { name, who })} `}${fill(connect.reason, { name })}</p>`;

/** Once a name is paused, another way is named only where there is one. */
function withOtherWays({ error, recoverHref, text }: SignInOptions): FormError | undefined {
  if (error?.code !== 'name_throttled' || recoverHref === undefined) return error;
  return { ...error, text: `${error.text} ${text.signIn.otherWays}` };
}

function byPassword(options: SignInOptions): SafeHtml {
  const { action, csrf, login = '', error, again, passkey, recoverHref, loginFirst, text } = options;
  const { signIn } = text;
  const wrong = error && wrongInputs[error.code];
  const startAtPassword = login !== '' && wrong !== 'login';
  const loginField = html`<div class="field">
<label for="login">${signIn.login}</label>
<input id="login" name="login" type="text" value="${login}" autocomplete="username${passkey === undefined ? '' : ' webauthn'}" autocapitalize="none" spellcheck="false" dir="auto" required${invalid(wrong === 'login')}${focus(!startAtPassword)}>
</div>`;
  if (loginFirst)
    return html`<form method="post" action="${loginFirst.action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
${loginField}
<div class="actions">
<button type="submit" id="submit">${text.continue}</button>
</div>
</form>`;
  return html`<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
${loginField}
<div class="field">
<div class="label"><label for="password">${signIn.password}</label>${recoverHref === undefined ? '' : html` <a id="recover" href="${recoverHref}">${signIn.forgot}</a>`}</div>
${secretInput(
  text,
  'password',
  html`<input id="password" name="password" type="password" autocomplete="current-password" required${invalid(wrong === 'password')}${focus(startAtPassword)}>`,
)}
</div>
<div class="actions">
<button type="submit" id="submit">${again === undefined ? signIn.submit : signIn.again.submit}</button>
</div>
</form>`;
}

/** What needs no password here, as one group beside the form: a passkey, which only the script offers, and upstream providers. */
function otherWays({ passkey, passkeyFirst, connections, csrf, text }: SignInOptions): SafeHtml {
  const or = html`<p class="or">${text.signIn.or}</p>`;
  const around = (ways: SafeHtml): SafeHtml =>
    passkeyFirst
      ? html`${ways}
${or}`
      : html`${or}
${ways}`;
  const buttons = connections && connections.buttons.length > 0 && connectionButtons({ ...connections, csrf }, text);
  if (passkey === undefined) return buttons ? around(buttons) : html``;
  const button = html`<button class="outlined" type="submit" id="passkey" hidden>${key}${text.signIn.passkey}</button>`;
  const how = { kind: 'get', optional: true, conditional: true, text } as const;
  // Where the passkey is the only one of them, the word is hidden with it.
  return buttons
    ? around(html`${passkeyForm(passkey, { ...how, content: button })}
${buttons}`)
    : passkeyForm(passkey, { ...how, content: around(button) });
}
