import { describe, expect, it } from '@jest/globals';
import { cookieSigner } from '../../../src/protocol/engine/cookie-signer.ts';

const keys = ['the newer key', 'the older key'] as const;

describe('the signatures of cookies', () => {
  it('are good by every key and for nothing else', () => {
    const signer = cookieSigner(keys);
    const [newer, older, foreign] = [...keys, 'another'].map((key) => cookieSigner([key]).sign('a=b'));
    const given = [newer, older, foreign, '', `${newer}A`, newer?.slice(1), 'ä'.repeat(27)];
    expect(given.map((signature) => signer.index('a=b', String(signature)))).toEqual([0, 1, -1, -1, -1, -1, -1]);
    expect([signer.verify('a=b', String(older)), signer.verify('a=c', String(newer))]).toEqual([true, false]);
  });
});
