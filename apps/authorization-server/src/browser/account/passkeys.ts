/** Passkeys on the security page: adding, renaming, removing. */
import { allowOwnScript, type FormError, field } from '@gatehouse/html';
import type { PasskeyRecord } from '@gatehouse/storage';
import { mostPasskeys } from '../../directory/accounts/passkeys.ts';
import { committed } from '../../directory/operations/commit.ts';
import * as operations from '../../directory/operations/factors.ts';
import { addPasskeyPage, renamePasskeyPage } from '../../pages/account/passkeys.ts';
import { accountCodesPage } from '../../pages/account/security.ts';
import type { FormErrorCode } from '../../texts/catalog.ts';
import { fillPlain } from '../../texts/catalog.ts';
import { changedMeanwhile, frameOf, leadTo, sendPage } from './answer.ts';
import { deviceOf } from './device.ts';
import { confirmRemoval } from './removal.ts';
import { type AccountParts, callerOf, type Visit } from './visit.ts';

/** The challenge of a new passkey counts in this session alone. */
const bindingOf = ({ session, account }: Visit) => `add:${session.uid}:${account.id}`;

const longestName = 64;
const nameIn = ({ request }: Visit): string =>
  field(request.body, 'name')
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trim()
    .slice(0, longestName);

/** What a new one is called unless the person says otherwise. */
function usualName({ request, text }: Visit): string {
  const { browser, system } = deviceOf(request.headers['user-agent']);
  if (browser === undefined || system === undefined) return browser ?? system ?? text.account.unknown;
  return fillPlain(text.account.sessions.device, { browser, system });
}

/** The passkey that the address names; undefined when it is none of this person's. */
const namedIn = ({ request, factors }: Visit): PasskeyRecord | undefined =>
  factors.passkeys.find(({ reference }) => reference === request.params['reference']);

function showAdd(parts: AccountParts, visit: Visit, code?: FormErrorCode, status?: number): void {
  const { account, factors, response, text } = visit;
  allowOwnScript(response);
  const error = code && { code, text: text.formErrors[code] };
  const options = parts.passkeys.creationOptions(bindingOf(visit), account, factors.passkeys);
  sendPage(
    visit,
    addPasskeyPage({ ...frameOf(visit, error), options, name: nameIn(visit) || usualName(visit) }),
    status,
  );
}

export async function showAddPasskey(parts: AccountParts, visit: Visit): Promise<void> {
  if (visit.factors.passkeys.length < mostPasskeys) showAdd(parts, visit);
  else leadTo(visit, '/account/security');
}

export async function addPasskey(parts: AccountParts, visit: Visit): Promise<void> {
  const { account, factors, request } = visit;
  const given = field(request.body, 'passkey');
  if (given === '') {
    showAdd(parts, visit, 'passkey_missing', 400);
    return;
  }
  const name = nameIn(visit) || usualName(visit);
  const added = await parts.passkeys.add(bindingOf(visit), given, account, name);
  const work = added && operations.addPasskey(parts, callerOf(visit), { account, factors, added });
  if (!work || !(await committed(parts.commit, work))) {
    showAdd(parts, visit, 'passkey_refused', 400);
    return;
  }
  if (work.recoveryCodes) sendPage(visit, accountCodesPage({ ...frameOf(visit), codes: work.recoveryCodes }));
  else leadTo(visit, '/account/security', 'passkey_added');
}

export async function showRenamePasskey(_parts: AccountParts, visit: Visit): Promise<void> {
  const passkey = namedIn(visit);
  if (passkey) sendPage(visit, renamePasskeyPage({ ...frameOf(visit), passkey }));
  else leadTo(visit, '/account/security');
}

export async function renamePasskey(parts: AccountParts, visit: Visit): Promise<void> {
  const passkey = namedIn(visit);
  const name = nameIn(visit);
  if (passkey && name === '') {
    const error = { code: 'name_missing', text: visit.text.formErrors.name_missing };
    sendPage(visit, renamePasskeyPage({ ...frameOf(visit, error), passkey }), 400);
    return;
  }
  const { account } = visit;
  const isRenamed =
    passkey &&
    (await committed(parts.commit, operations.renamePasskey(parts, callerOf(visit), { account, passkey, name })));
  leadTo(visit, '/account/security', isRenamed ? 'passkey_renamed' : undefined);
}

const askRemoval = (visit: Visit, { reference, name }: PasskeyRecord, error?: FormError) =>
  confirmRemoval(visit, {
    action: `/account/security/passkeys/${reference}/remove`,
    heading: fillPlain(visit.text.account.security.passkeyRemoveHeading, { name }),
    before: visit.text.account.security.passkeyRemoveConsequence,
    error,
  });

export async function askRemovePasskey(_parts: AccountParts, visit: Visit): Promise<void> {
  const passkey = namedIn(visit);
  if (passkey) askRemoval(visit, passkey);
  else leadTo(visit, '/account/security');
}

export async function removePasskey(parts: AccountParts, visit: Visit): Promise<void> {
  const passkey = namedIn(visit);
  if (!passkey) {
    leadTo(visit, '/account/security');
    return;
  }
  const { account, factors, session } = visit;
  const removed = { account, factors, passkey, keptUid: session.uid };
  const work = await operations.removePasskey(parts, callerOf(visit), removed);
  if (await committed(parts.commit, work)) leadTo(visit, '/account/security', 'passkey_removed');
  else askRemoval(visit, passkey, changedMeanwhile(visit));
}
