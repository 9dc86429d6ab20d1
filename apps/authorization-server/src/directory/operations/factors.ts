/** Second factors added, renewed and removed. The user is told of each by mail, whoever did it. */
import type { PasskeyRecord, Storage, Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account } from '../accounts/accounts.ts';
import { accountNotice } from '../accounts/notices.ts';
import type { Factors, FirstFactor, Proof, SecondFactors } from '../accounts/second-factors.ts';
import type { AuditEntry } from '../audit/record.ts';
import { type EndDependencies, endAccount, endAccountElsewhere, endLinks, endSignIns } from '../revocation/end.ts';
import { type WaysInDependencies, withoutWayIn } from './ways-in.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface FactorDependencies {
  readonly storage: Pick<Storage, 'artefacts'>;
  readonly secondFactors: SecondFactors;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly issuer: string;
}

export interface RemovalDependencies extends EndDependencies, FactorDependencies {
  readonly storage: EndDependencies['storage'];
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export interface PasskeyRemovalDependencies extends RemovalDependencies {
  readonly storage: RemovalDependencies['storage'] & WaysInDependencies['storage'];
}

interface Owned {
  readonly account: Account;
  /** As they were read; LostRaceError when they are others by now. */
  readonly factors: Factors;
}

interface Removed extends Owned {
  /** The one session that stays: the factor was just proved in it. */
  readonly keptUid: string;
}

/** How records name a passkey: its whole reference is as long as a token, so they would leave it out. */
export const recordedPasskey = (reference: string): string => reference.slice(0, 16);

const passkeyDetails = (reference: string): Pick<AuditEntry, 'reason' | 'target'> => ({
  reason: 'passkey',
  target: { type: 'passkey', id: recordedPasskey(reference) },
});

/** An authenticator app whose code was typed; undefined when the code is wrong. */
export function addTotp(
  dependencies: Omit<FactorDependencies, 'secondFactors'> & { readonly secondFactors: Pick<SecondFactors, 'addTotp'> },
  caller: Caller,
  { account, factors, secret, code }: Owned & { readonly secret: string; readonly code: string },
): (Work & FirstFactor & Pick<Proof, 'amr'>) | undefined {
  const added = dependencies.secondFactors.addTotp(factors, secret, code);
  return (
    added && {
      amr: added.amr,
      recoveryCodes: added.recoveryCodes,
      writes: [
        ...added.writes,
        endLinks(dependencies.storage, account.id),
        ...accountNotice(dependencies, account, 'factor_added', factors),
      ],
      events: [eventOf(caller, 'factor.added', { reason: 'totp', subject: account.id })],
    }
  );
}

/** @param added what the browser made, checked */
export function addPasskey(
  dependencies: FactorDependencies,
  caller: Caller,
  {
    account,
    factors,
    added,
  }: Owned & { readonly added: { readonly reference: string; readonly writes: readonly Write[] } },
): Work & FirstFactor {
  const first = dependencies.secondFactors.withFirstFactor(factors);
  return {
    recoveryCodes: first.recoveryCodes,
    writes: [
      ...added.writes,
      ...first.writes,
      endLinks(dependencies.storage, account.id),
      ...accountNotice(dependencies, account, 'factor_added', factors),
    ],
    events: [eventOf(caller, 'factor.added', { ...passkeyDetails(added.reference), subject: account.id })],
  };
}

/** What its user calls it. LostRaceError when it is gone. */
export const renamePasskey = (
  { storage }: { readonly storage: Pick<Storage, 'passkeys'> },
  caller: Caller,
  {
    account: { id },
    passkey,
    name,
  }: { readonly account: Account; readonly passkey: PasskeyRecord; readonly name: string },
): Work => ({
  writes: [storage.passkeys.writes.rename(id, passkey.reference, name)],
  events: [eventOf(caller, 'factor.changed', { ...passkeyDetails(passkey.reference), subject: id })],
});

/**
 * Sign-ins under way end, and links: what was proved with the factor counts no more. With the last factor everything ends that an
 * operator's removal of all ends, but for the session in which the user proved it: what stayed would say that somebody proved two
 * factors who has one now.
 */
async function removal(
  dependencies: RemovalDependencies,
  { account, factors, keptUid }: Removed,
  writes: readonly Write[],
): Promise<Write[]> {
  const { id } = account;
  const others = factors.passkeys.length + (factors.totp ? 1 : 0) - 1;
  return [
    ...writes,
    endLinks(dependencies.storage, id),
    ...accountNotice(dependencies, account, 'factor_removed', factors),
    ...(others > 0
      ? [endSignIns(dependencies.storage, id)]
      : await endAccountElsewhere(dependencies, id, keptUid, Math.floor(dependencies.clock() / 1000))),
  ];
}

export const removeTotp = async (
  dependencies: RemovalDependencies,
  caller: Caller,
  removed: Removed,
): Promise<Work> => ({
  writes: await removal(dependencies, removed, dependencies.secondFactors.removeTotp(removed.factors)),
  events: [eventOf(caller, 'factor.removed', { reason: 'totp', subject: removed.account.id })],
});

/** Throws OperationRefused (`last_way_in`) when the user could sign in by nothing else. */
export const removePasskey = async (
  dependencies: PasskeyRemovalDependencies,
  caller: Caller,
  { passkey: { reference }, ...removed }: Removed & { readonly passkey: PasskeyRecord },
): Promise<Work> => ({
  expected: await withoutWayIn(dependencies, removed.account.id, { passkey: reference }),
  writes: await removal(dependencies, removed, dependencies.secondFactors.removePasskey(removed.factors, reference)),
  events: [eventOf(caller, 'factor.removed', { ...passkeyDetails(reference), subject: removed.account.id })],
});

/** New recovery codes in place of all older ones; they are shown once. */
export function renewRecoveryCodes(
  dependencies: FactorDependencies,
  caller: Caller,
  { account, factors }: Owned,
): Work & { readonly codes: readonly string[] } {
  const { codes, write } = dependencies.secondFactors.renewRecoveryCodes(factors);
  return {
    codes,
    writes: [
      write,
      endLinks(dependencies.storage, account.id),
      ...accountNotice(dependencies, account, 'recovery_codes_renewed', factors),
    ],
    events: [eventOf(caller, 'recovery_codes.renewed', { subject: account.id })],
  };
}

/** For users who lost them: all factors go, and everything that was let in with them. */
export async function removeAllFactors(
  dependencies: RemovalDependencies,
  caller: Caller,
  { account, factors }: Owned,
): Promise<Work> {
  const { id } = account;
  return {
    writes: [
      ...dependencies.secondFactors.removeAll(factors),
      endLinks(dependencies.storage, id),
      ...accountNotice(dependencies, account, 'factors_removed', factors),
      ...(await endAccount(dependencies, id)),
    ],
    events: [eventOf(caller, 'user.factors_removed', { target: { type: 'user', id }, subject: id })],
  };
}
