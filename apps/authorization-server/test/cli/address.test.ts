import { describe, expect, it } from '@jest/globals';
import { isLoopback, urlOf } from '../../src/cli/address.ts';

describe('the address of a server', () => {
  it.each([
    'https://localhost:3000',
    'https://id.localhost',
    'http://127.0.0.1:8080',
    'https://127.8.9.10',
    'http://[::1]/',
  ])('%s is on this machine', (address) => expect(isLoopback(new URL(address))).toBe(true));

  it.each([
    'https://localhost.example',
    'https://notlocalhost',
    'https://127.0.0.1.example',
    'https://10.0.0.1',
    'https://[::2]',
    'https://localhost@id.example',
  ])('%s is elsewhere: no development certificate, and http is refused', (address) => {
    expect(isLoopback(new URL(address))).toBe(false);
    expect(() => urlOf('--issuer', address.replace('https:', 'http:'))).toThrow('must be https');
  });
});
