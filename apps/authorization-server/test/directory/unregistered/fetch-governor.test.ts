import { describe, expect, it } from '@jest/globals';
import { createFetchGovernor } from '../../../src/directory/unregistered/fetch-governor.ts';

function governed() {
  let nowMs = 1_000_000_000_000;
  const governor = createFetchGovernor(() => nowMs);
  return {
    begin: (clientId: string) => governor.begin(clientId, true),
    /** How many of so many may begin, each of a client of its own; they end at once when they are to. */
    many(count: number, { host = (index: number) => `h${index}.example`, used = true, end = true, from = 0 } = {}) {
      let begun = 0;
      for (let index = from; index < from + count; index += 1) {
        const done = governor.begin(`https://${host(index)}/${index}`, used);
        if (!done) continue;
        begun += 1;
        if (end) done();
      }
      return begun;
    },
    pass(seconds: number) {
      nowMs += seconds * 1000;
    },
  };
}
const one = () => 'agent.example';

describe('how many documents are read', () => {
  it('16 at once, 4 of an origin; what is too much is refused', () => {
    expect(governed().many(40, { end: false })).toBe(16);
    expect(governed().many(40, { end: false, host: one })).toBe(4);
    const all = governed();
    const [first] = Array.from({ length: 4 }, (_, index) => all.begin(`https://agent.example/${index}`));
    expect(all.begin('https://agent.example/5')).toBeUndefined();
    first?.();
    expect(all.begin('https://agent.example/5')).toBeDefined();
    expect(all.many(40, { end: false })).toBe(12);
  });

  it('120 a minute, 30 of an origin; another port is another origin', () => {
    const all = governed();
    expect(all.many(1000)).toBe(120);
    all.pass(59);
    expect(all.many(1000, { from: 1000 })).toBe(0);
    all.pass(1);
    expect(all.many(1000, { from: 2000 })).toBe(120);
    const origin = governed();
    expect(origin.many(1000, { host: one })).toBe(30);
    expect(origin.many(1000, { host: () => 'agent.example:8443' })).toBe(30);
  });

  it('what was read before the clock was set back counts no more; what still runs does', () => {
    const all = governed();
    const running = all.begin('https://agent.example/c');
    expect(all.many(1000)).toBe(119);
    all.pass(-3600);
    expect(all.begin('https://agent.example/c')).toBeUndefined();
    running?.();
    expect(all.begin('https://agent.example/c')).toBeDefined();
    expect(all.many(1000)).toBe(119);
  });

  it('1 s from the end of one to the next of the same client, and never two at once', () => {
    const all = governed();
    const done = all.begin('https://agent.example/c');
    all.pass(10);
    expect(all.begin('https://agent.example/c')).toBeUndefined();
    done?.();
    all.pass(0.999);
    expect(all.begin('https://agent.example/c')).toBeUndefined();
    expect(all.begin('https://agent.example/d')).toBeDefined();
    all.pass(0.001);
    expect(all.begin('https://agent.example/c')).toBeDefined();
  });

  it('1,000 different client ids a minute leave a quarter for clients that are in use', () => {
    const all = governed();
    expect(all.many(1000, { used: false })).toBe(90);
    expect(all.many(1000, { from: 1000 })).toBe(30);
    const origin = governed();
    expect(origin.many(1000, { used: false, host: one })).toBe(23);
    expect(origin.begin('https://agent.example/used')).toBeDefined();
    expect(governed().many(1000, { used: false, end: false })).toBe(12);
  });
});
