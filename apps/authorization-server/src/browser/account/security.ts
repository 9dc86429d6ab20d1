/** Second factors: what there is, adding, removing, new recovery codes. */
import { type FormError, field } from '@gatehouse/html';
import type { Storage } from '@gatehouse/storage';
import { mostPasskeys } from '../../directory/accounts/passkeys.ts';
import { newTotpSecret, totpUri } from '../../directory/accounts/totp.ts';
import type { Connections } from '../../directory/connections/connections.ts';
import { type Commit, committed } from '../../directory/operations/commit.ts';
import * as operations from '../../directory/operations/factors.ts';
import { together } from '../../directory/operations/work.ts';
import { accountCodesPage, accountTotpPage, confirmPage, securityPage } from '../../pages/account/security.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { changedMeanwhile, frameOf, leadTo, sendPage, sendPageWithControls } from './answer.ts';
import { identityLines } from './identity-lines.ts';
import { confirmRemoval } from './removal.ts';

interface SecurityDependencies extends operations.RemovalDependencies {
  readonly storage: operations.RemovalDependencies['storage'] & Pick<Storage, 'identities'>;
  readonly connections: Pick<Connections, 'find' | 'offered'>;
  readonly commit: Commit;
  /** What authenticator apps call this server. */
  readonly serviceName: () => string;
}

/** The secret of an app that is being added, kept on the server under the session until its first code is typed. */
const pendingModel = 'TotpBeingAdded';
const pendingSeconds = 1800;

async function showSecurity(dependencies: SecurityDependencies, request: AccountRequest): Promise<void> {
  const { factors, nowSeconds } = request;
  sendPage(
    request,
    securityPage({
      ...frameOf(request),
      passwordChangedAtSeconds: factors.password?.updatedAtSeconds,
      totpSinceSeconds: factors.totp?.createdAtSeconds,
      recoveryCodesLeft: factors.recoveryCodes?.data.hashes.length,
      passkeys: factors.passkeys,
      mayAddPasskey: factors.passkeys.length < mostPasskeys,
      identities: await identityLines(dependencies, request),
      mayConnect: dependencies.connections.offered().length > 0,
      nowSeconds,
    }),
  );
}

function totpPage(
  dependencies: SecurityDependencies,
  request: AccountRequest,
  secret: string,
  error?: FormError,
): string {
  const uri = totpUri({ issuer: dependencies.serviceName(), login: request.account.login, secret });
  return accountTotpPage({ ...frameOf(request, error), secret, uri });
}

/** Shows a new secret. The same one as long as it is not used, so that a page loaded twice does not confuse. */
async function showAddTotp(dependencies: SecurityDependencies, request: AccountRequest): Promise<void> {
  if (request.factors.totp) {
    leadTo(request, '/account/security');
    return;
  }
  const { artefacts } = dependencies.storage;
  const pending = await artefacts.find(pendingModel, request.session.uid);
  const kept = (pending?.expiresAtSeconds ?? 0) > request.nowSeconds ? pending?.payload['secret'] : undefined;
  const secret = typeof kept === 'string' ? kept : newTotpSecret();
  if (secret !== kept) {
    const keep = [
      artefacts.writes.upsert({
        model: pendingModel,
        id: request.session.uid,
        accountId: request.account.id,
        payload: { secret },
        expiresAtSeconds: request.nowSeconds + pendingSeconds,
      }),
    ];
    await dependencies.commit({ writes: keep, events: [] });
  }
  sendPageWithControls(request, totpPage(dependencies, request, secret));
}

async function addTotp(dependencies: SecurityDependencies, request: AccountRequest): Promise<void> {
  const { artefacts } = dependencies.storage;
  const pending = await artefacts.find(pendingModel, request.session.uid);
  const secret = pending?.payload['secret'];
  if (typeof secret !== 'string' || request.factors.totp) {
    leadTo(request, '/account/security/totp');
    return;
  }
  const code = field(request.http.body, 'otp').trim().slice(0, 64);
  const { formErrors } = request.text;
  const again = (reason: 'otp_missing' | 'invalid_otp' | 'factor_changed', status: number) =>
    sendPageWithControls(
      request,
      totpPage(dependencies, request, secret, { code: reason, text: formErrors[reason] }),
      status,
    );
  if (code === '') {
    again('otp_missing', 400);
    return;
  }
  const { account, factors } = request;
  const added = operations.addTotp(dependencies, callerOf(request), { account, factors, secret, code });
  if (!added) {
    again('invalid_otp', 401);
    return;
  }
  const forget = artefacts.writes.forget({ model: pendingModel, id: request.session.uid });
  if (!(await committed(dependencies.commit, together(added, { writes: [forget], events: [] })))) {
    again('factor_changed', 409);
    return;
  }
  if (added.recoveryCodes)
    sendPageWithControls(
      request,
      accountCodesPage({ ...frameOf(request), codes: added.recoveryCodes, continueHref: '/account/security' }),
    );
  else leadTo(request, '/account/security', 'totp_added');
}

const askRemoval = (request: AccountRequest, error?: FormError) =>
  confirmRemoval(request, {
    action: '/account/security/totp-remove',
    heading: request.text.account.security.removeHeading,
    error,
  });

async function askRemoveTotp(_dependencies: unknown, request: AccountRequest): Promise<void> {
  if (request.factors.totp) askRemoval(request);
  else leadTo(request, '/account/security');
}

async function removeTotp(dependencies: SecurityDependencies, request: AccountRequest): Promise<void> {
  const work = await operations.removeTotp(dependencies, callerOf(request), {
    ...request,
    keptUid: request.session.uid,
  });
  if (request.factors.totp && !(await committed(dependencies.commit, work)))
    askRemoval(request, changedMeanwhile(request));
  else leadTo(request, '/account/security', 'totp_removed');
}

function confirmRenewal(request: AccountRequest, error?: FormError): void {
  const { security } = request.text.account;
  sendPage(
    request,
    confirmPage({
      ...frameOf(request, error),
      action: '/account/security/recovery-codes',
      heading: security.renewHeading,
      consequence: security.renewConsequence,
      submit: security.renew,
      section: 'security',
      cancelHref: '/account/security',
    }),
    error && 409,
  );
}

async function askRenewCodes(_dependencies: unknown, request: AccountRequest): Promise<void> {
  if (request.factors.recoveryCodes) confirmRenewal(request);
  else leadTo(request, '/account/security');
}

async function renewCodes(dependencies: SecurityDependencies, request: AccountRequest): Promise<void> {
  if (!request.factors.recoveryCodes) {
    leadTo(request, '/account/security');
    return;
  }
  const renewed = operations.renewRecoveryCodes(dependencies, callerOf(request), request);
  if (await committed(dependencies.commit, renewed)) {
    sendPageWithControls(
      request,
      accountCodesPage({ ...frameOf(request), codes: renewed.codes, continueHref: '/account/security' }),
    );
  } else confirmRenewal(request, changedMeanwhile(request));
}

export const page: AccountPage<SecurityDependencies> = {
  section: 'security',
  routes: {
    '/security': { get: showSecurity },
    '/security/totp': { get: showAddTotp, post: addTotp, recent: true },
    '/security/totp-remove': { get: askRemoveTotp, post: removeTotp, recent: true },
    '/security/recovery-codes': { get: askRenewCodes, post: renewCodes, recent: true },
  },
};
