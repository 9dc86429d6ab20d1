import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confidential, type TestClient } from '../../client.ts';
import { counted } from '../../counting.ts';
import { startServer, type TestServer } from '../../server.ts';

let server: TestServer;
let worker: TestClient;

beforeAll(async () => {
  server = await startServer();
  worker = await confidential(server, 'worker');
});
afterAll(() => server?.stop());

const token = () => worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' });

describe('what it costs', () => {
  it('AS-07: a token for a known client reads and writes no database', async () => {
    // Clients are kept for a second.
    server.stillAtMs = Date.now();
    await token();
    const { result, reads, commits } = await counted(server, token);
    server.stillAtMs = undefined;
    expect([result.status, reads, commits]).toEqual([200, 0, 0]);
  });

  it('AS-07: a revocation is one commit', async () => {
    const { body } = await token();
    const { result, commits } = await counted(server, () =>
      worker.post('/token/revocation', { token: String(body['access_token']) }),
    );
    expect([result.status, commits]).toEqual([200, 1]);
  });
});
