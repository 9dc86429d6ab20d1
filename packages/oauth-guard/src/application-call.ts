/**
 * Functions of the application that are asked on every request (`getToken`, `check`, `issuers.allow`). They are synchronous, and
 * whatever they do ends in a decision: a mistake becomes a refusal whose detail says what was wrong, without a word of what was in
 * hand.
 */

import { isPromise } from './eventually.ts';

/** What was wrong with an answer of the application, for the log. */
export class Mistake {
  readonly detail: string;

  constructor(detail: string) {
    this.detail = detail;
  }
}

/**
 * Asks the application. Of an exception only the kind is told, as its message may quote a credential.
 *
 * @param name the option, for the detail
 */
export function askApplication(name: string, question: () => unknown): unknown {
  try {
    const answer = question();
    if (!isPromise(answer)) return answer;
    // Nobody waits for it, and a rejection that nobody handles would end the process.
    Promise.resolve(answer).catch(() => undefined);
    return new Mistake(`${name} returned a promise; it must be synchronous`);
  } catch (error) {
    return new Mistake(`${name} threw ${kindOf(error)}`);
  }
}

/** The kind of what was thrown. */
export function kindOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}

/** @throws TypeError when an option is no function, or one that can only answer later */
export function synchronousFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${name} must be a function`);
  if (Object.prototype.toString.call(value) === '[object AsyncFunction]')
    throw new TypeError(`${name} must be synchronous, and this function is async`);
}
