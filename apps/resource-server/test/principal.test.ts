import { describe, expect, it } from '@jest/globals';
import { principalFrom } from '../src/principal.ts';

const kindOf = (claims: object) => principalFrom({ sub: 'worker', client_id: 'worker', ...claims }).kind;

describe('the principal of a token', () => {
  it('TX-03: is a client when it speaks for itself, also after an exchange; only the rest are people', () => {
    expect(kindOf({})).toBe('client');
    expect(kindOf({ client_id: 'gateway', sub_profile: 'service' })).toBe('client');
    // What is not understood takes rights away.
    expect(kindOf({ client_id: 'gateway', sub_profile: ['user'] })).toBe('client');
    expect(kindOf({ sub: 'alice', client_id: 'gateway' })).toBe('person');
  });
});
