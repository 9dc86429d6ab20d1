/** The recipes of docs/federation.md, as tests run them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { parse } from 'yaml';
import { TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';
import type { Providers } from './providers.ts';

export type Entry = Readonly<Record<string, unknown>> & { readonly name: string; readonly client_id: string };

const text = await readFile(path.join(rootDirectory, 'docs/federation.md'), 'utf8');
const files = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gmu)].map(([, example = '']) => parse(example) as object);
const entries = files.flatMap((file) => (file as { readonly connections?: readonly Entry[] }).connections ?? []);

/** The connection of a recipe, with a secret of ours in place of the file. */
export function recipe(name: string, secret: string, changes: object = {}): Entry {
  const entry = entries.find((one) => one.name === name);
  if (!entry) throw new Error(`docs/federation.md has no recipe ${name}`);
  return { ...entry, client_secret: { value: secret }, ...changes };
}

/** A server with these connections, whose providers are ours, and its client. */
export async function startWith(
  providers: Providers,
  connections: readonly Entry[],
): Promise<{ readonly server: TestServer; readonly client: TestClient }> {
  const server = await startServer({
    outboundRoute: providers.route,
    registry: (document) => void Object.assign(document, { connections }),
  });
  return { server, client: new TestClient(server, 'web-app', { secret: await server.clientSecret('web-app') }) };
}
