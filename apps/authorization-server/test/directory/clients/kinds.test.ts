import { describe, expect, it } from '@jest/globals';
import { entryOf } from '../../../src/directory/clients/kinds.ts';

const entryFor = (redirectUri: string) =>
  entryOf({
    clientId: 'shop',
    kind: 'web',
    redirectUris: [redirectUri],
    postLogoutRedirectUris: [],
    scopes: {},
    resources: [],
    firstParty: false,
  });

describe('after signing out, users come back to', () => {
  it.each([
    ['https://shop.example/callback', ['https://shop.example/']],
    ['http://localhost:4000/cb?x=1', ['http://localhost:4000/']],
    // Without "http://" it is a scheme called localhost, and has no root.
    ['localhost:4000/cb', []],
    ['nothing at all', []],
  ])('of the redirect URI %s', (redirectUri, expected) => {
    expect(entryFor(redirectUri).post_logout_redirect_uris).toEqual(expected);
  });
});
