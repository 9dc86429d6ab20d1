import { expect, it } from '@jest/globals';
import { errors } from 'oidc-provider';
import { notOffered, oauth } from '../../../../tools/references/oauth-errors.ts';

it('docs/errors.md has every error of oidc-provider, but for those of extensions that are not offered', () => {
  const codes = Object.entries(errors)
    .filter(([name]) => !name.includes('OIDCProvider'))
    .map(([, Kind]) => new (Kind as new (...values: string[]) => Error & { error: string })('x', 'x').error);
  expect(codes.length).toBeGreaterThan(40);
  expect(codes.filter((code) => !(code in oauth) && !notOffered.has(code))).toEqual([]);
  expect([...notOffered].filter((code) => !codes.includes(code))).toEqual([]);
});
