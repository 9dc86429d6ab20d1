import { describe, expect, it } from '@jest/globals';
import { createResourceServer, TOKEN_PROFILES } from '../../src/index.ts';
import { forgedTokens, honestTokens } from './corpus.ts';
import { issuer, judged, kitOf, otherIssuer, time, visits } from './issuers.ts';
import { RESOURCE, RFC9068 } from './kit.ts';
import { SHAPES } from './shapes.ts';

describe('the corpus of forged tokens, for every profile (G4, RS-01, RS-02)', () => {
  it('there is an honest token of each', () => {
    expect([RFC9068, ...SHAPES].map(({ profile }) => profile)).toEqual(Object.keys(TOKEN_PROFILES));
  });

  it.each([...SHAPES])('$profile: accepts exactly the honest ones', async (shape) => {
    const kit = kitOf(shape);
    const [forged, honest] = [forgedTokens(kit), honestTokens(kit)];
    expect(forged.length).toBeGreaterThanOrEqual(420);
    expect(new Set(forged.map(([, token]) => token)).size).toBe(forged.length);
    const { profile } = shape;
    const api = createResourceServer({
      resource: RESOURCE,
      issuers: [
        { issuer: issuer.issuer, profile },
        { issuer: otherIssuer.issuer, profile },
      ],
      keys: { cooldownSeconds: 3600 },
      time,
    });
    await api.preload();
    const verdict = await judged(api, [...forged, ...honest]);
    api.close();
    expect(verdict).toEqual({ accepted: honest.map(([name]) => name), odd: [] });
    expect(visits()).toBe(0);
  });
});
