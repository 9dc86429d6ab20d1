/** Pages of other origins: their preflights come without a token, and they may read answers and refusals alike. */
import { answerPreflight, createCors, isPreflight } from '@gatehouse/http';
import type { Rule } from '@gatehouse/oauth-guard';
import type { RequestHandler } from 'express';

/**
 * @param origins of the pages that may call this API
 * @param rules name the methods that there are
 */
export function crossOrigin(origins: readonly string[], rules: readonly Rule[]): RequestHandler {
  const methods = new Set(['HEAD', ...rules.flatMap(({ method }) => method ?? [])]);
  const cors = createCors({ origins, methods: [...methods], expose: ['Location'] });
  return (req, res, next) => {
    if (isPreflight(req)) {
      cors.setPreflightHeaders(res, req);
      answerPreflight(res);
      return;
    }
    cors.setHeaders(res, req.method, req.headers.origin);
    next();
  };
}
