import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpError } from '@gatehouse/http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type NextFunction, type Request, type Response } from 'express';
import {
  type FindInteractionDependencies,
  findInteraction,
} from '../../../src/browser/interaction/find-interaction.ts';

/** The sign-in that the provider finds for every request, as if by a cookie. */
const found = 'the-sign-in-of-the-cookie';

const dependencies = {
  provider: () => ({
    interactionDetails: async () => ({
      uid: found,
      params: { client_id: 'app' },
      prompt: { name: 'login', reasons: [], details: {} },
    }),
  }),
  clients: { find: async (clientId: string) => ({ clientId }) },
  accounts: { findActive: async () => undefined },
  secondFactors: { of: async (accountId: string) => ({ accountId, passkeys: [] }) },
  progress: { find: async () => undefined },
  csrf: { token: () => 'token' },
  theme: () => ({}),
  clock: Date.now,
} as unknown as FindInteractionDependencies;

const app = express();
app.all('/interaction/:uid', async (request, response) => {
  response.send((await findInteraction(dependencies, request, response)).details.uid);
});
app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
  const { status, code } = error as HttpError;
  response.status(status).send(code);
});
const server = createServer(app);
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => void server.close());

const ask = async (uid: string, method = 'GET') => {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/interaction/${uid}`, { method });
  return [answer.status, await answer.text()];
};

describe('AS-16: the sign-in that a cookie names', () => {
  it('is the one of the address', async () => {
    expect(await ask(found)).toEqual([200, found]);
  });

  it.each(['GET', 'POST'])('is refused at the address of another: %s', async (method) => {
    expect(await ask('the-sign-in-of-another-tab', method)).toEqual([400, 'session_not_found']);
    expect(await ask(found.toUpperCase(), method)).toEqual([400, 'session_not_found']);
  });
});
