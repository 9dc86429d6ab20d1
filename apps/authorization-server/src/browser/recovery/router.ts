/**
 * Getting back in. This folder owns what somebody without a password can do: ask for a link, and use it once. The second
 * factor stays: a new password alone lets nobody in who has one.
 */
import { addressOf, type FormError, field } from '@gatehouse/html';
import { originOf } from '@gatehouse/http';
import { normalizeLogin } from '@gatehouse/storage';
import { type Request, type Response, Router } from 'express';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account, Accounts } from '../../directory/accounts/accounts.ts';
import type { Links } from '../../directory/accounts/links.ts';
import { hasSecondFactor, type SecondFactors } from '../../directory/accounts/second-factors.ts';
import type { Bound } from '../../directory/operations/commit.ts';
import type { requestPasswordReset } from '../../directory/operations/password-reset.ts';
import type { resetPassword } from '../../directory/operations/passwords.ts';
import type { Throttle } from '../../directory/throttle/throttle.ts';
import { formErrorOf } from '../../pages/form-error.ts';
import { textOf } from '../../pages/language.ts';
import { doneRecoveryPage, recoverPage, resetPage, sentRecoveryPage } from '../../pages/recovery.ts';
import { ownForm } from '../own-form.ts';
import { type PasswordLink, type PasswordLinkDependencies, passwordLinkRouter } from '../password-link.ts';
import { noStore, refusals } from '../refusals.ts';

interface AskDependencies {
  readonly mailer: Pick<Mailer, 'full'>;
  readonly throttle: Pick<Throttle, 'attempt'>;
  readonly clientAddress: (request: Request) => string;
  readonly requestPasswordReset: Bound<typeof requestPasswordReset>;
}

interface ResetDependencies {
  readonly links: Pick<Links, 'find'>;
  readonly accounts: Pick<Accounts, 'findActive'>;
  readonly secondFactors: Pick<SecondFactors, 'of'>;
  readonly resetPassword: Bound<typeof resetPassword>;
}

export interface RecoveryDependencies extends PasswordLinkDependencies, AskDependencies, ResetDependencies {}

/** What every page of the question is made with. */
const frameOf = ({ theme }: Pick<PasswordLinkDependencies, 'theme'>, request: Request) => ({
  text: textOf(request),
  theme: { ...theme(), here: addressOf(request) },
});

async function ask(
  dependencies: AskDependencies & Pick<PasswordLinkDependencies, 'csrf' | 'theme'>,
  request: Request,
  response: Response,
): Promise<void> {
  const { mailer, throttle, clientAddress, requestPasswordReset, csrf } = dependencies;
  const frame = frameOf(dependencies, request);
  const { text } = frame;
  const login = field(request.body, 'login').trim().slice(0, 320);
  const again = (error: FormError, status: number, retryAfterSeconds?: number) => {
    if (retryAfterSeconds !== undefined) response.set('retry-after', String(retryAfterSeconds));
    response
      .status(status)
      .type('html')
      .send(recoverPage({ csrf: csrf.token(request, response), ...frame, login, error }));
  };
  if (login === '') {
    again(formErrorOf(text, 'login_missing'), 400);
    return;
  }
  if (mailer.full) {
    again(formErrorOf(text, 'busy'), 503, 60);
    return;
  }
  // Counted by what was typed: looking up whose it is would take longer for some than for others.
  const { refusedBy, retryAfterSeconds } = await throttle.attempt('password_reset', {
    account: normalizeLogin(login),
    address: clientAddress(request),
  });
  if (refusedBy !== undefined) {
    again(formErrorOf(text, 'throttled', retryAfterSeconds), 429, retryAfterSeconds);
    return;
  }
  await requestPasswordReset({ origin: originOf(request) }, login);
  response.type('html').send(sentRecoveryPage(frame));
}

/** A link of a user who may still sign in. */
const resetLink = ({ links, accounts, secondFactors, resetPassword }: ResetDependencies) =>
  ({
    path: '/reset',
    async find(token: string) {
      const link = await links.find('PasswordReset', token);
      const account = link && (await accounts.findActive(link.accountId));
      if (!account) return undefined;
      const factors = await secondFactors.of(account.id);
      return { account, secondFactor: hasSecondFactor(factors), expectedVersion: factors.password?.version ?? 0 };
    },
    textOf: (request) => textOf(request),
    page: resetPage,
    donePage: doneRecoveryPage,
    choose: (caller, { account, expectedVersion }, chosen) =>
      resetPassword(caller, { account, expectedVersion, ...chosen }),
  }) satisfies PasswordLink<{ account: Account; secondFactor: boolean; expectedVersion: number }>;

/** Routes `/account/recover` and `/account/reset`. */
export function recoveryRouter(dependencies: RecoveryDependencies): Router {
  const { csrf } = dependencies;
  const router = Router();
  router.use('/recover', noStore);
  router.get('/recover', (request, response) => {
    const token = csrf.token(request, response);
    response.type('html').send(recoverPage({ csrf: token, ...frameOf(dependencies, request) }));
  });
  router.post('/recover', ...ownForm(csrf), (request, response) => ask(dependencies, request, response));
  router.use('/recover', refusals);
  router.use(passwordLinkRouter(dependencies, resetLink(dependencies)));
  return router;
}
