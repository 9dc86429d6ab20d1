import { verify } from 'node:crypto';
import { StorageUnavailableError, type Write } from '@gatehouse/storage';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { type TokenAlgorithm, tokenAlgorithms } from '../../../src/directory/clients/token-algorithms.ts';
import { carryOut } from '../../../src/directory/keys/carry-out.ts';
import { configuredSigners } from '../../../src/directory/keys/configured-signers.ts';
import { rotationPolicies } from '../../../src/directory/keys/policies.ts';
import type { RotationOrder } from '../../../src/directory/keys/rotation.ts';
import { inProcessSigner } from '../../../src/directory/keys/signer.ts';
import { transitSigner } from '../../../src/directory/keys/transit-signer.ts';
import { rotationSettings, signerSettings } from '../../../src/settings-views.ts';
import { confidential, headerOf, type TestClient } from '../../client.ts';
import { startTransit, type TransitStandIn } from '../../protocol/keys/transit-stand-in.ts';
import { api, startServer, type TestServer } from '../../server.ts';

let transit: TransitStandIn;

beforeAll(async () => {
  transit = await startTransit();
});
afterAll(() => transit?.stop());

const options: Record<TokenAlgorithm, object> = {
  RS256: {},
  PS256: { padding: 6, saltLength: 32 },
  ES256: { dsaEncoding: 'ieee-p1363' },
  Ed25519: {},
  EdDSA: {},
};

const everySigner = () => ({
  'in this process': inProcessSigner({ rsaModulusBits: 3072 }),
  'in Transit': transitSigner({ url: transit.url, token: transit.token, rsaModulusBits: 3072 }),
});

describe('signers', () => {
  it.each(['in this process', 'in Transit'] as const)(
    'AS-07: keys %s sign each algorithm as a JWS wants it',
    async (where) => {
      const signer = everySigner()[where];
      for (const algorithm of tokenAlgorithms) {
        const { publicKey, reference } = await signer.make(algorithm);
        expect(signer.owns(reference)).toBe(true);
        const signature = await signer.open(reference, algorithm)(Buffer.from('data'));
        const digest = algorithm.startsWith('Ed') ? undefined : 'sha256';
        expect(verify(digest, Buffer.from('data'), { key: publicKey, ...options[algorithm] }, signature)).toBe(true);
        if (algorithm.endsWith('S256') && algorithm !== 'ES256')
          expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
      }
    },
  );

  it('a refusal, a wrong answer and silence of Transit are all "not available"', async () => {
    const unavailable = { code: 'signer_unavailable' };
    const wrongToken = transitSigner({ url: transit.url, token: 'wrong', rsaModulusBits: 2048 });
    await expect(wrongToken.make('RS256')).rejects.toMatchObject(unavailable);
    const nobody = transitSigner({ url: 'http://127.0.0.1:9', token: 'x', rsaModulusBits: 2048 });
    await expect(nobody.open('transit:x', 'RS256')(Buffer.from(''))).rejects.toMatchObject(unavailable);
    const empty = transitSigner({
      url: transit.url,
      token: 'x',
      rsaModulusBits: 2048,
      fetch: async () => new Response('{}'),
    });
    await expect(empty.open('transit:x', 'RS256')(Buffer.from(''))).rejects.toMatchObject(unavailable);
    await expect(empty.make('ES256')).rejects.toMatchObject(unavailable);
  });
});

describe('a server whose keys are in Transit', () => {
  let server: TestServer;
  let worker: TestClient;

  beforeAll(async () => {
    server = await startServer({
      env: {
        GATEHOUSE_SIGNER: 'transit',
        GATEHOUSE_TRANSIT_URL: transit.url,
        GATEHOUSE_TRANSIT_TOKEN: transit.token,
        GATEHOUSE_JWKS_MAX_AGE_SECONDS: '0',
        GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: '0',
        GATEHOUSE_KEY_ROTATION_SECONDS: '0',
      },
    });
    worker = await confidential(server, 'worker');
  });
  afterAll(() => server?.stop());

  const token = () => worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' });
  const order = async (what: RotationOrder, commit?: (replacement: Write) => Promise<void>) => {
    const { storage } = server.server;
    const policies = await rotationPolicies(storage, rotationSettings(server.settings));
    const signers = configuredSigners(signerSettings(server.settings));
    const parts = { storage, signers, clock: Date.now, onError: () => undefined };
    await carryOut(parts, 'token', policies.token, what, commit);
  };

  it('AS-18: signs every token there, and no private key is in the database', async () => {
    const before = transit.signatures;
    const { body } = await token();
    const keys = createRemoteJWKSet(new URL(`${server.issuer}/jwks`));
    await jwtVerify(String(body['access_token']), keys, { issuer: server.issuer, audience: api });
    expect(transit.signatures).toBe(before + 1);
    const records = await server.server.storage.signingKeys.list('token');
    expect(records.map(({ privateKey }) => privateKey)).toEqual(
      records.map(() => expect.stringMatching(/^transit:gatehouse-rs256-[\da-f]{18}$/u)),
    );
  });

  it('OPS-07: answers 503 with Retry-After while it is away, and signs again afterwards', async () => {
    transit.failing = 503;
    const refused = await token();
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2']);
    expect((await fetch(`${server.issuer}/jwks`)).status).toBe(200);
    transit.failing = undefined;
    expect((await token()).status).toBe(200);
  });

  it('OPS-06: rotates there; a revoked key is ended there too, a retired one when it leaves', async () => {
    const kid = String(headerOf(String((await token()).body['access_token']))['kid']);
    const records = await server.server.storage.signingKeys.list('token');
    const name = records.find((key) => key.kid === kid)!.privateKey.replace('transit:', '');
    await order({ rotate: true });
    expect(transit.keys.has(name)).toBe(true);
    await order({ revoke: kid });
    expect(transit.keys.has(name)).toBe(false);
    // Until it hears of it the server asks for signatures of a key that is gone, and says so.
    const statuses = new Set<number>();
    const answer = await eventually(async () => {
      const given = await token();
      statuses.add(given.status);
      return given.status === 200 && given;
    });
    expect([200, 503]).toEqual(expect.arrayContaining([...statuses]));
    expect(headerOf(String(answer.body['access_token']))['kid']).not.toBe(kid);
  });

  it('OPS-07: new keys are ended there when they were not written, and stay while that is not known', async () => {
    const { storage } = server.server;
    const before = [...transit.keys.keys()];
    const refused = order({ rotate: true }, async () => {
      throw new StorageUnavailableError('busy', 'not-written');
    });
    await expect(refused).rejects.toThrow(StorageUnavailableError);
    expect([...transit.keys.keys()]).toEqual(before);

    const unanswered = order({ rotate: true }, async (replacement) => {
      await storage.commit([replacement]);
      throw new StorageUnavailableError('the connection broke', 'unknown');
    });
    await expect(unanswered).rejects.toThrow(StorageUnavailableError);
    const named = (await storage.signingKeys.list('token')).map(({ privateKey }) => privateKey.replace('transit:', ''));
    expect(named.filter((name) => !transit.keys.has(name))).toEqual([]);
    expect((await token()).status).toBe(200);
  });
});
