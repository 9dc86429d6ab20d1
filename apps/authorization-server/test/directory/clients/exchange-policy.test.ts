import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type ExchangeFacts,
  exchangedScopes,
  exchangePolicy,
  exchangeRule,
} from '../../../src/directory/clients/exchange-policy.ts';
import { clientPolicy } from '../../../src/directory/clients/schema.ts';

const rule = { from: ['https://a'], credentials: [], to: 'https://b', scopes: ['x'], mode: 'delegation' as const };
const policy = (...rules: object[]) => exchangePolicy.parse({ rules: rules.map((one) => ({ ...rule, ...one })) });
const facts = (changes: Partial<ExchangeFacts> = {}): ExchangeFacts => ({
  source: { audience: 'https://a' },
  target: 'https://b',
  ofThirdParty: false,
  boundElsewhere: false,
  ...changes,
});

describe('rules of an exchange', () => {
  it('TX-04: a client without rules may exchange nothing', () => {
    expect(clientPolicy.parse({}).token_exchange).toBeUndefined();
    for (const stored of [null, {}, { rules: [] }, { max_depth: 3 }])
      expect(clientPolicy.safeParse({ token_exchange: stored }).success).toBe(false);
  });

  it('TX-04: what no rule names is refused, with the reason', () => {
    expect(exchangeRule(policy({}), facts())).toMatchObject({
      to: 'https://b',
      mode: 'delegation',
      third_party: false,
    });
    expect(exchangeRule(policy({}), facts({ source: { audience: 'https://c' } }))).toBe('source_not_allowed');
    expect(exchangeRule(policy({}), facts({ source: { credential: 'api_key' } }))).toBe('source_not_allowed');
    expect(exchangeRule(policy({}), facts({ target: 'https://c' }))).toBe('target_not_allowed');
    expect(exchangeRule(policy({}), facts({ target: undefined }))).toMatchObject({ to: 'https://b' });
    expect(exchangeRule(policy({}, { to: 'https://c' }), facts({ target: undefined }))).toBe('target_required');
    expect(exchangeRule(policy({ from: [], credentials: ['api_key'] }), facts())).toBe('source_not_allowed');
  });

  it('TX-05: tokens of third parties and bound tokens need a rule that says so, and never borrow from another', () => {
    const [third, bound] = [facts({ ofThirdParty: true }), facts({ boundElsewhere: true })];
    expect(exchangeRule(policy({}), third)).toBe('third_party_not_allowed');
    expect(exchangeRule(policy({ third_party: true }), third)).toMatchObject({ third_party: true });
    expect(exchangeRule(policy({}), bound)).toBe('bound_subject_not_allowed');
    expect(exchangeRule(policy({ bound_subjects: true }), bound)).toMatchObject({ bound_subjects: true });
    const both = facts({ ofThirdParty: true, boundElsewhere: true });
    expect(exchangeRule(policy({ third_party: true }, { bound_subjects: true }), both)).toBe(
      'bound_subject_not_allowed',
    );
  });

  it('TX-02: scopes are never more than any of the limits', () => {
    const names = fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e'));
    const asked = fc.option(fc.array(fc.constantFrom('a', 'b', 'c', 'z')), { nil: undefined });
    fc.assert(
      fc.property(asked, fc.array(names, { minLength: 1, maxLength: 4 }), (wanted, limits) => {
        const given = exchangedScopes(wanted, limits);
        expect(new Set(given).size).toBe(given.length);
        for (const scope of given) {
          expect(limits.every((limit) => limit.includes(scope))).toBe(true);
          if (wanted) expect(wanted).toContain(scope);
        }
        const possible = (wanted ?? limits[0]!).filter((scope) => limits.every((limit) => limit.includes(scope)));
        expect(new Set(given)).toEqual(new Set(possible));
      }),
    );
  });
});
