/** Passkeys on the security page: adding, renaming, removing. */
import { allowOwnScript, field } from '@gatehouse/html';
import { ConflictError, LostRaceError, type PasskeyRecord } from '@gatehouse/storage';
import { mostPasskeys } from '../../directory/accounts/passkeys.ts';
import * as operations from '../../directory/operations/factors.ts';
import { eventOf, type Work } from '../../directory/operations/work.ts';
import { addPasskeyPage, renamePasskeyPage } from '../../pages/account/passkeys.ts';
import { accountCodesPage, confirmPage } from '../../pages/account/security.ts';
import type { FormErrorCode } from '../../texts/catalog.ts';
import { fillPlain } from '../../texts/catalog.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';
import { deviceOf } from './device.ts';
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
  if (!work || !(await won(parts, work))) {
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
  const { id: subject } = visit.account;
  const work = passkey && {
    writes: [parts.passkeys.rename(subject, passkey.reference, name)],
    events: [
      eventOf(callerOf(visit), 'factor.changed', {
        reason: 'passkey',
        subject,
        target: { type: 'passkey', id: passkey.reference },
      }),
    ],
  };
  if (!work || !(await won(parts, work))) {
    leadTo(visit, '/account/security');
    return;
  }
  leadTo(visit, '/account/security', 'passkey_renamed');
}

export async function askRemovePasskey(_parts: AccountParts, visit: Visit): Promise<void> {
  const { security } = visit.text.account;
  const passkey = namedIn(visit);
  if (!passkey) {
    leadTo(visit, '/account/security');
    return;
  }
  const isLast = visit.factors.passkeys.length === 1 && !visit.factors.totp;
  sendPage(
    visit,
    confirmPage({
      ...frameOf(visit),
      action: `/account/security/passkeys/${passkey.reference}/remove`,
      heading: fillPlain(security.passkeyRemoveHeading, { name: passkey.name }),
      consequence: `${security.passkeyRemoveConsequence} ${isLast ? security.removeConsequence : security.removeOthersStay}`,
      submit: security.remove,
    }),
  );
}

export async function removePasskey(parts: AccountParts, visit: Visit): Promise<void> {
  const passkey = namedIn(visit);
  if (!passkey) {
    leadTo(visit, '/account/security');
    return;
  }
  const { account, factors } = visit;
  if (!(await won(parts, operations.removePasskey(parts, callerOf(visit), { account, factors, passkey })))) {
    leadTo(visit, '/account/security');
    return;
  }
  leadTo(visit, '/account/security', 'passkey_removed');
}

/** Commits; false when somebody was first, or the passkey is known already. */
async function won({ commit }: AccountParts, work: Work): Promise<boolean> {
  try {
    await commit(work);
    return true;
  } catch (error) {
    if (error instanceof LostRaceError || error instanceof ConflictError) return false;
    throw error;
  }
}
