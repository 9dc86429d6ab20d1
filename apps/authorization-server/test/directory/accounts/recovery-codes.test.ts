import { describe, expect, it } from '@jest/globals';
import { hashRecoveryCode, newRecoveryCodes } from '../../../src/directory/accounts/recovery-codes.ts';

describe('recovery codes', () => {
  it('are ten, all different, and easy to read', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/u);
  });

  it('count however they are typed, for their account only', () => {
    const hash = hashRecoveryCode('alice', '01abc-defgh');
    for (const typed of ['01ABC-DEFGH', ' 01abcdefgh ', 'oiabc defgh', 'OLABC-DEFGH', '０１abc-defgh']) {
      expect([typed, hashRecoveryCode('alice', typed)]).toEqual([typed, hash]);
    }
    expect(hashRecoveryCode('bob', '01abc-defgh')).not.toBe(hash);
    expect(hashRecoveryCode('alice', '01abc-defgj')).not.toBe(hash);
  });
});
