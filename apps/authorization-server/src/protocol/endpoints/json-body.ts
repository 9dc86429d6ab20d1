/** A body of JSON at an endpoint of ours; oidc-provider reads those of its own. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { OperationRefused } from '../../directory/operation-refused.ts';

const mostBytes = 64 * 1024;
const tooLarge = () => new OperationRefused('content_too_large', 'The body of the request is too large.');

/** Throws OperationRefused: `content_too_large`, or `invalid_client_metadata` for what is no JSON. */
export async function readJson({ req, request }: KoaContextWithOIDC): Promise<unknown> {
  if (request.is('application/json') !== 'application/json') {
    throw new OperationRefused('invalid_client_metadata', 'the body must be application/json');
  }
  if ((request.length ?? 0) > mostBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new OperationRefused('invalid_client_metadata', 'the body is no JSON');
  }
}
