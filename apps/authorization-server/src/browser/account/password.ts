/** Changing the password: it takes the current one, and ends what the old one let in elsewhere (AS-05, AS-13). */
import { type FormError, field } from '@gatehouse/html';
import { LostRaceError } from '@gatehouse/storage';
import { HashQueueFullError } from '../../directory/accounts/password-hash.ts';
import { fewestCharacters } from '../../directory/accounts/password-rules.ts';
import { hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import { proveCurrentPassword } from '../../directory/operations/current-password.ts';
import * as operations from '../../directory/operations/passwords.ts';
import { together } from '../../directory/operations/work.ts';
import { changePasswordPage } from '../../pages/account/password.ts';
import { passwordError } from '../../pages/password-error.ts';
import { duration, type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { browserIdOf, giveBrowserId } from '../browser-cookie.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';
import { type AccountParts, callerOf, type Visit } from './visit.ts';

interface Refusal {
  readonly error: FormError;
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

const fewest = ({ factors }: Visit): number => fewestCharacters(hasSecondFactor(factors));

function refuse({ text }: Visit, code: FormErrorCode, status: number, retryAfterSeconds?: number): Refusal {
  const values = { count: '', word: '', duration: duration(text, retryAfterSeconds ?? 0) };
  const error = { code, text: fillPlain(text.formErrors[code], values) };
  return { error, status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
}

function show(visit: Visit, refusal?: Refusal): void {
  if (refusal?.retryAfterSeconds) visit.response.set('retry-after', String(refusal.retryAfterSeconds));
  sendPage(
    visit,
    changePasswordPage({ ...frameOf(visit, refusal?.error), fewestCharacters: fewest(visit) }),
    refusal?.status,
  );
}

export async function showPassword(_parts: AccountParts, visit: Visit): Promise<void> {
  show(visit);
}

async function change(parts: AccountParts, visit: Visit): Promise<Refusal | undefined> {
  const { request, response, account, session } = visit;
  const current = field(request.body, 'password');
  const next = field(request.body, 'new_password');
  if (current === '') return refuse(visit, 'password_missing', 400);
  if (next === '') return refuse(visit, 'new_password_missing', 400);
  const proof = await proveCurrentPassword(parts, {
    account,
    password: current,
    address: parts.clientAddress(request),
    browserId: browserIdOf(request),
    failed: (reason) =>
      parts.audit.record(request, { event: 'password.changed', outcome: 'failure', reason, subject: account.id }),
  });
  if (!proof.ok) {
    return refuse(visit, proof.code, proof.status, proof.code === 'throttled' ? proof.retryAfterSeconds : undefined);
  }
  await parts.commit({ writes: proof.writes, events: [] });
  const fault = await parts.passwordRules.fault(next, {
    secondFactor: hasSecondFactor(visit.factors),
    context: [account.login, account.name, account.email],
  });
  if (fault) return { error: passwordError(visit.text, fault), status: 400 };
  if (next.normalize('NFKC') === current.normalize('NFKC')) return refuse(visit, 'password_same', 400);
  const hash = await parts.hasher.hash(next);
  const work = await operations.changePassword(parts, callerOf(visit), {
    account,
    hash,
    expectedVersion: proof.version,
    keptUid: session.uid,
  });
  const known = parts.knownBrowsers.remember(account.id, giveBrowserId(request, response));
  await parts.commit(together(work, { writes: [known], events: [] }));
  return undefined;
}

export async function changePassword(parts: AccountParts, visit: Visit): Promise<void> {
  let refusal: Refusal | undefined;
  try {
    refusal = await change(parts, visit);
  } catch (error) {
    if (error instanceof HashQueueFullError) refusal = refuse(visit, 'busy', 503, 2);
    else if (error instanceof LostRaceError) refusal = refuse(visit, 'factor_changed', 409);
    else throw error;
  }
  if (refusal) {
    show(visit, refusal);
    return;
  }
  leadTo(visit, '/account/security', 'password_changed');
}
