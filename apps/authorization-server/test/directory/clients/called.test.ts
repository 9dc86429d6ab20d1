import { describe, expect, it } from '@jest/globals';
import { calledOf, claimedName } from '../../../src/directory/clients/called.ts';
import type { UnregisteredClient } from '../../../src/directory/clients/clients.ts';
import { redirectOf } from '../../../src/directory/clients/redirect-target.ts';

const unregistered = (kind: UnregisteredClient['kind'], host: string): UnregisteredClient => ({
  kind,
  host,
  fingerprint: 'fingerprint',
  accessTokenSeconds: 300,
  grantSeconds: 300,
  idleSeconds: 300,
});

describe('what a client is called', () => {
  it('is the name in the registry, in the language, or for a client that nobody registered a host and its own words', () => {
    const name = { en: 'Reports', de: 'Berichte' };
    expect(calledOf({ clientId: 'r', name }, 'de')).toEqual({ name: 'Berichte', unregistered: false });
    const document = { clientId: 'https://Agent.example:8443/c', name: 'Agent' };
    expect(calledOf({ ...document, unregistered: unregistered('document', 'whatever') }, 'en')).toEqual({
      name: 'Agent',
      host: 'agent.example:8443',
      unregistered: true,
    });
    const dynamic = { clientId: 'dyn_1', name: 'dyn_1', unregistered: unregistered('dynamic', 'localhost') };
    expect(calledOf(dynamic, 'en')).toEqual({ name: '', host: 'localhost', unregistered: true });
  });

  it.each([
    ['аpple.example', 'xn--pple-43d.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('shows the host %s in ASCII', (host, ascii) => {
    expect(calledOf({ clientId: 'dyn_1', name: 'x', unregistered: unregistered('dynamic', host) }, 'en').host).toBe(
      ascii,
    );
    const clientId = `https://${host}/client.json`;
    expect(calledOf({ clientId, name: 'x', unregistered: unregistered('document', host) }, 'en').host).toBe(ascii);
  });

  it.each([
    ['turned', 'knaB\u202eBank\u2066', 'knaBBank'],
    ['invisible', 'Ba\u200bnk\u2060\u3164\ufeff\u00ad', 'Bank'],
    ['several lines', '\r\nBank\u0000\u2028 is\t\u0007checked\u2029', 'Bank is checked'],
    ['out of its quotation marks', 'Agent” – checked by “Northwind', "Agent' – checked by 'Northwind"],
    ['out of marks that look the same', 'Agent″ʺ❞ ＂ is’’ ‘‘checked', `Agent''' ' is' 'checked`],
    ['of sentences in a character', '\ufdfd\ufdfb\u2e3b', 'جل جلاله—'],
    ['with apostrophes, which are none', 'Bob’s agent', 'Bob’s agent'],
    ['with marks upon marks', `B${'\u0301'.repeat(40)}ank`, 'B\u0301\u0301ank'],
    ['of blanks', ' \u2800\u3000\u00a0', ''],
    ['with half a character', 'Bank\ud800', 'Bank'],
    ['in another script', 'שלום دنیا 銀行', 'שלום دنیا 銀行'],
  ])('a name is made harmless: %s', (_how, given, shown) => {
    expect(claimedName(given)).toBe(shown);
  });

  it('a long name is cut between characters', () => {
    expect(claimedName('é'.repeat(1000))).toBe(`${'é'.repeat(48)}…`);
    expect(claimedName('a'.repeat(48))).toBe('a'.repeat(48));
  });
});

describe('where a user is sent back to', () => {
  it.each([
    ['https://Agent.example/cb', 'site', 'agent.example'],
    ['https://agent.example:8443/cb', 'site', 'agent.example:8443'],
    ['https://аpple.example/cb', 'site', 'xn--pple-43d.example'],
    ['https://localhost.evil.example/cb', 'site', 'localhost.evil.example'],
    ['https://127.0.0.1.evil.example/cb', 'site', '127.0.0.1.evil.example'],
    ['https://user@evil.example/cb', 'site', 'evil.example'],
    ['http://127.0.0.1:33418/cb', 'loopback', '127.0.0.1:33418'],
    ['http://127.1/cb', 'loopback', '127.0.0.1'],
    ['http://2130706433/cb', 'loopback', '127.0.0.1'],
    ['http://127.20.30.40/cb', 'loopback', '127.20.30.40'],
    ['http://[::1]:8080/cb', 'loopback', '[::1]:8080'],
    ['http://LOCALHOST:8080/cb', 'loopback', 'localhost:8080'],
    ['https://agent.localhost/cb', 'loopback', 'agent.localhost'],
    ['com.example.app:/cb', 'app', 'com.example.app:'],
    ['cursor://anysphere.cursor-retrieval/cb', 'app', 'cursor:'],
  ])('%s is a %s: %s', (uri, kind, shown) => {
    expect(redirectOf(uri)).toMatchObject({ kind, shown });
  });

  it('is nowhere without an address', () => {
    expect(redirectOf('')).toBeUndefined();
  });
});
