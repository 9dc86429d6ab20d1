import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { preparedHeaders } from '../src/prepared-headers.ts';

const PAIRS = [
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
] as const;

const newResponse = () => new ServerResponse(new IncomingMessage(new Socket()));

/** All that Node keeps of an answer's headers, wherever that is. */
function kept(response: ServerResponse): string {
  const members = Object.getOwnPropertySymbols(response).map((symbol) => [
    symbol.description,
    response[symbol as keyof ServerResponse] as unknown,
  ]);
  return JSON.stringify(members.filter(([description]) => description === 'kOutHeaders'));
}

describe('prepared headers', () => {
  const set = preparedHeaders(PAIRS);

  it('are kept by Node as if each had been set', () => {
    const [prepared, one] = [newResponse(), newResponse()];
    set(prepared, 'the-id');
    for (const [name, value] of PAIRS) one.setHeader(name, value);
    one.setHeader('X-Request-Id', 'the-id');
    expect(prepared.getHeaders()).toEqual(one.getHeaders());
    expect(kept(prepared)).toBe(kept(one));
    expect(kept(prepared)).toContain('no-referrer');
  });

  it('leave what was set before, and nothing that an answer does to its own reaches another', () => {
    const [first, second] = [newResponse(), newResponse()];
    first.setHeader('Connection', 'close');
    set(first, '1');
    expect(first.getHeaders()).toMatchObject({ connection: 'close', 'x-frame-options': 'DENY', 'x-request-id': '1' });
    set(second, '2');
    second.appendHeader('Referrer-Policy', 'same-origin');
    second.removeHeader('X-Frame-Options');
    second.setHeader('X-Request-Id', 'other');
    expect(second.getHeaders()).toMatchObject({ 'referrer-policy': ['no-referrer', 'same-origin'] });
    expect(second.hasHeader('x-frame-options')).toBe(false);
    const third = newResponse();
    set(third, '3');
    expect(third.getHeaders()).toEqual({
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'x-request-id': '3',
    });
    expect(third.hasHeader('constructor')).toBe(false);
  });

  it('are refused where one is none', () => {
    expect(() => preparedHeaders([['X-Frame-Options', 'DENY\r\nSet-Cookie: a=b']])).toThrow(TypeError);
  });
});
