/** Counts what work costs, for tests and benchmarks: reads and commits of a server's database, and the requests that a server gets. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { requestContext } from '@gatehouse/logging';
import type { Write } from '@gatehouse/storage';
import type { TestServer } from './server.ts';

type Method = (...values: unknown[]) => unknown;

export interface Counted<Result> {
  readonly result: Result;
  readonly reads: number;
  readonly commits: number;
}

/** Tells of each call of a method; gives what undoes that. */
function watch(owner: object, name: string, called: (values: readonly unknown[]) => void): () => void {
  const methods = owner as Record<string, Method>;
  const method = methods[name]!;
  methods[name] = (...values) => {
    called(values);
    return method.apply(owner, values);
  };
  return () => {
    methods[name] = method;
  };
}

/**
 * Counts what the stores are asked by requests while the work is done: not what the server does by itself meanwhile, and not audit
 * records, which follow later.
 */
export async function counted<Result>(
  { server }: Pick<TestServer, 'server'>,
  work: () => Promise<Result>,
): Promise<Counted<Result>> {
  const { storage } = server;
  const stores = Object.values(storage).filter((one) => typeof one === 'object' && one !== null) as object[];
  let [reads, commits] = [0, 0];
  const countRead = () => {
    if (requestContext.getStore()) reads += 1;
  };
  const countCommit = ([writes]: readonly unknown[]) => {
    const isAuditOnly = (writes as Write[]).every(({ statements }) =>
      statements.every(({ sql }) => sql.includes('"audit"')),
    );
    if (!isAuditOnly) commits += 1;
  };
  const undo = stores.flatMap((store) =>
    Object.entries(store)
      .filter(([, method]) => typeof method === 'function')
      .map(([name]) => watch(store, name, countRead)),
  );
  undo.push(watch(storage, 'commit', countCommit));
  try {
    const result = await work();
    return { result, reads, commits };
  } finally {
    for (const one of undo) one();
  }
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
