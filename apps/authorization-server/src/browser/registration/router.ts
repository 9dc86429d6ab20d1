/**
 * The link in the mail. This folder owns how a stranger becomes a user with an account: asked for during a sign-in, carried
 * out in the outbox, confirmed here. Reading a mail proves the address and nothing else: a link that is opened in another
 * browser than the one where the password was chosen asks for that password, so that nobody confirms what a stranger began.
 */
import { allowOwnScript, type FormError, field, type Theme } from '@gatehouse/html';
import { originOf } from '@gatehouse/http';
import type { Csrf } from '@gatehouse/http/csrf';
import { LostRaceError, type Storage } from '@gatehouse/storage';
import { type Request, type Response, Router } from 'express';
import type { Account } from '../../directory/accounts/accounts.ts';
import type { Confirmation, Links } from '../../directory/accounts/links.ts';
import { HashUnavailableError } from '../../directory/accounts/password-hash.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import type { Bound } from '../../directory/operations/commit.ts';
import { type CurrentPasswordDependencies, proveCurrentPassword } from '../../directory/operations/current-password.ts';
import { type confirmAddress, hashBrowser } from '../../directory/operations/registration.ts';
import type { Caller } from '../../directory/operations/work.ts';
import { confirmEmailPage, confirmedPage } from '../../pages/confirm-email.ts';
import { formErrorOf } from '../../pages/form-error.ts';
import { textOf } from '../../pages/language.ts';
import type { FormErrorCode } from '../../texts/catalog.ts';
import { browserIdOf } from '../browser-cookie.ts';
import type { ProgressStore } from '../interaction/progress.ts';
import { ownForm } from '../own-form.ts';
import { linkUsed, noStore, refusals } from '../refusals.ts';

export interface ConfirmationDependencies extends CurrentPasswordDependencies {
  readonly storage: Pick<Storage, 'accounts'>;
  readonly links: Pick<Links, 'find'>;
  readonly confirmAddress: Bound<typeof confirmAddress>;
  readonly progress: Pick<ProgressStore, 'find'>;
  readonly audit: Pick<Audit, 'record'>;
  /** The look of pages that speak of no application. */
  readonly theme: () => Theme;
  readonly clientAddress: (request: Request) => string;
  readonly csrf: Pick<Csrf, 'token' | 'check'>;
}

interface Found {
  readonly token: string;
  readonly confirmation: Confirmation;
  readonly account: Account;
  /** This is where the password was chosen. */
  readonly sameBrowser: boolean;
}

/** Whose link it is. Throws HttpError when it was used, is too old, or never was. */
async function find({ storage, links }: ConfirmationDependencies, request: Request, token: string): Promise<Found> {
  const confirmation = await links.find('EmailConfirmation', token);
  const account = confirmation && (await storage.accounts.find(confirmation.accountId));
  if (!account || account.status === 'disabled' || account.email !== confirmation.email) throw linkUsed();
  const browserId = browserIdOf(request);
  const sameBrowser = browserId !== undefined && hashBrowser(browserId) === confirmation.browser;
  return { token, confirmation, account, sameBrowser };
}

/** What every page here is made with; the link stays in the address where the language can be chosen. */
const frameOf = (dependencies: ConfirmationDependencies, request: Request, token: string) => ({
  text: textOf(request),
  theme: { ...dependencies.theme(), here: `/account/confirm?token=${encodeURIComponent(token)}` },
});

function show(
  dependencies: ConfirmationDependencies,
  request: Request,
  response: Response,
  found: Found,
  error?: FormError,
): void {
  const { token, confirmation, sameBrowser } = found;
  if (!sameBrowser) allowOwnScript(response);
  response.type('html').send(
    confirmEmailPage({
      csrf: dependencies.csrf.token(request, response),
      token,
      email: confirmation.email,
      asksForPassword: !sameBrowser,
      ...frameOf(dependencies, request, token),
      error,
    }),
  );
}

interface Refusal {
  readonly code: FormErrorCode;
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

/** In another browser: the refusal when the password is not that of the account. */
async function checkPassword(dependencies: ConfirmationDependencies, request: Request, { account }: Found) {
  const password = field(request.body, 'password');
  if (password === '') return { code: 'password_missing', status: 400 } satisfies Refusal;
  const proof = await proveCurrentPassword(dependencies, {
    account,
    password,
    address: dependencies.clientAddress(request),
    browserId: browserIdOf(request),
    failed: (reason) =>
      dependencies.audit.record(request, { event: 'email.confirmed', outcome: 'failure', reason, subject: account.id }),
  });
  return proof.ok ? { writes: proof.writes } : (proof satisfies Refusal);
}

async function confirm(dependencies: ConfirmationDependencies, request: Request, response: Response): Promise<void> {
  const found = await find(dependencies, request, field(request.body, 'token'));
  const { token, confirmation, account, sameBrowser } = found;
  const texts = textOf(request);
  const checked = sameBrowser
    ? { writes: [] }
    : await checkPassword(dependencies, request, found).catch((error: unknown): Refusal => {
        if (error instanceof HashUnavailableError) return { code: 'busy', status: 503, retryAfterSeconds: 2 };
        throw error;
      });
  if ('code' in checked) {
    const { code, status, retryAfterSeconds } = checked as Refusal;
    if (retryAfterSeconds !== undefined) response.set('retry-after', String(retryAfterSeconds));
    show(dependencies, request, response.status(status), found, formErrorOf(texts, code, retryAfterSeconds));
    return;
  }
  try {
    const caller: Caller = { actor: { type: 'user', id: account.id }, origin: originOf(request) };
    await dependencies.confirmAddress(caller, {
      account,
      email: confirmation.email,
      token,
      proof: checked.writes,
    });
  } catch (error) {
    if (error instanceof LostRaceError) throw linkUsed();
    throw error;
  }
  // Where it began, the sign-in goes on; everywhere else there is nothing to go on with.
  const goesOn = sameBrowser && (await dependencies.progress.find(confirmation.uid)) !== undefined;
  if (goesOn) response.redirect(303, `/interaction/${encodeURIComponent(confirmation.uid)}`);
  else response.type('html').send(confirmedPage({ text: texts, theme: dependencies.theme() }));
}

/** Routes `/account/confirm`. */
export function confirmationRouter(dependencies: ConfirmationDependencies): Router {
  const router = Router();
  router.use('/confirm', noStore);
  router.get('/confirm', async (request, response) => {
    const { token } = request.query;
    const given = typeof token === 'string' ? token : '';
    show(dependencies, request, response, await find(dependencies, request, given));
  });
  router.post('/confirm', ...ownForm(dependencies.csrf), (request, response) =>
    confirm(dependencies, request, response),
  );
  router.use('/confirm', refusals);
  return router;
}
