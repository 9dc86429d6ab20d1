import { describe, expect, it } from '@jest/globals';
import { createDpopNonces, type ReplayStore } from '../src/index.ts';
import { createDpopClient } from '../src/testing.ts';
import { api, client, forged, issuer, open, other, proof, send, time, token, url } from './dpop-setup.ts';
import { carrying, requestOf } from './requests.ts';

/** How a good proof fares when the replay store answers so. */
const answering = async (use: ReplayStore['use']): Promise<string> =>
  send({ server: await open({ replayStore: { use } }), proof: await proof() });

/** A proof of exactly the longest length that is read, and the next longer one. */
async function aroundMaximum(make: (filler: string) => Promise<string>): Promise<[string, string]> {
  // Base64url has no length of one more than a multiple of four: a little less of the filler may be needed than it seems.
  for (let length = 5600; length < 6200; length++) {
    const within = await make('x'.repeat(length));
    if (within.length !== 8192) continue;
    for (let more = length + 1; ; more++) {
      const over = await make('x'.repeat(more));
      if (over.length > 8192) return [within, over];
    }
  }
  throw new Error('no proof has that length');
}

describe('DPoP', () => {
  it('RS-08: a token bound to a key and to a certificate needs both', async () => {
    const certificate = Buffer.from('certificate');
    const bound = await issuer.issueToken({ dpop: client, certificate });
    const decide = async (presented: Buffer | undefined, dpopProof: string | undefined): Promise<string> => {
      const headers = { authorization: `DPoP ${bound}`, ...(dpopProof === undefined ? {} : { dpop: dpopProof }) };
      const request = { url: '/orders/7', headers, ...(presented === undefined ? {} : { certificate: presented }) };
      const decision = await api.authenticate(requestOf(request));
      return decision.ok ? 'accepted' : decision.code;
    };
    expect(await decide(certificate, await client.proof({ url, token: bound }))).toBe('accepted');
    expect(await decide(undefined, await client.proof({ url, token: bound }))).toBe('certificate_missing');
    expect(await decide(Buffer.from('x'), await client.proof({ url, token: bound }))).toBe('certificate_mismatch');
    expect(await decide(certificate, undefined)).toBe('dpop_proof_missing');
  });

  it('RS-08: clients that take turns are each held to their own key', async () => {
    const theirs = await issuer.issueToken({ dpop: other });
    for (let turn = 0; turn < 2; turn++) {
      expect(await send({ proof: await client.proof({ url, token }) })).toBe('accepted');
      expect(await send({ token: theirs, proof: await other.proof({ url, token: theirs }) })).toBe('accepted');
      expect(await send({ token: theirs, proof: await client.proof({ url, token: theirs }) })).toBe(
        '401 dpop_proof_key_mismatch',
      );
    }
    const third = await createDpopClient('ES256', () => time.now());
    const thirds = await issuer.issueToken({ dpop: third });
    expect(await send({ token: thirds, proof: await third.proof({ url, token: thirds }) })).toBe('accepted');
  });

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
    'RS-08: a jwk with the private member %s is refused',
    async (member) => {
      const dpopProof = await client.proof({ url, token, header: { jwk: { ...client.publicJwk, [member]: 'AAAA' } } });
      expect(await send({ proof: dpopProof })).toBe('401 dpop_proof_malformed');
    },
  );

  it('RS-08: nonces are only asked about texts', async () => {
    const nonces = { current: () => 'current', accepts: (nonce: string) => nonce.startsWith('curr') };
    const asking = await open({ nonces });
    expect(await send({ server: asking, proof: await proof({ claims: { nonce: 7 } }) })).toBe('401 use_dpop_nonce');
    expect(await send({ server: asking, proof: await proof({ nonce: 'current' }) })).toBe('accepted');
  });

  it('RS-08: a nonce is offered to those who need one for their next proof, and to nobody else', async () => {
    const asking = await open({ nonces: { current: () => 'current', accepts: () => true } });
    const bearer = await asking.authenticate(carrying(await issuer.issueToken()));
    expect(bearer).toMatchObject({ ok: true, headers: {} });
    expect(bearer.headers).toEqual({});
  });

  it('RS-06, RS-08: a proof of 8,192 characters is read, a longer one is not', async () => {
    const [within, over] = await aroundMaximum((filler) => proof({ claims: { filler } }));
    expect([within.length, over.length]).toEqual([8192, expect.any(Number)]);
    expect(await send({ proof: within })).toBe('accepted');
    expect(await send({ proof: over })).toBe('401 dpop_proof_malformed');
  });

  it.each<[ReplayStore['use'], string, string]>([
    [() => 'full', 'replay_store_full', '10'],
    [() => Promise.reject(new Error('away')), 'replay_store_unavailable', '1'],
  ])('RS-08: the store’s 503 says when to come again (%#)', async (use, code, seconds) => {
    const server = await open({ replayStore: { use } });
    const headers = { authorization: `DPoP ${token}`, dpop: await proof() };
    const decision = await server.authenticate(requestOf({ url: '/orders/7', headers }));
    expect(decision).toMatchObject({ ok: false, code, headers: { 'retry-after': seconds } });
  });

  it('RS-08: off: neither the scheme nor a bound token is accepted', async () => {
    const off = await open('off');
    expect(await send({ server: off, proof: await proof() })).toBe('401 dpop_not_accepted');
    expect(await send({ server: off, scheme: 'Bearer' })).toBe('401 unsupported_confirmation');
  });

  it('RS-08: required: a bearer token is refused, and only DPoP is offered', async () => {
    const strict = await open('required');
    expect(await send({ server: strict, proof: await proof() })).toBe('accepted');
    expect(await send({ server: strict, scheme: 'Bearer', token: await issuer.issueToken() })).toBe(
      '401 dpop_scheme_required',
    );
    const decision = await strict.authenticate(requestOf());
    expect(decision.ok ? '' : decision.headers['www-authenticate']).toMatch(
      /^DPoP algs="ES256 RS256 PS256 EdDSA", resource_metadata="[^"]+"$/,
    );
  });

  it('RS-08: asks for a nonce, takes it, and offers the next one with the answer', async () => {
    const nonces = createDpopNonces({ time });
    const asking = await open({ nonces });
    const refused = await asking.authenticate(
      requestOf({ url: '/orders/7', headers: { authorization: `DPoP ${token}`, dpop: await proof() } }),
    );
    expect(refused).toMatchObject({
      ok: false,
      status: 401,
      code: 'use_dpop_nonce',
      headers: { 'dpop-nonce': nonces.current() },
    });
    expect(refused.ok ? '' : refused.headers['www-authenticate']).toMatch(/^DPoP error="use_dpop_nonce"/);
    const answered = { authorization: `DPoP ${token}`, dpop: await proof({ nonce: nonces.current() }) };
    expect(await asking.authenticate(requestOf({ url: '/orders/7', headers: answered }))).toMatchObject({
      ok: true,
      headers: { 'dpop-nonce': nonces.current() },
    });
    expect(await send({ server: asking, proof: await proof({ claims: { nonce: 7 } }) })).toBe('401 use_dpop_nonce');
    expect(await send({ server: asking, proof: await proof({ nonce: 'made up' }) })).toBe('401 use_dpop_nonce');
    const unbound = await asking.authenticate(
      requestOf({ headers: { authorization: `Bearer ${await issuer.issueToken()}` } }),
    );
    expect(unbound).toMatchObject({ ok: true, headers: {} });
  });

  it('RS-08: a store that is full or broken is 503, one that says replayed is 401, one that is asynchronous is waited for', async () => {
    expect(await answering(() => 'full')).toBe('503 replay_store_full');
    expect(await answering(() => 'replayed')).toBe('401 dpop_proof_replayed');
    expect(await answering(() => Promise.resolve('first'))).toBe('accepted');
    expect(await answering(() => Promise.resolve('full'))).toBe('503 replay_store_full');
    expect(await answering(() => Promise.reject(new Error('away')))).toBe('503 replay_store_unavailable');
    expect(
      await answering(() => {
        throw new Error('broken');
      }),
    ).toBe('503 replay_store_unavailable');
    expect(await answering(() => undefined as never)).toBe('503 replay_store_unavailable');
    expect(await answering(() => 'yes' as never)).toBe('401 dpop_proof_replayed');
  });

  it('RS-08: the store learns key, jti and the moment from which the proof is too old anyway', async () => {
    const uses: unknown[] = [];
    const store: ReplayStore = { use: (seen) => (uses.push(seen), 'first') };
    const recording = await open({ replayStore: store });
    expect(
      await send({ server: recording, proof: await proof({ claims: { jti: 'x'.repeat(256), iat: 2_000_000_000 } }) }),
    ).toBe('401 dpop_proof_expired');
    const iat = Math.floor(time.now() / 1000);
    expect(await send({ server: recording, proof: await proof({ claims: { jti: 'x'.repeat(256), iat } }) })).toBe(
      'accepted',
    );
    expect(uses).toEqual([{ thumbprint: client.thumbprint, jti: 'x'.repeat(256), expiresAt: iat + 70 }]);
  });

  it('RS-08: nothing is recorded for a proof that does not hold', async () => {
    let used = 0;
    const recording = await open({ replayStore: { use: () => (used++, 'first') } });
    await send({ server: recording, proof: await forged() });
    await send({ server: recording, proof: await proof({ method: 'PUT' }) });
    expect(used).toBe(0);
  });

  it('RS-08: a proof cannot be used at verify without its request', async () => {
    const auth = await api.verify(token, { method: 'PUT', url, dpopProof: await proof({ method: 'PUT' }) });
    expect(auth.scheme).toBe('DPoP');
    expect(auth.confirmation).toEqual({ jkt: client.thumbprint });
    await expect(api.verify(token, { scheme: 'DPoP' })).rejects.toMatchObject({
      code: 'dpop_proof_missing',
      status: 401,
    });
    await expect(api.verify(token)).rejects.toMatchObject({ code: 'dpop_scheme_required' });
    await expect(api.verify(token, { dpopProof: await proof() })).rejects.toMatchObject({
      code: 'dpop_proof_mismatch',
    });
  });

  it('RS-08: more clients than keys are kept ready for are all served', async () => {
    const replayStore: ReplayStore = { use: () => 'first' };
    const busy = await open({ replayStore });
    const outcomes = new Set<string>();
    for (let i = 0; i < 1010; i++) {
      const one = await createDpopClient('ES256', () => time.now());
      const bound = await issuer.issueToken({ dpop: one });
      outcomes.add(await send({ server: busy, token: bound, proof: await one.proof({ url, token: bound }) }));
    }
    expect([...outcomes]).toEqual(['accepted']);
  });
});
