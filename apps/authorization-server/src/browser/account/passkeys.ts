/** Passkeys on the security page: adding, renaming, removing. */
import { allowOwnScript, type FormError, field } from '@gatehouse/html';
import type { PasskeyRecord, Storage } from '@gatehouse/storage';
import { mostPasskeys, type Passkeys } from '../../directory/accounts/passkeys.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import { type Commit, committed } from '../../directory/operations/commit.ts';
import * as operations from '../../directory/operations/factors.ts';
import { addPasskeyPage, renamePasskeyPage } from '../../pages/account/passkeys.ts';
import { accountCodesPage } from '../../pages/account/security.ts';
import { formErrorOf } from '../../pages/form-error.ts';
import type { FormErrorCode } from '../../texts/catalog.ts';
import { fillPlain } from '../../texts/catalog.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { changedMeanwhile, frameOf, leadTo, sendPage, sendPageWithControls } from './answer.ts';
import { deviceName } from './device.ts';
import { confirmRemoval } from './removal.ts';

interface PasskeyDependencies extends operations.PasskeyRemovalDependencies {
  readonly storage: operations.PasskeyRemovalDependencies['storage'] & Pick<Storage, 'passkeys'>;
  readonly passkeys: Pick<Passkeys, 'creationOptions' | 'add'>;
  readonly commit: Commit;
}

/** The challenge of a new passkey counts in this session alone. */
const bindingOf = ({ session, account }: AccountRequest) => `add:${session.uid}:${account.id}`;

const longestName = 64;
const nameIn = ({ http }: AccountRequest): string =>
  field(http.body, 'name')
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trim()
    .slice(0, longestName);

/** What a new one is called unless the user says otherwise. */
const usualName = ({ http, text }: AccountRequest): string =>
  deviceName(text, http.headers['user-agent']) ?? text.account.unknown;

/** The passkey that the address names; undefined when it is none of this user's. */
const namedIn = ({ http, factors }: AccountRequest): PasskeyRecord | undefined =>
  factors.passkeys.find(({ reference }) => reference === http.params['reference']);

function showAdd(
  dependencies: PasskeyDependencies,
  request: AccountRequest,
  code?: FormErrorCode,
  status?: number,
): void {
  const { account, factors, response, text } = request;
  allowOwnScript(response);
  const error = code && { code, text: text.formErrors[code] };
  const options = dependencies.passkeys.creationOptions(bindingOf(request), account, factors.passkeys);
  sendPage(request, addPasskeyPage({ ...frameOf(request, error), options }), status);
}

async function showAddPasskey(dependencies: PasskeyDependencies, request: AccountRequest): Promise<void> {
  if (request.factors.passkeys.length < mostPasskeys) showAdd(dependencies, request);
  else leadTo(request, '/account/security');
}

async function addPasskey(dependencies: PasskeyDependencies, request: AccountRequest): Promise<void> {
  const { account, factors, http } = request;
  const given = field(http.body, 'passkey');
  if (given === '') {
    showAdd(dependencies, request, 'passkey_missing', 400);
    return;
  }
  const added = await dependencies.passkeys.add(bindingOf(request), given, account, usualName(request));
  const work = added && operations.addPasskey(dependencies, callerOf(request), { account, factors, added });
  if (!added || !work || !(await committed(dependencies.commit, work))) {
    showAdd(dependencies, request, 'passkey_refused', 400);
    return;
  }
  // Now that it is there, the user says what to call it.
  const named = `/account/security/passkeys/${added.reference}/rename`;
  if (work.recoveryCodes) {
    const codes = { codes: work.recoveryCodes, continueHref: named };
    sendPageWithControls(request, accountCodesPage({ ...frameOf(request), ...codes }));
  } else leadTo(request, named, 'passkey_added');
}

async function showRenamePasskey(_dependencies: unknown, request: AccountRequest): Promise<void> {
  const passkey = namedIn(request);
  if (passkey) sendPage(request, renamePasskeyPage({ ...frameOf(request), passkey }));
  else leadTo(request, '/account/security');
}

async function renamePasskey(dependencies: PasskeyDependencies, request: AccountRequest): Promise<void> {
  const passkey = namedIn(request);
  const name = nameIn(request);
  if (passkey && name === '') {
    const error = { code: 'name_missing', text: request.text.formErrors.name_missing };
    sendPage(request, renamePasskeyPage({ ...frameOf(request, error), passkey }), 400);
    return;
  }
  const { account } = request;
  const isRenamed =
    passkey &&
    (await committed(
      dependencies.commit,
      operations.renamePasskey(dependencies, callerOf(request), { account, passkey, name }),
    ));
  leadTo(request, '/account/security', isRenamed ? 'passkey_renamed' : undefined);
}

const askRemoval = (request: AccountRequest, { reference, name }: PasskeyRecord, error?: FormError) =>
  confirmRemoval(request, {
    action: `/account/security/passkeys/${reference}/remove`,
    heading: fillPlain(request.text.account.security.passkeyRemoveHeading, { name }),
    before: request.text.account.security.passkeyRemoveConsequence,
    error,
  });

async function askRemovePasskey(_dependencies: unknown, request: AccountRequest): Promise<void> {
  const passkey = namedIn(request);
  if (passkey) askRemoval(request, passkey);
  else leadTo(request, '/account/security');
}

async function removePasskey(dependencies: PasskeyDependencies, request: AccountRequest): Promise<void> {
  const passkey = namedIn(request);
  if (!passkey) {
    leadTo(request, '/account/security');
    return;
  }
  const { account, factors, session } = request;
  const removed = { account, factors, passkey, keptUid: session.uid };
  try {
    const work = await operations.removePasskey(dependencies, callerOf(request), removed);
    if (await committed(dependencies.commit, work)) leadTo(request, '/account/security', 'passkey_removed');
    else askRemoval(request, passkey, changedMeanwhile(request));
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    askRemoval(request, passkey, formErrorOf(request.text, 'last_way_in'));
  }
}

/** It stands below security. */
export const page: AccountPage<PasskeyDependencies> = {
  routes: {
    '/security/passkeys': { get: showAddPasskey, post: addPasskey, recent: true },
    // The name of a new one is asked for while the sign-in is still one without it.
    '/security/passkeys/:reference/rename': { get: showRenamePasskey, post: renamePasskey },
    '/security/passkeys/:reference/remove': { get: askRemovePasskey, post: removePasskey, recent: true },
  },
};
