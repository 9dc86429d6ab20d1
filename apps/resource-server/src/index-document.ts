/** `GET /`: what this is, and where its documents are. It says no more than they do, so it is there in production too. */
import { type RequestHandler, Router } from 'express';
import { description } from './access-rules.ts';
import type { Settings } from './settings.ts';

/** @param metadata the address of the metadata of this resource (RFC 9728) */
export function indexRoute({ publicOrigin }: Pick<Settings, 'publicOrigin'>, metadata: string): Router {
  const body = JSON.stringify({
    name: description.resourceName,
    openapi: `${publicOrigin}/openapi.json`,
    resource_metadata: metadata,
  });
  const send: RequestHandler = (_req, res) => {
    res.type('json').set('Cache-Control', 'public, max-age=3600').send(body);
  };
  return Router().get('/', send);
}
