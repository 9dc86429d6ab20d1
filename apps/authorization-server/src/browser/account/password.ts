/**
 * Changing the password: it takes the current one, and ends what the old one let in elsewhere (AS-05, AS-13). Who has none yet, and
 * signs in by a passkey or an upstream provider, chooses the first one: as for a passkey, a fresh sign-in is enough.
 */
import { type FormError, field } from '@gatehouse/html';
import { LostRaceError } from '@gatehouse/storage';
import type { Request } from 'express';
import { HashUnavailableError, type PasswordHasher } from '../../directory/accounts/password-hash.ts';
import { fewestCharacters, type PasswordRules } from '../../directory/accounts/password-rules.ts';
import { hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import type { Bound, Commit } from '../../directory/operations/commit.ts';
import { type CurrentPasswordDependencies, proveCurrentPassword } from '../../directory/operations/current-password.ts';
import type * as operations from '../../directory/operations/passwords.ts';
import { countAttempt } from '../../directory/operations/prove.ts';
import { changePasswordPage } from '../../pages/account/password.ts';
import { passwordError } from '../../pages/password-error.ts';
import { duration, type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { browserIdOf, giveBrowserId } from '../browser-cookie.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';

interface PasswordDependencies extends CurrentPasswordDependencies {
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly passwordRules: PasswordRules;
  readonly clientAddress: (request: Request) => string;
  readonly audit: Pick<Audit, 'record'>;
  readonly commit: Commit;
  readonly changePassword: Bound<typeof operations.changePassword>;
}

interface Refusal {
  readonly error: FormError;
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

const fewest = ({ factors }: AccountRequest): number => fewestCharacters(hasSecondFactor(factors));

function refuse({ text }: AccountRequest, code: FormErrorCode, status: number, retryAfterSeconds?: number): Refusal {
  const values = { count: '', word: '', duration: duration(text, retryAfterSeconds ?? 0) };
  const error = { code, text: fillPlain(text.formErrors[code], values) };
  return { error, status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
}

function show(request: AccountRequest, refusal?: Refusal): void {
  if (refusal?.retryAfterSeconds) request.response.set('retry-after', String(refusal.retryAfterSeconds));
  sendPage(
    request,
    changePasswordPage({
      ...frameOf(request, refusal?.error),
      fewestCharacters: fewest(request),
      first: request.factors.password === undefined,
    }),
    refusal?.status,
  );
}

async function showPassword(_dependencies: unknown, request: AccountRequest): Promise<void> {
  show(request);
}

/** The version of the password that the user has and typed; 0: there is none. */
async function provedVersion(
  dependencies: PasswordDependencies,
  request: AccountRequest,
  current: string,
): Promise<number | Refusal> {
  const { http, account } = request;
  if (request.factors.password === undefined) return 0;
  const from = { address: dependencies.clientAddress(http), browserId: browserIdOf(http) };
  const proof = await proveCurrentPassword(dependencies, {
    account,
    password: current,
    ...from,
    failed: (reason) =>
      dependencies.audit.record(http, { event: 'password.changed', outcome: 'failure', reason, subject: account.id }),
  });
  if (!proof.ok && proof.code === 'wrong_password') {
    // As on the sign-in page: after too many the right one is refused too, and who types it is told so.
    const about = { action: 'sign_in_name', key: account.login, accountId: account.id, ...from } as const;
    const { refusedBy, retryAfterSeconds } = await countAttempt(dependencies, about);
    if (refusedBy) return refuse(request, 'name_throttled', proof.status, retryAfterSeconds);
  }
  if (!proof.ok) {
    return refuse(request, proof.code, proof.status, proof.code === 'throttled' ? proof.retryAfterSeconds : undefined);
  }
  await dependencies.commit({ writes: proof.writes, events: [] });
  return proof.version;
}

async function change(dependencies: PasswordDependencies, request: AccountRequest): Promise<Refusal | undefined> {
  const { http, response, account, session, factors } = request;
  const current = field(http.body, 'password');
  const next = field(http.body, 'new_password');
  if (factors.password && current === '') return refuse(request, 'password_missing', 400);
  if (next === '') return refuse(request, 'new_password_missing', 400);
  const expectedVersion = await provedVersion(dependencies, request, current);
  if (typeof expectedVersion !== 'number') return expectedVersion;
  const fault = await dependencies.passwordRules.fault(next, {
    secondFactor: hasSecondFactor(factors),
    context: [account.login, account.name, account.email],
  });
  if (fault) return { error: passwordError(request.text, fault), status: 400 };
  if (factors.password && next.normalize('NFKC') === current.normalize('NFKC'))
    return refuse(request, 'password_same', 400);
  const hash = await dependencies.hasher.hash(next);
  await dependencies.changePassword(callerOf(request), {
    account,
    hash,
    expectedVersion,
    keptUid: session.uid,
    keptBrowserId: giveBrowserId(http, response),
  });
  return undefined;
}

async function changePassword(dependencies: PasswordDependencies, request: AccountRequest): Promise<void> {
  let refusal: Refusal | undefined;
  try {
    refusal = await change(dependencies, request);
  } catch (error) {
    if (error instanceof HashUnavailableError) refusal = refuse(request, 'busy', 503, 2);
    else if (error instanceof LostRaceError) refusal = refuse(request, 'factor_changed', 409);
    else throw error;
  }
  if (refusal) {
    show(request, refusal);
    return;
  }
  leadTo(request, '/account/security', 'password_changed');
}

/** It stands below security. */
export const page: AccountPage<PasswordDependencies> = {
  routes: { '/password': { get: showPassword, post: changePassword, recent: true } },
};
