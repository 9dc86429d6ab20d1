/** To what a token says it is bound, and when that is believed (RFC 7800 section 3.1). */

import { describe, expect, it } from '@jest/globals';
import { confirmationOf } from '../src/confirmation.ts';

const thumbprint = 'A'.repeat(43);
const all = { dpop: true, mtls: true };
const codeOf = (cnf: unknown, accepted = all): string | undefined => confirmationOf(cnf, accepted)?.code;

describe('G4 the confirmation of a token', () => {
  it.each([
    ['as Keycloak writes it for DPoP', { jkt: thumbprint, 'kc-jkt-type': 'DPoP' }],
    ['with a member of somebody else first', { 'x-note': { since: 1 }, jkt: thumbprint }],
    ['with one beside a certificate', { 'x5t#S256': thumbprint, 'x-note': 1 }],
    ['of both kinds', { jkt: thumbprint, 'x5t#S256': thumbprint }],
  ])('is one that is checked %s', (_name, cnf) => {
    expect(codeOf(cnf)).toBeUndefined();
  });

  it.each([
    ['nothing but a member that is no method', { 'kc-jkt-type': 'DPoP' }],
    ['another spelling of a method', { JKT: thumbprint }],
    ['a method without its hash', { x5t: thumbprint }],
    ['nothing', {}],
    ['a key itself beside one that is checked', { jkt: thumbprint, jwk: { kty: 'RSA' } }],
    ['a key by name before one that is checked', { kid: 'x', 'x5t#S256': thumbprint }],
    ['a key elsewhere', { jkt: thumbprint, jku: 'https://example.com' }],
    ['a key of OSCORE', { jkt: thumbprint, osc: {} }],
  ])('is refused with %s', (_name, cnf) => {
    expect(codeOf(cnf)).toBe('unsupported_confirmation');
  });

  it('is refused when the only method beside others is off', () => {
    expect(codeOf({ jkt: thumbprint, 'kc-jkt-type': 'DPoP' }, { dpop: false, mtls: true })).toBe(
      'unsupported_confirmation',
    );
    expect(codeOf({ jkt: thumbprint, 'x5t#S256': thumbprint }, { dpop: true, mtls: false })).toBe(
      'unsupported_confirmation',
    );
  });

  it('is invalid with a thumbprint that is none, whatever stands beside it', () => {
    expect(codeOf({ jkt: 'short', 'kc-jkt-type': 'DPoP' })).toBe('invalid_claims');
    expect(codeOf({ jkt: thumbprint, 'x5t#S256': null })).toBe('invalid_claims');
  });
});
