/**
 * The link in the mail. This folder owns how a stranger becomes a person with an account: asked for during a sign-in, carried
 * out in the outbox, confirmed here. Reading a mail proves the address and nothing else: a link that is opened in another
 * browser than the one where the password was chosen asks for that password, so that nobody confirms what a stranger began.
 */
import { type FormError, field, type Theme } from '@gatehouse/html';
import { formBody, HttpError } from '@gatehouse/http';
import { LostRaceError, type Storage } from '@gatehouse/storage';
import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Account, Accounts } from '../../directory/accounts/accounts.ts';
import type { KnownBrowsers } from '../../directory/accounts/known-browsers.ts';
import { HashQueueFullError } from '../../directory/accounts/password-hash.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import { proveCurrentPassword } from '../../directory/operations/current-password.ts';
import { type Confirmation, confirmationModel, hashBrowser } from '../../directory/operations/registration.ts';
import type { Throttle } from '../../directory/throttle/throttle.ts';
import { confirmEmailPage, confirmedPage } from '../../pages/confirm-email.ts';
import { textOf } from '../../pages/language.ts';
import { duration, type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { browserIdOf } from '../browser-cookie.ts';
import type { ProgressStore } from '../interaction/progress.ts';
import { noStore, refusals } from '../refusals.ts';

export interface ConfirmationParts {
  readonly storage: Storage;
  readonly accounts: Accounts;
  readonly throttle: Throttle;
  readonly knownBrowsers: KnownBrowsers;
  readonly progress: ProgressStore;
  readonly audit: Audit;
  /** The look of pages that speak of no application. */
  readonly theme: () => Theme;
  readonly clientAddress: (request: Request) => string;
  readonly csrf: { token(request: Request, response: Response): string; check(request: Request): void };
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

interface Found {
  readonly token: string;
  readonly confirmation: Confirmation;
  readonly account: Account;
  /** This is where the password was chosen. */
  readonly sameBrowser: boolean;
}

const linkUsed = () => new HttpError(400, 'link_used', 'this link was used before or is too old');

/** Whose link it is. Throws HttpError when it was used, is too old, or never was. */
async function find({ storage, clock }: ConfirmationParts, request: Request, token: string): Promise<Found> {
  const link = token === '' ? undefined : await storage.artefacts.find(confirmationModel, token);
  const alive = link && link.consumedAtSeconds === undefined && (link.expiresAtSeconds ?? 0) > clock() / 1000;
  if (!alive) throw linkUsed();
  const confirmation = link.payload as unknown as Confirmation;
  const account = await storage.accounts.find(confirmation.accountId);
  if (!account || account.status === 'disabled' || account.email !== confirmation.email) throw linkUsed();
  const browserId = browserIdOf(request);
  const sameBrowser = browserId !== undefined && hashBrowser(browserId) === confirmation.browser;
  return { token, confirmation, account, sameBrowser };
}

/** What every page here is made with; the link stays in the address where the language can be chosen. */
const frameOf = (parts: ConfirmationParts, request: Request, token: string) => ({
  text: textOf(request),
  theme: { ...parts.theme(), here: `/account/confirm?token=${encodeURIComponent(token)}` },
});

function show(parts: ConfirmationParts, request: Request, response: Response, found: Found, error?: FormError): void {
  const { token, confirmation, sameBrowser } = found;
  response.type('html').send(
    confirmEmailPage({
      csrf: parts.csrf.token(request, response),
      token,
      email: confirmation.email,
      asksForPassword: !sameBrowser,
      ...frameOf(parts, request, token),
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
async function checkPassword(parts: ConfirmationParts, request: Request, { account }: Found) {
  const password = field(request.body, 'password');
  if (password === '') return { code: 'password_missing', status: 400 } satisfies Refusal;
  const proof = await proveCurrentPassword(parts, {
    account,
    password,
    address: parts.clientAddress(request),
    browserId: browserIdOf(request),
    failed: (reason) =>
      parts.audit.record(request, { event: 'email.confirmed', outcome: 'failure', reason, subject: account.id }),
  });
  return proof.ok ? { writes: proof.writes } : (proof satisfies Refusal);
}

async function confirm(parts: ConfirmationParts, request: Request, response: Response): Promise<void> {
  const { storage } = parts;
  const found = await find(parts, request, field(request.body, 'token'));
  const { token, confirmation, account, sameBrowser } = found;
  const texts = textOf(request);
  const checked = sameBrowser
    ? { writes: [] }
    : await checkPassword(parts, request, found).catch((error: unknown): Refusal => {
        if (error instanceof HashQueueFullError) return { code: 'busy', status: 503, retryAfterSeconds: 2 };
        throw error;
      });
  if ('code' in checked) {
    const { code, status, retryAfterSeconds } = checked as Refusal;
    if (retryAfterSeconds !== undefined) response.set('retry-after', String(retryAfterSeconds));
    const values = { count: '', word: '', duration: duration(texts, retryAfterSeconds ?? 0) };
    show(parts, request, response.status(status), found, { code, text: fillPlain(texts.formErrors[code], values) });
    return;
  }
  try {
    await storage.commit([
      storage.artefacts.writes.consume({ model: confirmationModel, id: token }),
      storage.accounts.writes.confirmEmail(account.id, confirmation.email),
      ...checked.writes,
    ]);
  } catch (error) {
    if (error instanceof LostRaceError) throw linkUsed();
    throw error;
  }
  const event = account.status === 'pending' ? 'account.registered' : 'email.confirmed';
  parts.audit.record(request, { event, outcome: 'success', subject: account.id });
  // Where it began, the sign-in goes on; everywhere else there is nothing to go on with.
  const goesOn = sameBrowser && (await parts.progress.find(confirmation.uid)) !== undefined;
  if (goesOn) response.redirect(303, `/interaction/${encodeURIComponent(confirmation.uid)}`);
  else response.type('html').send(confirmedPage({ text: texts, theme: parts.theme() }));
}

/** Routes `/account/confirm`. */
export function confirmationRouter(parts: ConfirmationParts): Router {
  const router = Router();
  const checkForm = (request: Request, _response: Response, next: NextFunction) => {
    parts.csrf.check(request);
    next();
  };
  router.use('/confirm', noStore);
  router.get('/confirm', async (request, response) => {
    const { token } = request.query;
    show(parts, request, response, await find(parts, request, typeof token === 'string' ? token : ''));
  });
  router.post('/confirm', formBody(), checkForm, (request, response) => confirm(parts, request, response));
  router.use('/confirm', refusals);
  return router;
}
