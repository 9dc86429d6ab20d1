/**
 * Getting back in. This folder owns what somebody without a password can do: ask for a link, and use it once. The second
 * factor stays: a new password alone lets nobody in who has one.
 */
import { addressOf, type FormError, field, type Theme } from '@gatehouse/html';
import { formBody, HttpError, originOf } from '@gatehouse/http';
import { LostRaceError, normalizeLogin, type Storage } from '@gatehouse/storage';
import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account, Accounts } from '../../directory/accounts/accounts.ts';
import { HashQueueFullError, type PasswordHasher } from '../../directory/accounts/password-hash.ts';
import { fewestCharacters, type PasswordRules } from '../../directory/accounts/password-rules.ts';
import { hasSecondFactor, type SecondFactors } from '../../directory/accounts/second-factors.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import { askForReset } from '../../directory/operations/password-reset.ts';
import { resetModel, resetPassword } from '../../directory/operations/passwords.ts';
import type { Caller } from '../../directory/operations/work.ts';
import type { Revocations } from '../../directory/revocation/revocations.ts';
import type { Throttle } from '../../directory/throttle/throttle.ts';
import { textOf } from '../../pages/language.ts';
import { passwordError } from '../../pages/password-error.ts';
import { doneRecoveryPage, recoverPage, resetPage, sentRecoveryPage } from '../../pages/recovery.ts';
import { type Catalog, duration, type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { noStore, refusals } from '../refusals.ts';

export interface RecoveryParts {
  readonly storage: Storage;
  readonly revocations: Revocations;
  readonly accounts: Accounts;
  readonly hasher: PasswordHasher;
  readonly passwordRules: PasswordRules;
  readonly secondFactors: SecondFactors;
  readonly mailer: Mailer;
  readonly throttle: Throttle;
  readonly audit: Audit;
  readonly commit: Commit;
  readonly clientAddress: (request: Request) => string;
  readonly csrf: { token(request: Request, response: Response): string; check(request: Request): void };
  readonly issuer: string;
  /** The look of pages that speak of no application. */
  readonly theme: () => Theme;
  readonly clock: () => number;
  /** Something was put into the outbox. */
  readonly wake: () => void;
}

/** What every page here is made with. */
const frameOf = (parts: RecoveryParts, request: Request) => ({
  text: textOf(request),
  theme: { ...parts.theme(), here: addressOf(request) },
});

const errorOf = (texts: Catalog, code: FormErrorCode, values: Record<string, string> = {}): FormError => ({
  code,
  text: fillPlain(texts.formErrors[code], { count: '', duration: '', word: '', ...values }),
});

async function ask(parts: RecoveryParts, request: Request, response: Response): Promise<void> {
  const frame = frameOf(parts, request);
  const texts = frame.text;
  const csrf = parts.csrf.token(request, response);
  const login = field(request.body, 'login').trim().slice(0, 320);
  const again = (error: FormError, status: number) =>
    response
      .status(status)
      .type('html')
      .send(recoverPage({ csrf, ...frame, login, error }));
  if (login === '') {
    again(errorOf(texts, 'login_missing'), 400);
    return;
  }
  if (parts.mailer.full) {
    response.set('retry-after', '60');
    again(errorOf(texts, 'busy'), 503);
    return;
  }
  // Counted by what was typed: looking up whose it is would take longer for some than for others.
  const { refusedBy, retryAfterSeconds } = await parts.throttle.attempt('password_reset', {
    account: normalizeLogin(login),
    address: parts.clientAddress(request),
  });
  if (refusedBy !== undefined) {
    response.set('retry-after', String(retryAfterSeconds));
    again(errorOf(texts, 'throttled', { duration: duration(texts, retryAfterSeconds) }), 429);
    return;
  }
  await parts.storage.commit([askForReset(parts.storage, parts.clock, login)]);
  parts.audit.record(request, { event: 'password_reset.requested', outcome: 'success' });
  parts.wake();
  response.type('html').send(sentRecoveryPage(frame));
}

/** Whose link it is. Throws HttpError when it was used, is too old, or never was. */
async function accountOf(parts: RecoveryParts, token: string): Promise<Account> {
  const link = token === '' ? undefined : await parts.storage.artefacts.find(resetModel, token);
  const alive = link && link.consumedAtSeconds === undefined && (link.expiresAtSeconds ?? 0) > parts.clock() / 1000;
  const account = alive ? await parts.accounts.findActive(String(link.payload['accountId'])) : undefined;
  if (!account) throw new HttpError(400, 'link_used', 'this link was used before or is too old');
  return account;
}

async function showReset(parts: RecoveryParts, request: Request, response: Response): Promise<void> {
  const token = typeof request.query['token'] === 'string' ? request.query['token'] : '';
  const account = await accountOf(parts, token);
  const factors = await parts.secondFactors.of(account.id);
  const csrf = parts.csrf.token(request, response);
  const fewest = fewestCharacters(hasSecondFactor(factors));
  response.type('html').send(resetPage({ csrf, token, fewestCharacters: fewest, ...frameOf(parts, request) }));
}

async function reset(parts: RecoveryParts, request: Request, response: Response): Promise<void> {
  const frame = frameOf(parts, request);
  const texts = frame.text;
  const token = field(request.body, 'token');
  const password = field(request.body, 'new_password');
  // The link is asked for again by its address, which the form does not have.
  const theme = { ...frame.theme, here: `/account/reset?token=${encodeURIComponent(token)}` };
  const account = await accountOf(parts, token);
  const factors = await parts.secondFactors.of(account.id);
  const fewest = fewestCharacters(hasSecondFactor(factors));
  const again = (error: FormError, status: number) => {
    const csrf = parts.csrf.token(request, response);
    response
      .status(status)
      .type('html')
      .send(resetPage({ csrf, token, fewestCharacters: fewest, ...frame, theme, error }));
  };
  if (password === '') {
    again(errorOf(texts, 'new_password_missing'), 400);
    return;
  }
  const fault = await parts.passwordRules.fault(password, {
    secondFactor: hasSecondFactor(factors),
    context: [account.login, account.name, account.email],
  });
  if (fault) {
    again(passwordError(texts, fault), 400);
    return;
  }
  let hash: string;
  try {
    hash = await parts.hasher.hash(password);
  } catch (error) {
    if (!(error instanceof HashQueueFullError)) throw error;
    response.set('retry-after', '2');
    again(errorOf(texts, 'busy'), 503);
    return;
  }
  const caller: Caller = { actor: { type: 'user', id: account.id }, origin: originOf(request) };
  const expectedVersion = factors.password?.version ?? 0;
  try {
    await parts.commit(await resetPassword(parts, caller, { account, hash, expectedVersion, token }));
  } catch (error) {
    if (!(error instanceof LostRaceError)) throw error;
    throw new HttpError(400, 'link_used', 'this link was used before or is too old');
  }
  response.type('html').send(doneRecoveryPage(frame));
}

/** Routes `/account/recover` and `/account/reset`. */
export function recoveryRouter(parts: RecoveryParts): Router {
  const router = Router();
  const checkForm = (request: Request, _response: Response, next: NextFunction) => {
    parts.csrf.check(request);
    next();
  };
  router.use(['/recover', '/reset'], noStore);
  router.get('/recover', (request, response) => {
    const csrf = parts.csrf.token(request, response);
    response.type('html').send(recoverPage({ csrf, ...frameOf(parts, request) }));
  });
  router.post('/recover', formBody(), checkForm, (request, response) => ask(parts, request, response));
  router.get('/reset', (request, response) => showReset(parts, request, response));
  router.post('/reset', formBody(), checkForm, (request, response) => reset(parts, request, response));
  router.use(['/recover', '/reset'], refusals);
  return router;
}
