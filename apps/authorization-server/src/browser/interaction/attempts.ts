/** Attempts of a sign-in: what is proved by the rule of `operations/prove.ts`, and what a user sees when it fails. */
import type { Request } from 'express';
import * as operations from '../../directory/operations/prove.ts';
import type { Attempt } from '../../directory/throttle/throttle.ts';
import { formErrorOf } from '../../pages/form-error.ts';
import { browserIdOf } from '../browser-cookie.ts';
import type { FormRejected, Interaction } from './step.ts';

export interface AttemptDependencies extends operations.ProvingDependencies {
  /** The address that an attempt comes from. */
  readonly clientAddress: (request: Request) => string;
}

const originOf = ({ clientAddress }: AttemptDependencies, { request }: Interaction) => ({
  address: clientAddress(request),
  browserId: browserIdOf(request),
});

/** Counts what nothing is proved by: something is mailed. */
export const countAttempt = (
  dependencies: AttemptDependencies,
  interaction: Interaction,
  action: operations.About['action'],
  about: Pick<operations.About, 'key' | 'accountId'>,
): Promise<Attempt> =>
  operations.countAttempt(dependencies, { action, ...about, ...originOf(dependencies, interaction) });

type About = Omit<Parameters<typeof operations.prove>[1], 'address' | 'browserId'>;

/** Counts, compares, and takes back what is right. */
export const prove = <Result extends operations.Compared>(
  dependencies: AttemptDependencies,
  interaction: Interaction,
  about: About,
  compare: (refused: boolean) => Result | Promise<Result>,
): Promise<Result | operations.TooMany> =>
  operations.prove(dependencies, { ...about, ...originOf(dependencies, interaction) }, compare);

/** What is shown when something was not proved. */
export const notProved = (
  interaction: Interaction,
  failure: { readonly ok: false } | operations.TooMany,
  wrong: FormRejected,
): FormRejected =>
  'retryAfterSeconds' in failure ? { ...wrong, ...throttled(interaction, failure.retryAfterSeconds) } : wrong;

/** There were too many attempts. */
export const throttled = ({ text }: Interaction, retryAfterSeconds: number) => ({
  error: formErrorOf(text, 'throttled', retryAfterSeconds),
  status: 429,
  retryAfterSeconds,
});

/** More work waits than can be done soon. */
export const busy = ({ text }: Interaction, retryAfterSeconds: number) => ({
  error: formErrorOf(text, 'busy'),
  status: 503,
  retryAfterSeconds,
});
