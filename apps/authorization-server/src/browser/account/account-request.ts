/** What every account page is given, and who may see it. */
import type { Theme } from '@gatehouse/html';
import { originOf } from '@gatehouse/http';
import type { Request, Response } from 'express';
import type { Account } from '../../directory/accounts/accounts.ts';
import { levelOf } from '../../directory/accounts/assurance.ts';
import { type Factors, hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import { recentSeconds } from '../../directory/accounts/sessions.ts';
import type { Caller } from '../../directory/operations/work.ts';
import type { AccountSection, MenuEntry } from '../../pages/account/frame.ts';
import type { Catalog } from '../../texts/catalog.ts';

/** The session that the browser holds. */
export interface AccountSessionView {
  readonly uid: string;
  readonly accountId: string;
  readonly acr: string | undefined;
  readonly signedInAtSeconds: number;
}

/** A request of somebody who is signed in. */
export interface AccountRequest {
  readonly http: Request;
  readonly response: Response;
  readonly text: Catalog;
  readonly theme: Theme;
  readonly menu: readonly MenuEntry[];
  readonly csrf: string;
  readonly session: AccountSessionView;
  readonly account: Account;
  readonly factors: Factors;
  readonly nowSeconds: number;
}

/** Answers a request with what it is handed, and nothing else. */
export type Handler<Dependencies> = (dependencies: Dependencies, request: AccountRequest) => Promise<void>;

export interface AccountRoute<Dependencies> {
  readonly get?: Handler<Dependencies>;
  /** Takes a form. */
  readonly post?: Handler<Dependencies>;
  /** Asks who did not sign in a moment ago to do so again. */
  readonly recent?: boolean;
}

/** A page with all that belongs to it; `pages.ts` lists them. */
export interface AccountPage<Dependencies> {
  /** Its entry in the menu; absent: another page leads to it. */
  readonly section?: AccountSection;
  /** By paths below `/account`; the menu leads to the first. */
  readonly routes: Readonly<Record<string, AccountRoute<Dependencies>>>;
}

/**
 * True when this user proved a moment ago, with all that they have, who they are.
 * @param graceSeconds for a form that was opened in time and sent a little later
 */
export function isRecent({ session, factors, nowSeconds }: AccountRequest, graceSeconds = 0): boolean {
  if (nowSeconds - session.signedInAtSeconds > recentSeconds + graceSeconds) return false;
  return !hasSecondFactor(factors) || levelOf(session.acr) >= 2;
}

/** The signed-in user, as operations take it. */
export const callerOf = ({ http, account }: AccountRequest): Caller => ({
  actor: { type: 'user', id: account.id },
  origin: originOf(http),
});
