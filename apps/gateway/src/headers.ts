/**
 * Which headers pass the gateway (GW-01, GW-08). A header by which services are told who somebody is only ever comes from
 * the gateway; what belongs to one connection stays on it; credentials stop here. What is on no list goes through.
 */
import type { IncomingMessage } from 'node:http';
import { type CookieRules, requestCookies } from './cookies.ts';
import { REWRITTEN, type RewrittenFor } from './rewrite-answer.ts';
import type { Route } from './route-schema.ts';
import { createVerdict, type HeaderRules, spelledPlainly, type Verdict } from './stopped-headers.ts';

/** Told of a header that a caller sent and that stopped. @param entry that of the list, or of the route */
export type Stopped = (entry: string) => void;

/** Names that are kept decided: those in use are few. */
const mostNames = 2000;

/** The names in `Connection`, in lower case; undefined when it names no header. */
function namedInConnection(rawHeaders: readonly string[]): Set<string> | undefined {
  let names: Set<string> | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index] as string;
    if (header.length !== 10 || header.toLowerCase() !== 'connection') continue;
    const value = rawHeaders[index + 1] as string;
    if (isPlain(value)) continue;
    names ??= new Set();
    for (const name of value.split(',')) names.add(spelledPlainly(name.trim()));
  }
  return names;
}

/** A `Connection` that names no header, as nearly all are. */
const isPlain = (value: string | string[] | undefined): boolean =>
  value === undefined || value === 'keep-alive' || value === 'close';

/** Names and values in turn, of a request for the service, without what stops here. */
export type RequestHeaders = (rawHeaders: readonly string[]) => string[];

/** Makes it. @param rules of a route */
export function createRequestHeaders(stopped: Stopped, rules?: HeaderRules, cookies?: CookieRules): RequestHeaders {
  const verdictOf = createVerdict(rules);
  const decided = new Map<string, Verdict>();
  const decide = (name: string): Verdict => {
    const verdict = verdictOf(name);
    if (decided.size < mostNames) decided.set(name, verdict);
    return verdict;
  };
  return (rawHeaders) => {
    const connection = namedInConnection(rawHeaders);
    const passed: string[] = [];
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const name = rawHeaders[index] as string;
      const verdict = decided.get(name) ?? decide(name);
      if (cookies && name.toLowerCase() === 'cookie') {
        const kept = requestCookies(rawHeaders[index + 1] as string, cookies);
        if (kept !== '') passed.push(name, kept);
      } else if (typeof verdict === 'string') stopped(verdict);
      else if (!verdict && !connection?.has(spelledPlainly(name))) passed.push(name, rawHeaders[index + 1] as string);
    }
    return passed;
  };
}

/** A value as a header can carry it: what is not plain is percent-encoded. */
export const printable = (value: string): string => (/^[\x21-\x7e]+$/u.test(value) ? value : encodeURIComponent(value));

/** Headers of an answer that the gateway says itself. */
const OWN_ANSWER = new Set([
  'alt-svc',
  'connection',
  'date',
  'dpop-nonce',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-request-id',
]);
const decidedInAnswers = new Map<string, 'stops' | 'passes' | 'rewritten'>();

/** What becomes of a header of a service. @param name in lower case */
function decideInAnswers(name: string): 'stops' | 'passes' | 'rewritten' {
  const isOurs = OWN_ANSWER.has(name) || /^(?:x-)?gatehouse-/u.test(spelledPlainly(name));
  const decided = isOurs ? 'stops' : REWRITTEN.has(name) ? 'rewritten' : 'passes';
  if (decidedInAnswers.size < mostNames) decidedInAnswers.set(name, decided);
  return decided;
}

/** Whose answer it is: what places and cookies are rewritten by, and whether the route decides which pages read it. */
export interface AnswerOf {
  readonly route: RewrittenFor & Pick<Route, 'cors'>;
  readonly request: IncomingMessage;
}

/** Lower-case names of the few headers that the gateway puts on answers itself. */
const lowerCase = new Map<string, string>();

function inLowerCase(name: string): string {
  let lower = lowerCase.get(name);
  if (lower === undefined) lowerCase.set(name, (lower = name.toLowerCase()));
  return lower;
}

/**
 * The head of an answer, names and values in turn: what the service says without what belongs to its connection, then what
 * every answer carries unless the service says it in its own way, then `own`, which the service cannot say.
 * @param received names in lower case
 */
export function answerHead(
  received: Readonly<Record<string, string | string[] | undefined>>,
  standing: readonly (readonly [name: string, value: string])[],
  own: readonly string[],
  of?: AnswerOf,
): (string | string[])[] {
  const { connection } = received;
  const named = isPlain(connection) ? undefined : namedInConnection(['connection', [connection].flat().join()]);
  const ours: string[] = [];
  for (let index = 0; index < own.length; index += 2) {
    const name = inLowerCase(own[index] as string);
    if (!OWN_ANSWER.has(name)) ours.push(name);
  }
  const head: (string | string[])[] = [];
  const isForPages = of?.route.cors !== undefined;
  for (const name of Object.keys(received)) {
    let value = received[name];
    const decided = decidedInAnswers.get(name) ?? decideInAnswers(name);
    if (isForPages && name.startsWith('access-control-')) continue;
    if (value === undefined || decided === 'stops' || named?.has(spelledPlainly(name)) || ours.includes(name)) continue;
    if (decided === 'rewritten' && of) {
      value = REWRITTEN.get(name)?.(value, of.route, of.request) ?? value;
      if (Array.isArray(value) && value.length === 0) continue;
    }
    head.push(name, value);
  }
  for (const [name, value] of standing) if (received[inLowerCase(name)] === undefined) head.push(name, value);
  for (const part of own) head.push(part);
  if (isForPages) head.push('vary', 'Origin');
  return head;
}
