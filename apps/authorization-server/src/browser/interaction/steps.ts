/** The steps of a sign-in: one line and one file each. When each has its turn, `dispatch.ts` decides. */
import { addTotp } from './add-totp.ts';
import { consent } from './consent.ts';
import type { StepName } from './dispatch.ts';
import { emailCodeStep } from './email-code.ts';
import { recoveryCodes } from './recovery-codes.ts';
import { secondFactor } from './second-factor.ts';
import { selectAccount } from './select-account.ts';
import { signIn } from './sign-in.ts';
import type { Step } from './step.ts';
import { termsOfUse } from './terms.ts';
import { verifyEmail } from './verify-email.ts';

const makers = {
  sign_in: signIn,
  verify_email: verifyEmail,
  second_factor: secondFactor,
  email_code: emailCodeStep,
  add_totp: addTotp,
  recovery_codes: recoveryCodes,
  terms: termsOfUse,
  select_account: selectAccount,
  consent,
} satisfies Record<StepName, (dependencies: never) => Step>;

type Maker = (typeof makers)[StepName];

/** What the steps need, all together; each is declared by the step that uses it. */
export type StepDependencies = [Maker] extends [(dependencies: infer Needed) => Step] ? Needed : never;

export type Steps = Readonly<Record<StepName, Step>>;

export const createSteps = (dependencies: StepDependencies): Steps =>
  Object.fromEntries(
    Object.entries(makers).map(([name, make]: [string, Maker]) => [name, make(dependencies)]),
  ) as unknown as Steps;
