/**
 * The browser's way through sign-in: looks up the interaction, checks that it belongs to this browser and that the form
 * is ours, runs the step, and hands its result to the engine.
 */
import { formBody } from '@gatehouse/http';
import { LostRaceError, type Write } from '@gatehouse/storage';
import { Router } from 'express';
import { assuranceOf } from '../../directory/accounts/assurance.ts';
import { newTotpSecret } from '../../directory/accounts/totp.ts';
import { signInModel } from '../../directory/revocation/end.ts';
import { giveBrowserId } from '../browser-cookie.ts';
import { noStore, refusals } from '../refusals.ts';
import { addTotpStep, codesKeptStep } from './add-totp.ts';
import { acceptConsent } from './consent.ts';
import { type Next, nextOf } from './dispatch.ts';
import { codeAddressOf, firstCode, resendCodeStep } from './email-code.ts';
import { findStep } from './find-step.ts';
import { passkeyFactorStep, passkeyStep } from './passkey.ts';
import { passwordStep } from './password.ts';
import { registerStep } from './register.ts';
import { restartStep, secondFactorStep } from './second-factor.ts';
import { keepAccount, otherAccount } from './select-account.ts';
import { pageFor } from './show.ts';
import type { Advanced, Finished, InteractionParts, Outcome, Refused, Step } from './step.ts';
import { acceptTerms } from './terms.ts';
import { resendStep, verifyEmailStep } from './verify-email.ts';

/** The steps that a form may finish, and the pages that the form may stand on. */
const steps: Record<string, { on: readonly Next[]; run: (parts: InteractionParts, step: Step) => Promise<Outcome> }> = {
  login: { on: ['sign_in'], run: passwordStep },
  passkey: { on: ['sign_in'], run: passkeyStep },
  totp: { on: ['second_factor'], run: secondFactorStep('totp') },
  'passkey-factor': { on: ['second_factor'], run: passkeyFactorStep },
  'recovery-code': { on: ['second_factor'], run: secondFactorStep('recovery_code') },
  'email-code': { on: ['email_code'], run: secondFactorStep('email') },
  'resend-code': { on: ['email_code'], run: resendCodeStep },
  'add-totp': { on: ['add_totp'], run: addTotpStep },
  'codes-kept': { on: ['recovery_codes'], run: codesKeptStep },
  restart: { on: ['second_factor', 'email_code', 'add_totp', 'verify_email'], run: restartStep },
  register: { on: ['sign_in'], run: registerStep },
  verify: { on: ['verify_email'], run: verifyEmailStep },
  resend: { on: ['verify_email'], run: resendStep },
  terms: { on: ['terms'], run: acceptTerms },
  account: { on: ['select_account'], run: keepAccount },
  'other-account': { on: ['select_account'], run: otherAccount },
  consent: { on: ['consent'], run: acceptConsent },
};

const cancelled: Outcome = {
  result: { error: 'access_denied', error_description: 'the person cancelled the sign-in' },
  merge: false,
};

/** What comes next for the step as it was found. */
const nextOfStep = (parts: InteractionParts, { details, progress, person, neededLevel }: Step): Next =>
  nextOf({
    prompt: details.prompt.name,
    progress,
    factors: person?.factors,
    neededLevel,
    emailCode: codeAddressOf(parts, person?.account) !== undefined,
  });

async function show(parts: InteractionParts, step: Step, refused?: Refused): Promise<void> {
  const { response } = step;
  if (refused?.retryAfterSeconds) response.set('retry-after', String(refused.retryAfterSeconds));
  response
    .status(refused?.status ?? 200)
    .type('html')
    .send(await pageFor(parts, step, nextOfStep(parts, step), refused));
}

/** A form that was sent twice, or a second tab: the prompt has its answer, and the engine goes on from there. */
function isAnswered({ details, response }: Step): boolean {
  if (!details.result) return false;
  response.redirect(303, details.returnTo);
  return true;
}

/** Everything is proved: the result for the engine. */
function signedIn(parts: InteractionParts, step: Step, accountId: string, { progress, ...done }: Advanced): Finished {
  const assurance = assuranceOf(progress.methods);
  const { request, response, details } = step;
  const record = (lost?: string) => {
    done.record?.(lost);
    if (lost !== undefined) return;
    parts.audit.record(request, {
      event: 'sign_in.completed',
      outcome: 'success',
      clientId: step.client.clientId,
      subject: accountId,
    });
  };
  return {
    ...done,
    record,
    // The time of the proof, not of the browser's next request (AS-20).
    result: {
      login: { accountId, ts: Math.floor(parts.clock() / 1000), ...assurance },
      select_account: {},
      create: {},
    },
    merge: false,
    writes: [
      ...(done.writes ?? []),
      parts.knownBrowsers.remember(accountId, giveBrowserId(request, response)),
      parts.progress.forget(details.uid),
    ],
  };
}

/** Where an outcome leads: to the engine with a result, or to the next page with what was proved so far. */
async function settle(parts: InteractionParts, step: Step, outcome: Advanced | Finished): Promise<Advanced | Finished> {
  if ('result' in outcome) return outcome;
  const { accountId } = outcome.progress;
  const factors = accountId === undefined ? undefined : await parts.secondFactors.of(accountId);
  const { neededLevel, details } = step;
  const account = parts.emailCode && accountId !== undefined ? await parts.accounts.findActive(accountId) : undefined;
  const emailCode = codeAddressOf(parts, account) !== undefined;
  const next = nextOf({ prompt: details.prompt.name, progress: outcome.progress, factors, neededLevel, emailCode });
  if (next === 'finished' && accountId !== undefined) return signedIn(parts, step, accountId, outcome);
  if (next === 'email_code' && account && outcome.progress.emailCode === undefined) {
    const { sent, writes } = await firstCode(parts, step, account);
    const saved = parts.progress.save(details.uid, { ...outcome.progress, emailCode: sent });
    const committed = () => {
      outcome.committed?.();
      parts.wake();
    };
    return { ...outcome, writes: [...(outcome.writes ?? []), ...writes, saved], committed };
  }
  const progress = next === 'add_totp' ? { totpSecret: newTotpSecret(), ...outcome.progress } : outcome.progress;
  return { ...outcome, writes: [...(outcome.writes ?? []), parts.progress.save(details.uid, progress)] };
}

/** The sign-in itself was ended, or went on elsewhere. */
const isOver = ({ model }: LostRaceError) => model === 'Interaction' || model === signInModel;

/** Routes below `/interaction`. */
export function interactionRouter(parts: InteractionParts): Router {
  const router = Router({ strict: true });

  const run = async (step: Step, work: () => Promise<Outcome>) => {
    let settled: Advanced | Finished | undefined;
    const save = async (done: Advanced | Finished, add: (write: Write) => void): Promise<string> => {
      const { request, response, details } = step;
      settled = await settle(parts, step, done);
      for (const write of settled.writes ?? []) add(write);
      if (!('result' in settled)) return `/interaction/${details.uid}`;
      return parts.provider().interactionResult(request, response, settled.result, {
        mergeWithLastSubmission: settled.merge,
      });
    };
    const outcome = await parts
      .atomically(async (add) => {
        const done = await work();
        return 'error' in done ? done : { leadTo: await save(done, add) };
      })
      .catch((error: unknown) => {
        if (!(error instanceof LostRaceError) || isOver(error) || !settled?.whenLost) throw error;
        settled.record?.('came_second');
        return settled.whenLost;
      });
    if ('leadTo' in outcome) {
      settled?.record?.();
      settled?.committed?.();
      step.response.redirect(303, outcome.leadTo);
    } else await show(parts, step, outcome);
  };

  router.use(noStore);
  router.get('/:uid', async (request, response) => {
    const step = await findStep(parts, request, response);
    if (!isAnswered(step)) await show(parts, step);
  });
  router.post('/:uid/:action', formBody(), async (request, response, next) => {
    const action = String(request.params['action']);
    if (action !== 'abort' && !Object.hasOwn(steps, action)) {
      next();
      return;
    }
    const step = await findStep(parts, request, response);
    parts.csrf.check(request);
    if (isAnswered(step)) return;
    if (action === 'abort') {
      await run(step, async () => cancelled);
      return;
    }
    const chosen = steps[action] as (typeof steps)[string];
    // An older tab posts the form of a step that is done: show the one that is next.
    if (chosen.on.includes(nextOfStep(parts, step))) await run(step, () => chosen.run(parts, step));
    else await show(parts, step);
  });
  router.use(refusals);
  return router;
}
