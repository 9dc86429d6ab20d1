import type { IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { checkName, checkText, decodeText, parseJson } from './hostile-input.ts';
import { HttpError } from './http-error.ts';

/** Parameters in a form; more are refused. */
const MOST_PARAMETERS = 200;

/**
 * Reads a form into `req.body`: an object without prototype, a repeated parameter as an array.
 * Refuses: 413 beyond the limit, 415 for another type, 400 for NUL, broken UTF-8 or `__proto__`.
 * @param limitBytes default 64 KiB
 */
export function formBody(limitBytes = 65_536): RequestHandler {
  return bodyReader(limitBytes, 'application/x-www-form-urlencoded', parseForm);
}

/**
 * Reads JSON into `req.body`. Refuses as `formBody` does, and what nests deeper than 32 levels.
 * @param limitBytes default 64 KiB
 * @param alsoTypes further media types of JSON
 */
export function jsonBody(limitBytes = 65_536, alsoTypes: readonly string[] = []): RequestHandler {
  return bodyReader(limitBytes, 'application/json', parseJson, alsoTypes);
}

function bodyReader(
  limit: number,
  type: string,
  read: (text: string) => unknown,
  alsoTypes: readonly string[] = [],
): RequestHandler {
  const types = new Set([type, ...alsoTypes]);
  // Compressed bodies are refused: a few bytes could become many.
  const receive = express.raw({ limit, type: isAcceptable, inflate: false });
  function isAcceptable(request: IncomingMessage): boolean {
    const [essence = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
    return types.has(essence.trim()) && parameters.every((parameter) => isUtf8(parameter.trim()));
  }
  return (request: Request, response: Response, next: NextFunction) => {
    receive(request, response, (error?: unknown) => {
      if (error) return next(error);
      try {
        const body: unknown = request.body;
        if (Buffer.isBuffer(body)) request.body = read(decodeText(body));
        else if (hasBody(request))
          throw new HttpError(415, 'unsupported_media_type', `The body must be ${type} in UTF-8.`);
        next();
      } catch (refusal) {
        next(refusal);
      }
    });
  };
}

function isUtf8(parameter: string): boolean {
  return !parameter.startsWith('charset=') || /^charset="?utf-8"?$/u.test(parameter);
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function parseForm(text: string): unknown {
  if (text === '') return Object.create(null) as object;
  // One more than allowed is read, to tell a form that is too long from one that is just long enough.
  const form = parse(text, '&', '=', { maxKeys: MOST_PARAMETERS + 1 });
  let parameters = 0;
  for (const [name, value = ''] of Object.entries(form)) {
    checkName(name);
    for (const one of typeof value === 'string' ? [value] : value) {
      checkText(one);
      parameters += 1;
    }
  }
  if (parameters > MOST_PARAMETERS) throw new HttpError(413, 'content_too_large', 'The form has too many parameters.');
  return form;
}
