/** Second factors added, renewed and removed. The user is told of each by mail, whoever did it. */
import type { PasskeyRecord, Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account } from '../accounts/accounts.ts';
import { accountNotice } from '../accounts/notices.ts';
import type { Factors, FirstFactor, Proof, SecondFactors } from '../accounts/second-factors.ts';
import type { AuditEntry } from '../audit/record.ts';
import { type EndParts, endAccount, endSignIns } from '../revocation/end.ts';
import { type Caller, eventOf, type Work } from './work.ts';

/** What mails to the user are made with. */
export interface NoticeParts {
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly issuer: string;
}

export interface FactorParts extends NoticeParts {
  readonly storage: EndParts['storage'];
  readonly secondFactors: SecondFactors;
}

interface Owned {
  readonly account: Account;
  /** As they were read; LostRaceError when they are others by now. */
  readonly factors: Factors;
}

const passkeyDetails = (reference: string): Pick<AuditEntry, 'reason' | 'target'> => ({
  reason: 'passkey',
  target: { type: 'passkey', id: reference },
});

/** An authenticator app whose code was typed; undefined when the code is wrong. */
export function addTotp(
  parts: NoticeParts & { readonly secondFactors: Pick<SecondFactors, 'addTotp'> },
  caller: Caller,
  { account, factors, secret, code }: Owned & { readonly secret: string; readonly code: string },
): (Work & FirstFactor & Pick<Proof, 'amr'>) | undefined {
  const added = parts.secondFactors.addTotp(factors, secret, code);
  return (
    added && {
      amr: added.amr,
      recoveryCodes: added.recoveryCodes,
      writes: [...added.writes, ...accountNotice(parts, account, 'factor_added')],
      events: [eventOf(caller, 'factor.added', { reason: 'totp', subject: account.id })],
    }
  );
}

/** @param added what the browser made, checked */
export function addPasskey(
  parts: FactorParts,
  caller: Caller,
  {
    account,
    factors,
    added,
  }: Owned & { readonly added: { readonly reference: string; readonly writes: readonly Write[] } },
): Work & FirstFactor {
  const first = parts.secondFactors.withFirstFactor(factors);
  return {
    recoveryCodes: first.recoveryCodes,
    writes: [...added.writes, ...first.writes, ...accountNotice(parts, account, 'factor_added')],
    events: [eventOf(caller, 'factor.added', { ...passkeyDetails(added.reference), subject: account.id })],
  };
}

/** Sign-ins under way end: what was proved in them with the factor counts no more. */
const removal = (parts: FactorParts, { account }: Owned, writes: readonly Write[]): Write[] => [
  ...writes,
  endSignIns(parts.storage, account.id),
  ...accountNotice(parts, account, 'factor_removed'),
];

export const removeTotp = (parts: FactorParts, caller: Caller, owned: Owned): Work => ({
  writes: removal(parts, owned, parts.secondFactors.removeTotp(owned.factors)),
  events: [eventOf(caller, 'factor.removed', { reason: 'totp', subject: owned.account.id })],
});

export const removePasskey = (
  parts: FactorParts,
  caller: Caller,
  { passkey: { reference }, ...owned }: Owned & { readonly passkey: PasskeyRecord },
): Work => ({
  writes: removal(parts, owned, parts.secondFactors.removePasskey(owned.factors, reference)),
  events: [eventOf(caller, 'factor.removed', { ...passkeyDetails(reference), subject: owned.account.id })],
});

/** New recovery codes in place of all older ones; they are shown once. */
export function renewRecoveryCodes(
  parts: FactorParts,
  caller: Caller,
  { account, factors }: Owned,
): Work & { readonly codes: readonly string[] } {
  const { codes, write } = parts.secondFactors.renewRecoveryCodes(factors);
  return {
    codes,
    writes: [write, ...accountNotice(parts, account, 'recovery_codes_renewed')],
    events: [eventOf(caller, 'recovery_codes.renewed', { subject: account.id })],
  };
}

/** For users who lost them: all factors go, and everything that was let in with them. */
export async function removeAllFactors(
  parts: FactorParts & EndParts,
  caller: Caller,
  { account, factors }: Owned,
): Promise<Work> {
  const { id } = account;
  return {
    writes: [
      ...parts.secondFactors.removeAll(factors),
      ...accountNotice(parts, account, 'factors_removed'),
      ...(await endAccount(parts, id)),
    ],
    events: [eventOf(caller, 'user.factors_removed', { target: { type: 'user', id }, subject: id })],
  };
}
