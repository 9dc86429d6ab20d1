/** Changing the password: it takes the current one, and ends what the old one let in elsewhere (AS-05, AS-13). */
import { LostRaceError } from '@gatehouse/storage';
import { HashQueueFullError } from '../../directory/accounts/password-hash.ts';
import { fewestCharacters } from '../../directory/accounts/password-rules.ts';
import { hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import { endAccountElsewhere } from '../../directory/revocation/end.ts';
import { changePasswordPage } from '../../pages/account/password.ts';
import type { FormError } from '../../pages/form.ts';
import { passwordError } from '../../pages/password-error.ts';
import { field } from '../../pages/request/form-field.ts';
import { duration, type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { browserIdOf, giveBrowserId } from '../browser-cookie.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';
import { type AccountParts, record, type Visit } from './visit.ts';

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

/** The refusal when the current password is not right; undefined when it is. */
async function checkCurrent(parts: AccountParts, visit: Visit, password: string): Promise<Refusal | undefined> {
  const { request, account } = visit;
  const candidate = await parts.accounts.identify(account.login);
  const browserId = browserIdOf(request);
  const known = await parts.knownBrowsers.isKnown(account.id, browserId);
  const attempt = await parts.throttle.attempt('sign_in', {
    account: account.id,
    address: parts.clientAddress(request),
    knownBrowser: known ? browserId : undefined,
  });
  const { refusedBy, retryAfterSeconds } = attempt;
  if (refusedBy !== undefined && refusedBy !== 'account') {
    return refuse(visit, 'throttled', 429, retryAfterSeconds);
  }
  const outcome = await parts.accounts.verify(candidate, password, { refused: refusedBy === 'account' });
  if (!outcome.ok) return refuse(visit, 'wrong_password', 401);
  await parts.storage.commit(attempt.succeeded());
  return undefined;
}

async function change(parts: AccountParts, visit: Visit): Promise<Refusal | undefined> {
  const { storage, hasher } = parts;
  const { request, response, account, session } = visit;
  const current = field(request.body, 'password');
  const next = field(request.body, 'new_password');
  if (current === '') return refuse(visit, 'password_missing', 400);
  if (next === '') return refuse(visit, 'new_password_missing', 400);
  const refusal = await checkCurrent(parts, visit, current);
  if (refusal) return refusal;
  const fault = await parts.passwordRules.fault(next, {
    secondFactor: hasSecondFactor(visit.factors),
    context: [account.login, account.name, account.email],
  });
  if (fault) return { error: passwordError(visit.text, fault), status: 400 };
  if (next.normalize('NFKC') === current.normalize('NFKC')) return refuse(visit, 'password_same', 400);
  const data = { hash: await hasher.hash(next) };
  const expectedVersion = visit.factors.password?.version ?? 0;
  await storage.commit([
    storage.credentials.writes.put({ accountId: account.id, kind: 'password', data, expectedVersion }),
    ...parts.throttle.forgive(account.id),
    ...(await endAccountElsewhere(parts, account.id, session.uid, visit.nowSeconds)),
    parts.knownBrowsers.remember(account.id, giveBrowserId(request, response)),
  ]);
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
  record(parts, visit, 'password.changed');
  leadTo(visit, '/account/security', 'password_changed');
}
