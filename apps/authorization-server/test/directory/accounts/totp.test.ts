import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Secret, TOTP, URI } from 'otpauth';
import { newTotpSecret, totpStep, totpStepEndsAtSeconds, totpUri } from '../../../src/directory/accounts/totp.ts';

const rfcSecret = Secret.fromUTF8('12345678901234567890').base32;

describe('one-time passwords', () => {
  it('are those of RFC 6238, appendix B', () => {
    const vectors = [
      [59, '287082'],
      [1111111109, '081804'],
      [1111111111, '050471'],
      [1234567890, '005924'],
      [2000000000, '279037'],
      [20000000000, '353130'],
    ] as const;
    for (const [seconds, code] of vectors) {
      expect([seconds, totpStep(rfcSecret, code, seconds)]).toEqual([seconds, Math.floor(seconds / 30)]);
    }
  });

  it("are those of somebody else's authenticator, one step to either side and no further", () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 2 ** 40 }), fc.integer({ min: -4, max: 4 }), (seconds, steps) => {
        const secret = newTotpSecret();
        const code = new TOTP({ secret }).generate({ timestamp: (seconds + steps * 30) * 1000 });
        const found = totpStep(secret, `${code.slice(0, 3)} ${code.slice(3)}`, seconds);
        if (Math.abs(steps) <= 1) expect(found).toBe(Math.floor(seconds / 30) + steps);
        // A code of six digits may by chance be that of a step within the window, too.
        else expect(found === undefined || Math.abs(found - Math.floor(seconds / 30)) <= 1).toBe(true);
      }),
    );
  });

  it('anything else is not a code', () => {
    for (const typed of ['', '0', '28708', '2870820', 'abcdef', '２８７０８２', '287082\u0000', '-87082']) {
      expect([typed, totpStep(rfcSecret, typed, 59)]).toEqual([typed, undefined]);
    }
  });

  it('AS-03: a step is remembered until none of its codes would be accepted', () => {
    const step = 100;
    const code = new TOTP({ secret: rfcSecret }).generate({ timestamp: step * 30_000 });
    const end = totpStepEndsAtSeconds(step);
    expect(totpStep(rfcSecret, code, end - 1)).toBe(step);
    expect(totpStep(rfcSecret, code, end)).toBeUndefined();
  });

  it('the QR code carries what apps expect, whatever the names hold', () => {
    const secret = newTotpSecret();
    const parsed = URI.parse(totpUri({ issuer: 'id.example.com:8443', login: 'zoë+x?&@example.com', secret }));
    expect(parsed).toMatchObject({
      issuer: 'id.example.com 8443',
      label: 'zoë+x?&@example.com',
      digits: 6,
      period: 30,
    });
    expect(parsed.secret.base32).toBe(secret);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/u);
  });
});
