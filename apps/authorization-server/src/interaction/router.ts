/**
 * The browser's way through sign-in: looks up the interaction, checks that it belongs to this browser and that the form
 * is ours, runs the step, and hands its result to the engine.
 */
import { formBody, HttpError } from '@gatehouse/http';
import { LostRaceError, StorageUnavailableError, type Write } from '@gatehouse/storage';
import { type NextFunction, type Request, type Response, Router } from 'express';
import { errors } from 'oidc-provider';
import { text } from '../pages/texts/catalog.ts';
import { acceptConsent } from './consent.ts';
import { pageFor } from './dispatch.ts';
import { passwordStep } from './password.ts';
import type { Finished, InteractionParts, Outcome, Refused, Step } from './step.ts';

/** The steps that a form may finish, by the prompt they answer. */
const steps: Record<string, { prompt: string; run: (parts: InteractionParts, step: Step) => Promise<Outcome> }> = {
  login: { prompt: 'login', run: passwordStep },
  consent: { prompt: 'consent', run: acceptConsent },
};

const cancelled: Outcome = {
  result: { error: 'access_denied', error_description: 'the person cancelled the sign-in' },
  merge: false,
};

async function findStep(parts: InteractionParts, request: Request, response: Response): Promise<Step> {
  const provider = parts.provider();
  let details: Step['details'];
  try {
    details = await provider.interactionDetails(request, response);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    const code = request.headers.cookie ? 'session_not_found' : 'cookies_missing';
    throw new HttpError(400, code, 'this sign-in is over or belongs to another browser');
  }
  // The engine finds the interaction by cookie; the address must name the same one (AS-16).
  if (details.uid !== request.params['uid'])
    throw new HttpError(400, 'session_not_found', 'this sign-in belongs to another tab');
  const client = await parts.clients.find(String(details.params['client_id']));
  if (!client) throw new HttpError(400, 'invalid_client', 'the application is not registered any more');
  const locales = [details.params['ui_locales'] as string | undefined, request.headers['accept-language']];
  return {
    request,
    response,
    details,
    client,
    text: text(locales.filter((entry) => entry !== undefined).join(',')),
    csrf: parts.csrf.token(request, response),
    grant: async () => (details.grantId ? provider.Grant.find(details.grantId) : undefined),
  };
}

async function show(parts: InteractionParts, step: Step, refused?: Refused): Promise<void> {
  const { response } = step;
  if (refused?.retryAfterSeconds) response.set('retry-after', String(refused.retryAfterSeconds));
  response
    .status(refused?.status ?? 200)
    .type('html')
    .send(await pageFor(parts, step, refused));
}

const noStore = (_request: Request, response: Response, next: NextFunction) => {
  response.set('cache-control', 'no-store');
  next();
};

/** What the store says → what a browser sees. */
const refusals = (error: unknown, _request: Request, _response: Response, next: NextFunction) => {
  if (error instanceof StorageUnavailableError) {
    const headers = { 'retry-after': String(error.retryAfterSeconds) };
    next(new HttpError(503, 'temporarily_unavailable', 'the server cannot reach its database', { headers }));
  } else if (error instanceof LostRaceError) {
    next(new HttpError(400, 'interaction_finished', 'this step was done by another request'));
  } else next(error);
};

/** Routes below `/interaction`. */
export function interactionRouter(parts: InteractionParts): Router {
  const router = Router({ strict: true });
  const finish = async (step: Step, work: () => Promise<Outcome>) => {
    let whenLost: Refused | undefined;
    const save = async (done: Finished, add: (write: Write) => void) => {
      whenLost = done.whenLost;
      for (const write of done.writes ?? []) add(write);
      return parts.provider().interactionResult(step.request, step.response, done.result, {
        mergeWithLastSubmission: done.merge,
      });
    };
    const outcome = await parts
      .atomically(async (add) => {
        const done = await work();
        return 'error' in done ? done : { returnTo: await save(done, add) };
      })
      .catch((error: unknown) => {
        if (error instanceof LostRaceError && error.model !== 'Interaction' && whenLost) return whenLost;
        throw error;
      });
    if ('returnTo' in outcome) step.response.redirect(303, outcome.returnTo);
    else await show(parts, step, outcome);
  };

  router.use(noStore);
  router.get('/:uid', async (request, response) => show(parts, await findStep(parts, request, response)));
  router.post('/:uid/:action', formBody(), async (request, response, next) => {
    const action = String(request.params['action']);
    if (action !== 'abort' && !Object.hasOwn(steps, action)) {
      next();
      return;
    }
    const step = await findStep(parts, request, response);
    parts.csrf.check(request);
    if (action === 'abort') {
      await finish(step, async () => cancelled);
      return;
    }
    const { prompt, run } = steps[action] as (typeof steps)[string];
    // An older tab posts the form of a step that is done: show the one that is next.
    if (step.details.prompt.name !== prompt) await show(parts, step);
    else await finish(step, () => run(parts, step));
  });
  router.use(refusals);
  return router;
}
