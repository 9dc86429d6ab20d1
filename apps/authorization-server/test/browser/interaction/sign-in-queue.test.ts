import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createSignInQueue, isSignInForm } from '../../../src/browser/interaction/sign-in-queue.ts';

const answer = () => new EventEmitter() as unknown as ServerResponse;

describe('the queue of sign-in', () => {
  it('OPS-09: serves some, lets some wait in their order, and refuses the rest', () => {
    const queue = createSignInQueue({ atOnce: 2, queue: 2 });
    const served: number[] = [];
    const answers = Array.from({ length: 6 }, answer);
    const entered = answers.map((response, n) => queue.admit(response, () => served.push(n)));
    expect(entered).toEqual([true, true, true, true, false, false]);
    expect(served).toEqual([0, 1]);
    answers[1]!.emit('close');
    expect(served).toEqual([0, 1, 2]);
    answers[0]!.emit('close');
    answers[2]!.emit('close');
    answers[3]!.emit('close');
    expect(served).toEqual([0, 1, 2, 3]);
    expect(queue.admit(answer(), () => served.push(9))).toBe(true);
    expect(served).toEqual([0, 1, 2, 3, 9]);
  });

  it('OPS-09: whoever goes away while waiting is not served, and takes no place', () => {
    const queue = createSignInQueue({ atOnce: 1, queue: 1 });
    const served: string[] = [];
    const [first, second, third] = [answer(), answer(), answer()];
    queue.admit(first, () => served.push('first'));
    queue.admit(second, () => served.push('second'));
    second.emit('close');
    expect(queue.admit(third, () => served.push('third'))).toBe(true);
    first.emit('close');
    expect(served).toEqual(['first', 'third']);
  });

  it('serves each in its own context', () => {
    const context = new AsyncLocalStorage<string>();
    const queue = createSignInQueue({ atOnce: 1, queue: 1 });
    const served: unknown[] = [];
    const first = answer();
    for (const name of ['one', 'two']) {
      context.run(name, () => queue.admit(name === 'one' ? first : answer(), () => served.push(context.getStore())));
    }
    context.run('one', () => first.emit('close'));
    expect(served).toEqual(['one', 'two']);
  });

  it('knows the form with the password', () => {
    for (const url of ['/Abc-_9/login', '/Abc-_9/login?x=1', '/Abc-_9/%6cogin', '/Abc%2d_9/login', '/Abc-_9/Login'])
      expect([url, isSignInForm('POST', `/interaction${url}`)]).toEqual([url, true]);
    expect(isSignInForm('POST', '/Interaction/x/login')).toBe(true);
    for (const [method, url] of [
      ['GET', '/interaction/x/login'],
      ['POST', '/interaction/x/totp'],
      ['POST', '/interaction/x/login/y'],
      ['POST', '/token'],
    ]) {
      expect([url, isSignInForm(method, url)]).toEqual([url, false]);
    }
  });
});
