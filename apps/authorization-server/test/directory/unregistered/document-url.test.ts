import { expect, it } from '@jest/globals';
import { isDocumentUrl } from '../../../src/directory/unregistered/document-url.ts';

it('CIMD section 3: an identifier is the address of a document when it is an https URL with a path, in its one spelling', () => {
  for (const good of [
    'https://agent.example/client.json',
    'https://agent.example/a/b/',
    'https://agent.example:8443/client',
    'https://agent.example/client?version=2',
    'https://xn--bcher-kva.example/client',
    'https://agent.example/%7Ejoe/..hidden/a..b',
    `https://agent.example/${'a'.repeat(2026)}`,
  ]) {
    expect([good, isDocumentUrl(good)]).toEqual([good, true]);
  }
});

it('CIMD section 3: no other scheme, no missing path, no dot segments, no fragment, no user information', () => {
  for (const bad of [
    '',
    'agent',
    'https:',
    'https://',
    'https:///client',
    'http://agent.example/client',
    'HTTPS://agent.example/client',
    'https:agent.example/client',
    'ftp://agent.example/client',
    'https://agent.example',
    'https://agent.example/',
    'https://agent.example/?client',
    'https://agent.example?client',
    'https://agent.example/client#',
    'https://agent.example/client#part',
    'https://joe@agent.example/client',
    'https://joe:secret@agent.example/client',
    'https://@agent.example/client',
    'https://agent.example/./client',
    'https://agent.example/a/../client',
    'https://agent.example/a/..',
    'https://agent.example/%2e/client',
    'https://agent.example/%2E%2e/client',
    'https://agent.example/.%2e/client',
  ]) {
    expect([bad, isDocumentUrl(bad)]).toEqual([bad, false]);
  }
});

it('CIMD section 3: an address has no second spelling, and nothing in it is dropped by a parser', () => {
  for (const bad of [
    'https://Agent.example/client',
    'https://agent.example:443/client',
    'https://agent.example./client',
    'https://agent.example\\client',
    'https://agent.example/cli ent',
    ' https://agent.example/client',
    'https://agent.example/client\n',
    'https://agent.example/cli\tent',
    'https://agent.example/cli\u0000ent',
    'https://agent.example/clïent',
    'https://bücher.example/client',
    'https://agent。example/client',
    'https://2130706433/client',
    'https://0x7f.1/client',
    `https://agent.example/${'a'.repeat(2027)}`,
  ]) {
    expect([bad, isDocumentUrl(bad)]).toEqual([bad, false]);
  }
});
