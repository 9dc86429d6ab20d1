/** How the ways to sign in stand on the page. */
import { describe, expect, it } from '@jest/globals';
import { type SignInOptions, signInPage } from '../../src/pages/sign-in.ts';
import { text } from '../../src/texts/catalog.ts';

const passkey = { action: '/passkey', csrf: 'c', options: {} };
const connections = { action: '/upstream', buttons: [{ name: 'corp', label: 'Corp' }] };

/** What the page has, in its order; in brackets what is hidden without the script. */
function order(given: Partial<SignInOptions>): string {
  const page = signInPage({
    action: '/password',
    cancelAction: '/cancel',
    csrf: 'c',
    client: { id: 'shop', name: 'Shop' },
    text: text('en'),
    theme: { name: 'Northwind' },
    ...given,
  });
  const parts = page.matchAll(
    /class="or"|id="passkey"|id="password"|class="connections"|<form id="passkey-form"|<\/form>/gu,
  );
  const names: Record<string, string> = {
    'class="or"': 'or',
    'id="passkey"': 'passkey',
    'id="password"': 'password',
    'class="connections"': 'connections',
    '<form id="passkey-form"': '[',
    '</form>': ']',
  };
  let hidden = false;
  return [...parts]
    .map(([found]) => names[found]!)
    .filter((part) => {
      if (part === '[') hidden = true;
      const isShown = part !== ']' || hidden;
      if (part === ']') hidden = false;
      return isShown;
    })
    .join(' ');
}

describe('the sign-in page', () => {
  it.each<[string, string, Partial<SignInOptions>]>([
    ['a password alone', 'password', {}],
    ['a passkey too, whose "or" is hidden with it', 'password [ or passkey ]', { passkey }],
    ['providers too', 'password or connections', { connections }],
    ['both', 'password or [ passkey ] connections', { passkey, connections }],
    ['a passkey first', '[ passkey or ] password', { passkey, passkeyFirst: true }],
    [
      'a passkey first, with providers',
      '[ passkey ] connections or password',
      { passkey, connections, passkeyFirst: true },
    ],
    ['no provider to choose', 'password', { connections: { ...connections, buttons: [] } }],
  ])('has one "or" between the password and all other ways: %s', (_what, expected, given) => {
    expect(order(given)).toBe(expected);
  });
});
