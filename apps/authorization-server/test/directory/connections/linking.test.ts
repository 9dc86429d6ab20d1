/** All states of the decision who an upstream identity is here. */
import { describe, expect, it } from '@jest/globals';
import { decideLinking } from '../../../src/directory/connections/linking.ts';
import { linkingSituations as all, both } from './linking-situations.ts';

const decided = (kind: string) => all.filter((one) => decideLinking(one).kind === kind);

describe('who an upstream identity is here', () => {
  it('every state has an answer', () => {
    expect(all).toHaveLength(2 * 3 * 2 * 2 * 2 * 9);
    const kinds = new Set(all.map((one) => decideLinking(one).kind));
    expect([...kinds].toSorted()).toEqual(['ask', 'create', 'link', 'refuse', 'sign_in']);
  });

  it('is linked by itself only when every condition holds', () => {
    const owner = { verified: true, secondFactor: false, privileged: false };
    const conditions = { linked: false, address: 'verified', domainProved: true, trusted: true, owner } as const;
    expect(decided('link')).toEqual(both.map((signUp) => ({ ...conditions, signUp })));
  });

  it('is the linked account, whatever else is said', () => {
    expect(decided('sign_in')).toEqual(all.filter(({ linked }) => linked));
  });

  it('no account is made or refused where somebody may have the address', () => {
    for (const one of [...decided('create'), ...decided('refuse')]) {
      expect(one.address === 'none' || one.owner === undefined).toBe(true);
    }
    for (const { signUp } of decided('create')) expect(signUp).toBe(true);
    for (const { signUp } of decided('refuse')) expect(signUp).toBe(false);
  });

  it('AS-15: who cannot show that an address is theirs learns nothing of whose it is', () => {
    const unproved = all.filter(
      ({ linked, address, domainProved }) => !linked && address === 'unverified' && !domainProved,
    );
    expect(unproved).toHaveLength(2 * 2 * 9);
    for (const one of unproved) expect(decideLinking(one)).toEqual({ kind: 'ask', mayCreate: one.signUp });
  });

  it('a new account is offered to nobody whose address is an account already', () => {
    const offered = all.filter((one) => {
      const decision = decideLinking(one);
      return decision.kind === 'ask' && decision.mayCreate;
    });
    for (const { address, domainProved } of offered)
      expect({ address, domainProved }).toEqual({ address: 'unverified', domainProved: false });
  });
});
