import { expect, it } from '@jest/globals';
import { serviceNameOf } from '../../../src/directory/registry/policies.ts';

it.each([
  ['https://id.example.com', 'id.example.com'],
  ['https://id.example.com:8443', 'id.example.com'],
  ['https://localhost:3000', 'Gatehouse'],
  ['https://127.0.0.1:3000', 'Gatehouse'],
  ['https://[::1]:3000', 'Gatehouse'],
])('a server at %s without a brand is called %s', (issuer, name) => {
  expect(serviceNameOf({}, issuer)).toBe(name);
  expect(serviceNameOf({ name: 'Acme ID' }, issuer)).toBe('Acme ID');
});
