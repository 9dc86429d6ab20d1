/** Second factors: what there is, adding, removing, new recovery codes. */
import { LostRaceError, type Write } from '@gatehouse/storage';
import { accountNotice } from '../../directory/accounts/notices.ts';
import { mostPasskeys } from '../../directory/accounts/passkeys.ts';
import { newTotpSecret, totpUri } from '../../directory/accounts/totp.ts';
import { endSignIns } from '../../directory/revocation/end.ts';
import { accountCodesPage, accountTotpPage, confirmPage, securityPage } from '../../pages/account/security.ts';
import type { FormError } from '../../pages/form.ts';
import { field } from '../../pages/request/form-field.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';
import { type AccountParts, record, type Visit } from './visit.ts';

/** The secret of an app that is being added, kept on the server under the session until its first code is typed. */
const pendingModel = 'TotpBeingAdded';
const pendingSeconds = 1800;

export async function showSecurity(_parts: AccountParts, visit: Visit): Promise<void> {
  const { factors, nowSeconds } = visit;
  sendPage(
    visit,
    securityPage({
      ...frameOf(visit),
      passwordChangedAtSeconds: factors.password?.updatedAtSeconds,
      totpSinceSeconds: factors.totp?.createdAtSeconds,
      recoveryCodesLeft: factors.recoveryCodes?.data.hashes.length,
      passkeys: factors.passkeys,
      mayAddPasskey: factors.passkeys.length < mostPasskeys,
      nowSeconds,
    }),
  );
}

function totpPage(parts: AccountParts, visit: Visit, secret: string, error?: FormError): string {
  const uri = totpUri({ issuer: parts.serviceName, login: visit.account.login, secret });
  return accountTotpPage({ ...frameOf(visit, error), secret, uri });
}

/** Shows a new secret. The same one as long as it is not used, so that a page loaded twice does not confuse. */
export async function showAddTotp(parts: AccountParts, visit: Visit): Promise<void> {
  if (visit.factors.totp) {
    leadTo(visit, '/account/security');
    return;
  }
  const { artefacts } = parts.storage;
  const pending = await artefacts.find(pendingModel, visit.session.uid);
  const kept = (pending?.expiresAtSeconds ?? 0) > visit.nowSeconds ? pending?.payload['secret'] : undefined;
  const secret = typeof kept === 'string' ? kept : newTotpSecret();
  if (secret !== kept) {
    await parts.storage.commit([
      artefacts.writes.upsert({
        model: pendingModel,
        id: visit.session.uid,
        accountId: visit.account.id,
        payload: { secret },
        expiresAtSeconds: visit.nowSeconds + pendingSeconds,
      }),
    ]);
  }
  sendPage(visit, totpPage(parts, visit, secret));
}

export async function addTotp(parts: AccountParts, visit: Visit): Promise<void> {
  const { artefacts } = parts.storage;
  const pending = await artefacts.find(pendingModel, visit.session.uid);
  const secret = pending?.payload['secret'];
  if (typeof secret !== 'string' || visit.factors.totp) {
    leadTo(visit, '/account/security/totp');
    return;
  }
  const code = field(visit.request.body, 'otp').trim().slice(0, 64);
  const { formErrors } = visit.text;
  const again = (reason: 'otp_missing' | 'invalid_otp' | 'factor_changed', status: number) =>
    sendPage(visit, totpPage(parts, visit, secret, { code: reason, text: formErrors[reason] }), status);
  if (code === '') {
    again('otp_missing', 400);
    return;
  }
  const added = parts.secondFactors.addTotp(visit.factors, secret, code);
  if (!added) {
    again('invalid_otp', 401);
    return;
  }
  const forget = artefacts.writes.forget({ model: pendingModel, id: visit.session.uid });
  if (!(await won(parts, [...added.writes, forget, ...accountNotice(parts, visit.account, 'factor_added')]))) {
    again('factor_changed', 409);
    return;
  }
  parts.wake();
  record(parts, visit, 'factor.added', 'totp');
  if (added.recoveryCodes) sendPage(visit, accountCodesPage({ ...frameOf(visit), codes: added.recoveryCodes }));
  else leadTo(visit, '/account/security', 'totp_added');
}

export async function askRemoveTotp(_parts: AccountParts, visit: Visit): Promise<void> {
  const { security } = visit.text.account;
  if (!visit.factors.totp) {
    leadTo(visit, '/account/security');
    return;
  }
  sendPage(
    visit,
    confirmPage({
      ...frameOf(visit),
      action: '/account/security/totp-remove',
      heading: security.removeHeading,
      consequence: visit.factors.passkeys.length > 0 ? security.removeOthersStay : security.removeConsequence,
      submit: security.remove,
    }),
  );
}

export async function removeTotp(parts: AccountParts, visit: Visit): Promise<void> {
  if (visit.factors.totp) {
    const notice = accountNotice(parts, visit.account, 'factor_removed');
    await parts.storage.commit([
      ...parts.secondFactors.removeTotp(visit.factors),
      endSignIns(parts.storage, visit.account.id),
      ...notice,
    ]);
    parts.wake();
    record(parts, visit, 'factor.removed', 'totp');
  }
  leadTo(visit, '/account/security', 'totp_removed');
}

export async function askRenewCodes(_parts: AccountParts, visit: Visit): Promise<void> {
  const { security } = visit.text.account;
  if (!visit.factors.recoveryCodes) {
    leadTo(visit, '/account/security');
    return;
  }
  sendPage(
    visit,
    confirmPage({
      ...frameOf(visit),
      action: '/account/security/recovery-codes',
      heading: security.renewHeading,
      consequence: security.renewConsequence,
      submit: security.renew,
    }),
  );
}

export async function renewCodes(parts: AccountParts, visit: Visit): Promise<void> {
  if (!visit.factors.recoveryCodes) {
    leadTo(visit, '/account/security');
    return;
  }
  const { codes, write } = parts.secondFactors.renewRecoveryCodes(visit.factors);
  if (!(await won(parts, [write]))) {
    leadTo(visit, '/account/security/recovery-codes');
    return;
  }
  record(parts, visit, 'recovery_codes.renewed');
  sendPage(visit, accountCodesPage({ ...frameOf(visit), codes }));
}

/** Commits; false when somebody else changed the same thing meanwhile. */
async function won({ storage }: AccountParts, writes: readonly Write[]): Promise<boolean> {
  try {
    await storage.commit(writes);
    return true;
  } catch (error) {
    if (error instanceof LostRaceError) return false;
    throw error;
  }
}
