/** Two honest issuers and a server of the attacker's, all at one moment that stands still: tokens made near a limit stay where they are. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';
import type { Decision, ResourceServer } from '../../src/index.ts';
import { createManualTime, createTestIssuer, type TestIssuer } from '../../src/testing.ts';
import { carrying } from '../requests.ts';
import { createKit, type Kit, RESOURCE, type Sample, type Shape } from './kit.ts';

export const time = createManualTime();
export let issuer: TestIssuer;
export let otherIssuer: TestIssuer;
let attacker: Server;
let visitors = 0;

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

/** How often the attacker's server was asked. */
export const visits = (): number => visitors;

/** What tokens of a shape are made with. */
export function kitOf(shape?: Shape): Kit {
  const url = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
  return createKit(issuer, otherIssuer, url, time.now(), shape);
}

/** The names of the samples that a guard accepts, and those that it answers with another status than 400 or 401. */
export async function judged(api: ResourceServer, samples: readonly Sample[]) {
  const accepted: string[] = [];
  const odd: string[] = [];
  for (const [name, token] of samples) {
    const decision: Decision = await api.authenticate(carrying(token));
    if (decision.ok) accepted.push(name);
    else if (decision.status !== 401 && decision.status !== 400) odd.push(`${name}: ${decision.status}`);
  }
  return { accepted, odd };
}
