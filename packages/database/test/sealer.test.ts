import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSealer } from '../../storage/src/index.ts';

const place = { table: 'credentials', column: 'sealed_data', row: 'alice:totp' };
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];

describe('AS-18: sealed values', () => {
  it('open where they were sealed, and say nothing of what they hold', () => {
    const sealer = createSealer([newKey]);
    const sealed = sealer.seal(place, 'JBSWY3DPEHPK3PXP');
    expect(sealed.includes('JBSWY3DPEHPK3PXP')).toBe(false);
    expect(sealer.open(place, sealed).toString()).toBe('JBSWY3DPEHPK3PXP');
    expect(sealer.seal(place, 'same')).not.toEqual(sealer.seal(place, 'same'));
    expect(sealer.open(place, sealer.seal(place, Buffer.alloc(0)))).toHaveLength(0);
    expect(createSealer([newKey]).open(place, sealed).toString()).toBe('JBSWY3DPEHPK3PXP');
  });

  it.each([['table'], ['column'], ['row']])('do not open in another %s', (part) => {
    const sealer = createSealer([newKey]);
    const sealed = sealer.seal(place, 'secret');
    expect(() => sealer.open({ ...place, [part]: 'other' }, sealed)).toThrow('altered or moved');
  });

  it('do not open when any one bit was turned', () => {
    const sealer = createSealer([newKey]);
    const sealed = sealer.seal(place, 'secret');
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = Buffer.from(sealed);
      altered[index]! ^= 1;
      expect(() => sealer.open(place, altered)).toThrow(/altered|not configured/);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => sealer.open(place, sealed.subarray(0, length))).toThrow(/altered|not configured/);
    }
  });

  it('open with an older key while it is in the list, and are sealed with the first', () => {
    const before = createSealer([oldKey]);
    const during = createSealer([newKey, oldKey]);
    const after = createSealer([newKey]);
    const sealed = before.seal(place, 'secret');
    expect(during.open(place, sealed).toString()).toBe('secret');
    expect(during.keyIdOf(sealed)).toBe(before.keyIds[0]);
    expect(during.keyIdOf(during.seal(place, 'x'))).toBe(after.keyIds[0]);
    expect(() => after.open(place, sealed)).toThrow('not configured');
    expect(during.blindIndexes('p', 'v')[1]).toEqual(before.blindIndexes('p', 'v')[0]);
    expect(during.blindIndexes('p', 'v')[0]).not.toEqual(during.blindIndexes('q', 'v')[0]);
  });

  it('need keys of 32 bytes', () => {
    expect(() => createSealer([])).toThrow(TypeError);
    expect(() => createSealer([randomBytes(16)])).toThrow(TypeError);
  });
});
