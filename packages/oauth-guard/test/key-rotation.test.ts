import { describe, expect, it } from '@jest/globals';
import { createSigningKey } from '../src/testing/signing.ts';
import { claims, issuer, kidOf, open, outcome, refreshed, time } from './keys-setup.ts';

/** A token that names no key. */
const without = (): string => issuer.signJws({ alg: 'ES256', typ: 'at+jwt' }, claims());

describe('rotation', () => {
  it('OPS-06: a rotation is followed at once, and the old key is accepted as long as it is published', async () => {
    const api = open();
    const old = await issuer.issueToken();
    expect(await outcome(api, old)).toBe('accepted');
    time.advance(5);
    await issuer.rotateKeys();
    const { keys } = issuer.requests;
    for (let i = 0; i < 100; i++) expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    expect(await outcome(api, old)).toBe('accepted');
    expect(issuer.requests.keys).toBe(keys + 1);
  });

  it('OPS-06: a key published ahead signs without any refusal, though keys are only refreshed when they are old', async () => {
    const api = open({ cacheSeconds: 60, cooldownSeconds: 3600 });
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    const before = await issuer.issueToken({ expiresInSeconds: 900 });
    await issuer.rotateKeys();
    const after = await issuer.issueToken({ expiresInSeconds: 900 });
    time.advance(3601);
    // Known keys are refreshed in the background: this request does not wait for it.
    expect(await outcome(api, issuer.signJws({ alg: 'ES256', typ: 'at+jwt', kid: kidOf(before) }, claims()))).toBe(
      '401 bad_signature',
    );
    await api.preload();
    await refreshed(2);
    expect(kidOf(after)).not.toBe(kidOf(before));
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    expect(issuer.requests.keys).toBe(2);
  });

  it('OPS-06: a withdrawn key is dropped together with the tokens remembered under it', async () => {
    const api = open({ cacheSeconds: 10 });
    const old = await issuer.issueToken();
    expect(await outcome(api, old)).toBe('accepted');
    await issuer.rotateKeys({ forgetOld: true });
    expect(await outcome(api, old)).toBe('accepted');
    time.advance(11);
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    expect(await outcome(api, old)).toBe('401 unknown_key');
  });

  it('RS-04: a key set that became empty withdraws all keys, and is answered 503', async () => {
    const api = open({ cacheSeconds: 10 });
    const token = await issuer.issueToken();
    expect(await outcome(api, token)).toBe('accepted');
    await issuer.rotateKeys({ forgetOld: true, publish: false });
    time.advance(11);
    expect(await outcome(api, await issuer.issueToken())).toBe('503 keys_unavailable');
    expect(await outcome(api, token)).toBe('503 keys_unavailable');
    expect(api.ready()).toBe(false);
    issuer.publishKeys();
    issuer.publishKeys();
    time.advance(5);
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
  });

  it('RS-01: a token without kid is only accepted while one key could have signed it', async () => {
    const api = open();
    expect(await outcome(api, without())).toBe('accepted');
    await issuer.rotateKeys();
    time.advance(601);
    await outcome(api, await issuer.issueToken());
    expect(await outcome(api, without())).toBe('401 unknown_key');
    expect(issuer.requests.keys).toBe(2);
    expect(await outcome(open(), without())).toBe('401 unknown_key');
  });

  it('RS-01: a token without kid is signed with the one key of its algorithm', async () => {
    const keys = [await createSigningKey('ES384'), await createSigningKey('ES256'), await createSigningKey('ES384')];
    const fetchKeys = (): Promise<Response> =>
      Promise.resolve(Response.json({ keys: keys.map(({ publicJwk }) => publicJwk) }));
    const issuers = [
      { issuer: issuer.issuer, jwksUri: `${issuer.issuer}/jwks`, algorithms: ['ES256', 'ES384'] as const },
    ];
    const api = open({}, { issuers, fetch: fetchKeys });
    const signedBy = (index: number, alg: string): string => keys[index]!.signJws({ alg, typ: 'at+jwt' }, claims());
    expect(await outcome(api, signedBy(1, 'ES256'))).toBe('accepted');
    expect(await outcome(api, signedBy(0, 'ES384'))).toBe('401 unknown_key');
  });
});
