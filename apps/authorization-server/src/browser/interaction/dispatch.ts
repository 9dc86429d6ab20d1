/** The steps of a sign-in, one line and one file each. Which is next is decided here alone; steps never call each other. */
import { assuranceOf, levelOf } from '../../directory/accounts/assurance.ts';
import { type Factors, hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import { addTotp } from './add-totp.ts';
import { connect } from './connect.ts';
import { consent } from './consent.ts';
import { emailCodeStep } from './email-code.ts';
import type { Progress } from './progress.ts';
import { recoveryCodes } from './recovery-codes.ts';
import { secondFactor } from './second-factor.ts';
import { selectAccount } from './select-account.ts';
import { signIn } from './sign-in.ts';
import type { Step } from './step.ts';
import { termsOfUse } from './terms.ts';
import { verifyEmail } from './verify-email.ts';

const makers = {
  sign_in: signIn,
  connect,
  verify_email: verifyEmail,
  second_factor: secondFactor,
  email_code: emailCodeStep,
  add_totp: addTotp,
  recovery_codes: recoveryCodes,
  terms: termsOfUse,
  select_account: selectAccount,
  consent,
} satisfies Record<string, (dependencies: never) => Step>;

type StepName = keyof typeof makers;

type Maker = (typeof makers)[StepName];

/** What the steps need, all together; each is declared by the step that uses it. */
export type StepDependencies = [Maker] extends [(dependencies: infer Needed) => Step] ? Needed : never;

export type Steps = Readonly<Record<StepName, Step>>;

export const createSteps = (dependencies: StepDependencies): Steps =>
  Object.fromEntries(
    Object.entries(makers).map(([name, make]: [string, Maker]) => [name, make(dependencies)]),
  ) as unknown as Steps;

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
  if (prompt === 'terms') return prompt;
  // Both ask about the account of the session, until its user says that it is another.
  if (prompt === 'consent' || prompt === 'select_account') {
    const { accountId, confirming, connecting, upstreamFailed, anotherAccount } = progress;
    const begun = accountId ?? confirming ?? connecting ?? upstreamFailed ?? anotherAccount;
    if (begun === undefined) return prompt;
  } else if (prompt !== 'login' && prompt !== 'create')
    throw new TypeError(`there is no page for the prompt ${prompt}`);
  if (progress.confirming !== undefined) return 'verify_email';
  if (progress.connecting !== undefined && progress.accountId === undefined) return 'connect';
  if (progress.accountId === undefined || factors === undefined) return 'sign_in';
  if (progress.recoveryCodes !== undefined) return 'recovery_codes';
  const level = levelOf(assuranceOf(progress.methods).acr);
  if (level >= 2) return 'finished';
  if (hasSecondFactor(factors)) return 'second_factor';
  if (emailCode && !progress.methods.includes('email')) return 'email_code';
  return neededLevel > level ? 'add_totp' : 'finished';
}
