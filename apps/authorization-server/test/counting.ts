/** Counts what work costs, for tests: reads and commits of a server's database, and the requests that another server gets. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { requestContext } from '@gatehouse/logging';
import { jest } from '@jest/globals';
import type { TestServer } from './server.ts';

type Method = (...values: unknown[]) => unknown;

export interface Counted<Result> {
  readonly result: Result;
  readonly reads: number;
  readonly commits: number;
}

/**
 * Counts what the stores are asked by requests while the work is done: not what the server does by itself meanwhile, and not audit
 * records, which follow later.
 */
export async function counted<Result>({ server }: TestServer, work: () => Promise<Result>): Promise<Counted<Result>> {
  const { storage } = server;
  const stores = Object.values(storage).filter((one) => typeof one === 'object' && one !== null) as object[];
  let reads = 0;
  const spies = stores.flatMap((store) =>
    Object.entries(store)
      .filter(([, method]) => typeof method === 'function')
      .map(([name, method]) =>
        jest.spyOn(store as Record<string, Method>, name).mockImplementation((...values) => {
          if (requestContext.getStore()) reads += 1;
          return (method as Method)(...values);
        }),
      ),
  );
  const commit = jest.spyOn(storage, 'commit');
  const result = await work();
  const commits = commit.mock.calls.filter(([writes]) =>
    writes.some(({ statements }) => statements.some(({ sql }) => !sql.includes('"audit"'))),
  ).length;
  for (const spy of [...spies, commit]) spy.mockRestore();
  return { result, reads, commits };
}

/** The requests that a server of this process gets while the work is done: method and path. */
export async function requestsTo<Result>(
  { settings }: Pick<TestServer, 'settings'>,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly requests: readonly string[] }> {
  const requests: string[] = [];
  const note = (message: unknown) => {
    const { request } = message as { readonly request: IncomingMessage };
    const [path] = (request.url ?? '').split('?');
    if (request.socket.localPort === settings.port) requests.push(`${request.method} ${path}`);
  };
  subscribe('http.server.request.start', note);
  try {
    return { result: await work(), requests };
  } finally {
    unsubscribe('http.server.request.start', note);
  }
}
