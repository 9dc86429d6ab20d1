/**
 * The routes of a sign-in: looks up the interaction, checks that it belongs to this browser and that the form is ours, hands the
 * form to its step, and the result to the provider.
 */
import { formBody } from '@gatehouse/http';
import { ConflictError, LostRaceError } from '@gatehouse/storage';
import { type Request, type Response, Router } from 'express';
import type { Provider } from 'oidc-provider';
import type { Work } from '../../directory/operations/work.ts';
import { signInModel } from '../../directory/revocation/end.ts';
import type { Atomically } from '../../protocol/engine/atomically.ts';
import { noStore, refusals } from '../refusals.ts';
import type { Course } from './advance.ts';
import type { Steps } from './dispatch.ts';
import type { Advanced, Finished, Form, FormRejected, Interaction, Outcome } from './step.ts';

export interface InteractionRoutes {
  readonly steps: Steps;
  readonly course: Course;
  readonly find: (request: Request, response: Response) => Promise<Interaction>;
  /** The answer of an upstream provider, which came to the callback of that connection. */
  readonly upstreamAnswered: (connection: string, answer: URLSearchParams) => Form;
  /** Runs a step as one unit of work: what it writes is durable before the answer leaves. */
  readonly atomically: Atomically;
  /** The provider that answers now. */
  readonly provider: () => Provider;
  readonly csrf: { check(request: Request): void };
}

/** A form that every page has. */
const abort: Form = async () => ({
  result: { error: 'access_denied', error_description: 'the user cancelled the sign-in' },
  merge: false,
});

/** A form that was sent twice, or a second tab: the prompt has its answer, and the provider goes on from there. */
function isAnswered({ details, response }: Interaction): boolean {
  if (!details.result) return false;
  response.redirect(303, details.returnTo);
  return true;
}

/** The sign-in itself was ended, or went on elsewhere. */
const isOver = ({ model }: LostRaceError) => model === 'Interaction' || model === signInModel;

export function interactionRouter(routes: InteractionRoutes): Router {
  const { steps, course, find, upstreamAnswered, atomically, provider, csrf } = routes;
  const router = Router({ strict: true });
  const names = new Set(Object.values(steps).flatMap(({ forms }) => Object.keys(forms)));

  const stepOf = (interaction: Interaction) => {
    const next = course.nextOf(interaction);
    if (next === 'finished') throw new TypeError('there is no page for a sign-in that is finished');
    return steps[next];
  };

  const show = async (interaction: Interaction, rejected?: FormRejected) => {
    const { response } = interaction;
    if (rejected?.retryAfterSeconds) response.set('retry-after', String(rejected.retryAfterSeconds));
    const page = await stepOf(interaction).page(interaction, rejected);
    response
      .status(rejected?.status ?? 200)
      .type('html')
      .send(page);
  };

  const run = async (interaction: Interaction, form: Form): Promise<void> => {
    let advanced: Advanced | Finished | undefined;
    const save = async (done: Advanced | Finished, add: (work: Work) => void): Promise<string> => {
      const { request, response, details } = interaction;
      advanced = await course.advance(interaction, done);
      const { writes = [], events = [], afterwards, expected } = advanced;
      add({ writes, events, afterwards, expected });
      if (!('result' in advanced)) return advanced.leadTo ?? `/interaction/${details.uid}`;
      return provider().interactionResult(request, response, advanced.result, {
        mergeWithLastSubmission: advanced.merge,
      });
    };
    const outcome = await atomically(async (add): Promise<FormRejected | { leadTo: string }> => {
      const done: Outcome = await form(interaction);
      return 'error' in done ? done : { leadTo: await save(done, add) };
    }).catch((error: unknown): FormRejected | { otherwise: Form } => {
      const isLost = error instanceof LostRaceError || error instanceof ConflictError;
      const isEnded = error instanceof LostRaceError && isOver(error);
      if (isLost && !isEnded && advanced?.otherwise) return { otherwise: advanced.otherwise };
      if (!(error instanceof LostRaceError) || isEnded || !advanced?.whenLost) throw error;
      advanced.record?.('came_second');
      return advanced.whenLost;
    });
    if ('otherwise' in outcome) await run(interaction, outcome.otherwise);
    else if ('leadTo' in outcome) {
      advanced?.record?.();
      advanced?.committed?.();
      interaction.response.redirect(303, outcome.leadTo);
    } else await show(interaction, outcome);
  };

  router.use(noStore);
  router.get('/:uid', async (request, response) => {
    const interaction = await find(request, response);
    if (isAnswered(interaction)) return;
    const unasked = stepOf(interaction).unasked?.(interaction);
    if (unasked) await run(interaction, unasked);
    else await show(interaction);
  });
  // By GET, since the browser comes from the upstream; the state, which only this browser's sign-in has, stands for the form's secret.
  router.get('/:uid/upstream/:connection', async (request, response) => {
    const interaction = await find(request, response);
    if (isAnswered(interaction)) return;
    const { searchParams } = new URL(request.originalUrl, 'https://this.invalid');
    await run(interaction, upstreamAnswered(request.params['connection'], searchParams));
  });
  router.post('/:uid/:form', formBody(), async (request, response, next) => {
    const name = String(request.params['form']);
    if (name !== 'abort' && !names.has(name)) {
      next();
      return;
    }
    const interaction = await find(request, response);
    csrf.check(request);
    if (isAnswered(interaction)) return;
    if (name === 'abort') {
      await run(interaction, abort);
      return;
    }
    const { forms } = stepOf(interaction);
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
    // An older tab posts the form of a step that is done: show the one that is next.
    if (form) await run(interaction, form);
    else await show(interaction);
  });
  router.use(refusals);
  return router;
}
