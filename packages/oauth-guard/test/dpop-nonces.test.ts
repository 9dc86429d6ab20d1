import { describe, expect, it } from '@jest/globals';
import { createDpopNonces } from '../src/index.ts';
import { createManualTime } from '../src/testing.ts';

describe('DPoP nonces', () => {
  it('RS-08: are the same for all who share the secret, and for nobody else', () => {
    const secret = 'a secret of at least thirty-two bytes';
    const one = createDpopNonces({ secret });
    const two = createDpopNonces({ secret: Buffer.from(secret) });
    const stranger = createDpopNonces();
    expect(two.accepts(one.current())).toBe(true);
    expect(stranger.accepts(one.current())).toBe(false);
    expect(one.current()).toMatch(/^[\w-]{24}$/);
  });

  it('RS-08: change with time and are accepted for one more period, and from an instance that is one period ahead', () => {
    const time = createManualTime(1_200_000_000_000);
    const nonces = createDpopNonces({ time, lifetimeSeconds: 100 });
    const first = nonces.current();
    time.advance(99.999);
    expect(nonces.current()).toBe(first);
    time.advance(0.001);
    const second = nonces.current();
    expect(second).not.toBe(first);
    expect(nonces.accepts(first)).toBe(true);
    time.advance(100);
    expect(nonces.accepts(first)).toBe(false);
    expect(nonces.accepts(second)).toBe(true);
    time.jump(-200);
    expect(nonces.accepts(second)).toBe(true);
    expect(nonces.accepts(first)).toBe(true);
    time.jump(-100);
    expect(nonces.accepts(second)).toBe(false);
  });

  it('RS-08: refuse what was never handed out', () => {
    const nonces = createDpopNonces();
    for (const wrong of ['', 'x', nonces.current().slice(1), `${nonces.current()}x`])
      expect(nonces.accepts(wrong)).toBe(false);
  });

  it.each([
    [{ secret: 'short' }],
    [{ secret: 'x'.repeat(31) }],
    [{ lifetimeSeconds: 0 }],
    [{ lifetimeSeconds: Number.NaN }],
  ])('a mistake is a TypeError: %j', (options) => {
    expect(() => createDpopNonces(options)).toThrow(TypeError);
  });

  it('take a secret of exactly 32 bytes and a lifetime of one second', () => {
    expect(createDpopNonces({ secret: 'x'.repeat(32), lifetimeSeconds: 1 }).current()).toBeDefined();
  });
});
