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
import { accountClientId } from '../../directory/clients/built-in.ts';
import type { Client, Clients } from '../../directory/clients/clients.ts';
import { identityOf } from '../../directory/clients/identity.ts';
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
  readonly clients: Pick<Clients, 'find'>;
  readonly mailer: Pick<Mailer, 'full'>;
  readonly throttle: Pick<Throttle, 'attempt'>;
  readonly clientAddress: (request: Request) => string;
  readonly operations: { readonly requestPasswordReset: Bound<typeof requestPasswordReset> };
}

interface ResetDependencies {
  readonly clients: Pick<Clients, 'find'>;
  readonly links: Pick<Links, 'find'>;
  readonly accounts: Pick<Accounts, 'findActive'>;
  readonly secondFactors: Pick<SecondFactors, 'of'>;
  readonly operations: { readonly resetPassword: Bound<typeof resetPassword> };
}

export interface RecoveryDependencies extends PasswordLinkDependencies, AskDependencies, ResetDependencies {
  readonly operations: AskDependencies['operations'] & ResetDependencies['operations'];
}

/** The application from which somebody came; nothing of an unknown one, nor of our own pages. */
async function applicationOf({ clients }: Pick<AskDependencies, 'clients'>, clientId: unknown) {
  return typeof clientId === 'string' && clientId !== accountClientId ? await clients.find(clientId) : undefined;
}

/** What every page of the question is made with. @param given query or form, with the application's `client_id` */
const frameOf = async (
  { theme, clients }: Pick<PasswordLinkDependencies, 'theme'> & Pick<AskDependencies, 'clients'>,
  request: Request,
  given: unknown,
) => {
  const text = textOf(request);
  const clientId = (given as Record<string, unknown> | undefined)?.['client_id'];
  const client = await applicationOf({ clients }, clientId);
  return { text, theme: { ...theme(), here: addressOf(request) }, client: client && identityOf(client, text) };
};

async function ask(
  dependencies: AskDependencies & Pick<PasswordLinkDependencies, 'csrf' | 'theme'>,
  mailboxHref: string | undefined,
  request: Request,
  response: Response,
): Promise<void> {
  const { mailer, throttle, clientAddress, operations, csrf } = dependencies;
  const frame = await frameOf(dependencies, request, request.body);
  const { text, client } = frame;
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
  await operations.requestPasswordReset({ origin: originOf(request) }, login, client?.id);
  response.type('html').send(sentRecoveryPage({ ...frame, csrf: csrf.token(request, response), login, mailboxHref }));
}

interface ResetLink {
  readonly account: Account;
  /** Where the user came from. */
  readonly client: Client | undefined;
  readonly secondFactor: boolean;
  readonly expectedVersion: number;
}

/** A link of a user who may still sign in. */
const resetLink = ({ links, accounts, clients, secondFactors, operations }: ResetDependencies) =>
  ({
    path: '/reset',
    async find(token: string) {
      const link = await links.find('PasswordReset', token);
      const account = link && (await accounts.findActive(link.accountId));
      if (!account) return undefined;
      const factors = await secondFactors.of(account.id);
      return {
        account,
        client: await applicationOf({ clients }, link.clientId),
        secondFactor: hasSecondFactor(factors),
        expectedVersion: factors.password?.version ?? 0,
      };
    },
    textOf: (request) => textOf(request),
    page: (options, { account: { login } }) => resetPage({ ...options, login }),
    donePage: (options, { client }) =>
      doneRecoveryPage({ ...options, client: client && identityOf(client, options.text) }),
    choose: (caller, { account, expectedVersion }, chosen) =>
      operations.resetPassword(caller, { account, expectedVersion, ...chosen }),
  }) satisfies PasswordLink<ResetLink>;

/**
 * Routes `/account/recover` and `/account/reset`.
 *
 * @param mailboxHref where mails are shown that are not sent
 */
export function recoveryRouter(dependencies: RecoveryDependencies, mailboxHref: string | undefined): Router {
  const { csrf } = dependencies;
  const router = Router();
  router.use('/recover', noStore);
  router.get('/recover', async (request, response) => {
    const token = csrf.token(request, response);
    const frame = await frameOf(dependencies, request, request.query);
    response.type('html').send(recoverPage({ csrf: token, ...frame }));
  });
  router.post('/recover', ...ownForm(csrf), (request, response) => ask(dependencies, mailboxHref, request, response));
  router.use('/recover', refusals);
  router.use(passwordLinkRouter(dependencies, resetLink(dependencies)));
  return router;
}
