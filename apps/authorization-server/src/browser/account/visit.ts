/** What every account page is given, and who may see it. */
import type { Theme } from '@gatehouse/html';
import { originOf } from '@gatehouse/http';
import type { Storage } from '@gatehouse/storage';
import type { Request, Response } from 'express';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account, Accounts } from '../../directory/accounts/accounts.ts';
import { levelOf } from '../../directory/accounts/assurance.ts';
import type { KnownBrowsers } from '../../directory/accounts/known-browsers.ts';
import type { Passkeys } from '../../directory/accounts/passkeys.ts';
import type { PasswordHasher } from '../../directory/accounts/password-hash.ts';
import type { PasswordRules } from '../../directory/accounts/password-rules.ts';
import { type Factors, hasSecondFactor, type SecondFactors } from '../../directory/accounts/second-factors.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import type { AuditEvent } from '../../directory/audit/events.ts';
import type { AuditEntry } from '../../directory/audit/record.ts';
import type { Clients } from '../../directory/clients/clients.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import type { Caller } from '../../directory/operations/work.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import type { Revocations } from '../../directory/revocation/revocations.ts';
import type { Throttle } from '../../directory/throttle/throttle.ts';
import type { Catalog } from '../../texts/catalog.ts';

/** The session that the browser holds. */
export interface AccountSessionView {
  readonly uid: string;
  readonly accountId: string;
  readonly acr: string | undefined;
  readonly signedInAtSeconds: number;
}

/** What the account pages need from the rest of the house. */
export interface AccountParts {
  readonly issuer: string;
  readonly storage: Storage;
  readonly readSession: (request: Request, response: Response) => Promise<AccountSessionView | undefined>;
  readonly revocations: Revocations;
  readonly accounts: Accounts;
  readonly hasher: PasswordHasher;
  readonly passwordRules: PasswordRules;
  readonly secondFactors: SecondFactors;
  readonly passkeys: Passkeys;
  readonly knownBrowsers: KnownBrowsers;
  readonly throttle: Throttle;
  readonly clientAddress: (request: Request) => string;
  readonly clients: Clients;
  readonly resources: Resources;
  readonly audit: Audit;
  readonly commit: Commit;
  readonly csrf: { token(request: Request, response: Response): string; check(request: Request): void };
  /** Absent: there is no mail server. */
  readonly mailer: Mailer | undefined;
  /** Something was put into the outbox. */
  readonly wake: () => void;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** The look of pages that speak of an application, or of none. */
  readonly theme: () => Theme;
  /** What authenticator apps call this server. */
  readonly serviceName: string;
}

/** A request of somebody who is signed in. */
export interface Visit {
  readonly request: Request;
  readonly response: Response;
  readonly text: Catalog;
  readonly theme: Theme;
  readonly csrf: string;
  readonly session: AccountSessionView;
  readonly account: Account;
  readonly factors: Factors;
  readonly nowSeconds: number;
}

/** How long ago a sign-in may be for what changes how one signs in (AS-20). */
export const recentSeconds = 600;

/**
 * True when this person proved a moment ago, with all that they have, who they are.
 * @param graceSeconds for a form that was opened in time and sent a little later
 */
export function isRecent({ session, factors, nowSeconds }: Visit, graceSeconds = 0): boolean {
  if (nowSeconds - session.signedInAtSeconds > recentSeconds + graceSeconds) return false;
  return !hasSecondFactor(factors) || levelOf(session.acr) >= 2;
}

/** The signed-in user, as operations take it. */
export const callerOf = ({ request, account }: Visit): Caller => ({
  actor: { type: 'user', id: account.id },
  origin: originOf(request),
});

/** Writes a security event down. */
export function record(
  parts: AccountParts,
  visit: Visit,
  event: AuditEvent,
  reason?: string,
  target?: AuditEntry['target'],
): void {
  parts.audit.record(visit.request, { event, outcome: 'success', reason, subject: visit.account.id, target });
}
