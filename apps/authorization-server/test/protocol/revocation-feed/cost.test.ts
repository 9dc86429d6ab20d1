import { requestContext } from '@gatehouse/logging';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { confidential, type TestClient } from '../../client.ts';
import { startServer, type TestServer } from '../../server.ts';

type Method = (...values: unknown[]) => unknown;

let server: TestServer;
let worker: TestClient;

beforeAll(async () => {
  server = await startServer();
  worker = await confidential(server, 'worker');
});
afterAll(() => server?.stop());

/**
 * Counts what the stores are asked by requests while the work is done: not what the server does by itself meanwhile, and not audit
 * records, which follow later.
 */
async function counted<Result>(work: () => Promise<Result>) {
  const { storage } = server.server;
  const stores = [storage.clients, storage.artefacts, storage.revocations, storage.signingKeys, storage.accounts];
  let calls = 0;
  const reads = stores.flatMap((store) =>
    Object.entries(store)
      .filter(([, method]) => typeof method === 'function')
      .map(([name, method]) =>
        jest.spyOn(store as unknown as Record<string, Method>, name).mockImplementation((...values) => {
          if (requestContext.getStore()) calls += 1;
          return (method as Method)(...values);
        }),
      ),
  );
  const commit = jest.spyOn(storage, 'commit');
  const result = await work();
  const commits = commit.mock.calls.filter(([writes]) =>
    writes.some(({ statements }) => statements.some(({ sql }) => !sql.includes('"audit"'))),
  ).length;
  for (const spy of [...reads, commit]) spy.mockRestore();
  return { result, reads: calls, commits };
}

const token = () => worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' });

describe('what it costs', () => {
  it('AS-07: a token for a known client reads and writes no database', async () => {
    await token();
    const { result, reads, commits } = await counted(token);
    expect([result.status, reads, commits]).toEqual([200, 0, 0]);
  });

  it('AS-07: a revocation is one commit', async () => {
    const { body } = await token();
    const { result, commits } = await counted(() =>
      worker.post('/token/revocation', { token: String(body['access_token']) }),
    );
    expect([result.status, commits]).toEqual([200, 1]);
  });
});
