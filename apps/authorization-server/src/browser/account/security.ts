/** Second factors: what there is, adding, removing, new recovery codes. */
import { type FormError, field } from '@gatehouse/html';
import { mostPasskeys } from '../../directory/accounts/passkeys.ts';
import { newTotpSecret, totpUri } from '../../directory/accounts/totp.ts';
import { committed } from '../../directory/operations/commit.ts';
import * as operations from '../../directory/operations/factors.ts';
import { together } from '../../directory/operations/work.ts';
import { accountCodesPage, accountTotpPage, confirmPage, securityPage } from '../../pages/account/security.ts';
import { changedMeanwhile, frameOf, leadTo, sendPage } from './answer.ts';
import { confirmRemoval } from './removal.ts';
import { type AccountParts, callerOf, type Visit } from './visit.ts';

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
  const { account, factors } = visit;
  const added = operations.addTotp(parts, callerOf(visit), { account, factors, secret, code });
  if (!added) {
    again('invalid_otp', 401);
    return;
  }
  const forget = artefacts.writes.forget({ model: pendingModel, id: visit.session.uid });
  if (!(await committed(parts.commit, together(added, { writes: [forget], events: [] })))) {
    again('factor_changed', 409);
    return;
  }
  if (added.recoveryCodes) sendPage(visit, accountCodesPage({ ...frameOf(visit), codes: added.recoveryCodes }));
  else leadTo(visit, '/account/security', 'totp_added');
}

const askRemoval = (visit: Visit, error?: FormError) =>
  confirmRemoval(visit, {
    action: '/account/security/totp-remove',
    heading: visit.text.account.security.removeHeading,
    error,
  });

export async function askRemoveTotp(_parts: AccountParts, visit: Visit): Promise<void> {
  if (visit.factors.totp) askRemoval(visit);
  else leadTo(visit, '/account/security');
}

export async function removeTotp(parts: AccountParts, visit: Visit): Promise<void> {
  const work = await operations.removeTotp(parts, callerOf(visit), { ...visit, keptUid: visit.session.uid });
  if (visit.factors.totp && !(await committed(parts.commit, work))) askRemoval(visit, changedMeanwhile(visit));
  else leadTo(visit, '/account/security', 'totp_removed');
}

function confirmRenewal(visit: Visit, error?: FormError): void {
  const { security } = visit.text.account;
  sendPage(
    visit,
    confirmPage({
      ...frameOf(visit, error),
      action: '/account/security/recovery-codes',
      heading: security.renewHeading,
      consequence: security.renewConsequence,
      submit: security.renew,
    }),
    error && 409,
  );
}

export async function askRenewCodes(_parts: AccountParts, visit: Visit): Promise<void> {
  if (visit.factors.recoveryCodes) confirmRenewal(visit);
  else leadTo(visit, '/account/security');
}

export async function renewCodes(parts: AccountParts, visit: Visit): Promise<void> {
  if (!visit.factors.recoveryCodes) {
    leadTo(visit, '/account/security');
    return;
  }
  const renewed = operations.renewRecoveryCodes(parts, callerOf(visit), visit);
  if (await committed(parts.commit, renewed)) {
    sendPage(visit, accountCodesPage({ ...frameOf(visit), codes: renewed.codes }));
  } else confirmRenewal(visit, changedMeanwhile(visit));
}
