/** What the admin API says of itself, to everybody who reaches it: its OpenAPI document, and the pages made of it. No secret is in them. */
import { adminPath } from '../../directory/resources/admin-api.ts';
import { allOperations } from '../resources/all.ts';
import { openApiDocument } from './document.ts';
import { stylesheet } from './page.ts';
import { problemsPage } from './problems.ts';
import { type OpenApi, referencePage } from './reference.ts';

export interface ServedDocument {
  readonly contentType: string;
  readonly body: string | Buffer;
  /** Never another under this path. */
  readonly immutable?: true;
}

const page = 'text/html; charset=utf-8';

/**
 * By their paths below the API; each is made when it is first asked for.
 * @param origin where the API is served
 */
export function servedDocuments(issuer: string, origin: string): ReadonlyMap<string, () => ServedDocument> {
  const document = once(() => openApiDocument(issuer, origin));
  return new Map<string, () => ServedDocument>([
    ['/openapi.json', once(() => ({ contentType: 'application/json', body: JSON.stringify(document()) }))],
    ['/', once(() => ({ contentType: page, body: referencePage(document() as unknown as OpenApi, allOperations) }))],
    ['/problems', once(() => ({ contentType: page, body: problemsPage() }))],
    [
      stylesheet.path.slice(adminPath.length),
      () => ({ contentType: stylesheet.contentType, body: stylesheet.body, immutable: true }),
    ],
  ]);
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
