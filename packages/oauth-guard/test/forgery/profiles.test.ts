import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createResourceServer, TOKEN_PROFILES } from '../../src/index.ts';
import { createManualTime, createTestIssuer, type TestIssuer } from '../../src/testing.ts';
import { carrying } from '../requests.ts';
import { forgedTokens, honestTokens } from './corpus.ts';
import { createKit, RESOURCE, RFC9068 } from './kit.ts';
import { SHAPES } from './shapes.ts';

let issuer: TestIssuer;
let otherIssuer: TestIssuer;
let attacker: Server;
let visitors = 0;
const time = createManualTime();

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: RESOURCE, now: () => time.now() });
  otherIssuer = await createTestIssuer({ audience: RESOURCE, now: () => time.now() });
  attacker = createServer((_request, response) => {
    visitors++;
    response.end('{"keys":[]}');
  });
  await new Promise<void>((resolve) => {
    attacker.listen(0, '127.0.0.1', resolve);
  });
});

afterAll(async () => {
  attacker.closeAllConnections();
  attacker.close();
  await issuer.close();
  await otherIssuer.close();
});

describe('the corpus of forged tokens, for every profile (G4, RS-01, RS-02)', () => {
  it('there is an honest token of each', () => {
    expect([RFC9068, ...SHAPES].map(({ profile }) => profile)).toEqual(Object.keys(TOKEN_PROFILES));
  });

  it.each([...SHAPES])('$profile: accepts exactly the honest ones', async (shape) => {
    const url = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
    const kit = createKit(issuer, otherIssuer, url, time.now(), shape);
    const [forged, honest] = [forgedTokens(kit), honestTokens(kit)];
    expect(forged.length).toBeGreaterThanOrEqual(420);
    expect(new Set(forged.map(([, token]) => token)).size).toBe(forged.length);
    const { profile } = shape;
    const api = createResourceServer({
      resource: RESOURCE,
      issuers: [
        { issuer: issuer.issuer, profile },
        { issuer: otherIssuer.issuer, profile },
      ],
      keys: { cooldownSeconds: 3600 },
      time,
    });
    await api.preload();
    const accepted: string[] = [];
    const odd: string[] = [];
    for (const [name, token] of [...forged, ...honest]) {
      const decision = await api.authenticate(carrying(token));
      if (decision.ok) accepted.push(name);
      else if (decision.status !== 401 && decision.status !== 400) odd.push(`${name}: ${decision.status}`);
    }
    api.close();
    expect(accepted).toEqual(honest.map(([name]) => name));
    expect(odd).toEqual([]);
    expect(visitors).toBe(0);
  });
});
