/** Decides, alone, what a user sees next; steps return here and never call each other. */
import { assuranceOf, levelOf } from '../../directory/accounts/assurance.ts';
import { type Factors, hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import type { Progress } from './progress.ts';

/** A step of the sign-in. */
export type StepName =
  | 'sign_in'
  | 'verify_email'
  | 'second_factor'
  | 'email_code'
  | 'add_totp'
  | 'recovery_codes'
  | 'terms'
  | 'select_account'
  | 'consent';

/** A step of the sign-in, or its end. */
export type Next = StepName | 'finished';

/** All that the decision is made of. */
export interface Situation {
  /** The prompt that the provider waits for. */
  readonly prompt: string;
  readonly progress: Progress;
  /** Of the user who proved the first factor. */
  readonly factors: Factors | undefined;
  /** The level of assurance that is asked for, from 0 (none). */
  readonly neededLevel: number;
  /** Codes are mailed, and this user has a confirmed address. */
  readonly emailCode?: boolean;
}

/** What comes next. Throws TypeError for a prompt that has no page. */
export function nextOf({ prompt, progress, factors, neededLevel, emailCode = false }: Situation): Next {
  if (prompt === 'consent' || prompt === 'terms') return prompt;
  if (prompt === 'select_account') {
    const begun = progress.accountId ?? progress.confirming ?? progress.anotherAccount;
    if (begun === undefined) return 'select_account';
  } else if (prompt !== 'login' && prompt !== 'create')
    throw new TypeError(`there is no page for the prompt ${prompt}`);
  if (progress.confirming !== undefined) return 'verify_email';
  if (progress.accountId === undefined || factors === undefined) return 'sign_in';
  if (progress.recoveryCodes !== undefined) return 'recovery_codes';
  const level = levelOf(assuranceOf(progress.methods).acr);
  if (level >= 2) return 'finished';
  if (hasSecondFactor(factors)) return 'second_factor';
  if (emailCode && !progress.methods.includes('email')) return 'email_code';
  return neededLevel > level ? 'add_totp' : 'finished';
}
