/**
 * Where upstream providers send browsers back to: a path for each connection, so that an answer is never taken for that of another
 * (RFC 9700, section 4.4). It looks nothing up: the state begins with the sign-in that the answer belongs to, or says that it belongs
 * to the account pages or to a test, and these check it, in the browser that has their cookie.
 */
import { timingSafeEqual } from 'node:crypto';
import { formBody, HttpError } from '@gatehouse/http';
import { Router } from 'express';
import { noStore, refusals } from './refusals.ts';

/** Parameters of an answer (RFC 6749, section 4.1.2; RFC 9207), and what Apple says of a user whom it shows for the first time. */
const known = ['code', 'state', 'iss', 'error', 'error_description', 'user'] as const;
const longest = 4096;

/** The identifier of an interaction, before the random part. */
const stateForm = /^(?<uid>[\w-]{8,64})\.[\w-]{16,128}$/u;

function answerOf(given: Readonly<Record<string, unknown>>): URLSearchParams {
  const answer = new URLSearchParams();
  for (const name of known) {
    const value = given[name];
    // Given twice, it is not known which of them counts.
    if (value !== undefined && (typeof value !== 'string' || value.length > longest))
      throw new HttpError(400, 'invalid_request', `${name} is given twice or too long`);
    if (value !== undefined) answer.set(name, value);
  }
  return answer;
}

/** Begins the state of what an account page asked for. No identifier of an interaction has the tilde. */
export const accountState = '~account.';

/** Begins the state of an operator's test. */
export const testState = '~test.';

/** Whether a state is the one that was sent, without telling by the time it takes how much of it is. */
export function isSameState(given: string, sent: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(sent)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The page that the answer belongs to: of a sign-in, or of an account. */
function lead(connection: string, given: Readonly<Record<string, unknown>>): string {
  const answer = answerOf(given);
  const path = encodeURIComponent(connection);
  if (answer.get('state')?.startsWith(accountState)) return `/account/identities/connect/${path}?${answer.toString()}`;
  if (answer.get('state')?.startsWith(testState)) return `/federation/${path}/tested?${answer.toString()}`;
  const uid = stateForm.exec(answer.get('state') ?? '')?.groups?.['uid'];
  if (uid === undefined)
    throw new HttpError(400, 'upstream_answer_unexpected', 'the answer has no state of a sign-in here');
  return `/interaction/${uid}/upstream/${path}?${answer.toString()}`;
}

/** Routes below `/federation`. */
export function upstreamCallback(): Router {
  const router = Router({ strict: true });
  router.use(noStore);
  router.get('/:connection/callback', (request, response) => {
    response.redirect(303, lead(request.params.connection, request.query));
  });
  // Comes from another site, without our cookies, which are SameSite=Lax; the GET to which it leads has them.
  router.post('/:connection/callback', formBody(16_384), (request, response) => {
    response.redirect(303, lead(String(request.params['connection']), request.body as Record<string, unknown>));
  });
  router.use(refusals);
  return router;
}
