/** A route as operators write it: each member with its rule, its default and a sentence. */
import { readFileSync } from 'node:fs';
import { METHODS } from 'node:http';
import { originFault } from '@gatehouse/http';
import { parse } from 'yaml';
import { z } from 'zod';
import { isReserved } from './cookies.ts';
import { acceptable } from './credentials/credentials.ts';
import { allowsTooMuch } from './stopped-headers.ts';

const usualMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** All that Node reads, but for those that speak to a proxy (CONNECT) or show it (TRACE). */
const methods = METHODS.filter((method) => method !== 'CONNECT' && method !== 'TRACE');
const scopeName = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/u, 'is not a scope name (RFC 6749, section 3.3)');
const prefix = z.string().regex(/^(?:\/[\w.~-]+)+$/u, 'must be plain segments such as /api/v1');

/** The default of `idle_timeout_ms`. Streams of events may well say nothing for some minutes. */
export const IDLE_TIMEOUT_MS = 300_000;

/** What Node's timers can hold. */
const timeMs = z.int().min(0).max(2_147_483_647);

const headerNames = z
  .array(
    z
      .string()
      .toLowerCase()
      .regex(
        /^[\da-z][\w.]*(?:-[\w.]+)*(?:-\*)?$/u,
        'must be the name of a header, or the beginning of names with -* at its end',
      ),
  )
  .default([]);

const cookieName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]+$/u, 'is not the name of a cookie (RFC 6265, section 4.1.1)')
  .refine((name) => !isReserved(name), 'is the name of a cookie of Gatehouse itself, which no service gets');

/** A token for a service further on. */
const embedded = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z\d-]{0,31}$/u, 'must be a short plain word')
    .describe('The token goes in X-Gatehouse-Token-<name>'),
  audience: z
    .string()
    .refine((value) => URL.canParse(value), 'must be an absolute URI')
    .describe('The one resource that this token is made for'),
  scopes: z.array(scopeName).min(1),
});

const circuitBreaker = z.strictObject({
  failures: z
    .int()
    .min(1)
    .default(5)
    .describe('Connections in a row that could not be made; then it rests for everybody'),
  share: z
    .number()
    .gt(0)
    .max(1)
    .default(0.5)
    .describe('Of all requests; when so many are not answered, callers rest whose own latest request was not'),
  requests: z.int().min(1).default(10).describe('Fewer than so many say nothing about a share'),
  window_ms: z.int().min(1).default(10_000).describe('Over which the share is counted'),
  rest_ms: z.int().min(1).default(500).describe('The first rest; each attempt that fails doubles it'),
  longest_rest_ms: z.int().min(1).default(5000),
});

const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/u, 'is not the name of a header');

/** Pages of other origins. */
const cors = z
  .strictObject({
    origins: z
      .array(
        z.string().superRefine((origin, context) => {
          const fault = origin === '*' ? undefined : originFault(origin);
          if (fault !== undefined) context.addIssue(fault);
        }),
      )
      .min(1)
      .describe('Origins of the pages, exactly, such as https://app.example.com; * is every page, in development only'),
    methods: z
      .array(z.enum(methods))
      .min(1)
      .optional()
      .describe('Methods that they may use; without it those of the route'),
    headers: z
      .array(headerName)
      .optional()
      .describe(
        'Headers that they may send; without it every one that they ask for, of which the gateway passes on what it passes on',
      ),
    expose: z
      .array(headerName)
      .default([])
      .describe('Headers of answers that they may read, beside those that explain a refusal'),
    credentials: z
      .boolean()
      .default(false)
      .describe('Whether browsers may add what they keep themselves, such as a client certificate'),
    max_age_seconds: z
      .int()
      .min(0)
      .max(86_400)
      .default(600)
      .describe('How long a browser remembers the answer to a preflight'),
  })
  .superRefine(({ origins, expose, credentials }, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (origins.includes('*') && origins.length > 1) issue('origins', '* stands alone');
    if (credentials && origins.includes('*')) issue('origins', '* does not go together with credentials');
    if (credentials && expose.includes('*')) issue('expose', '* does not go together with credentials');
  });

const route = z
  .strictObject({
    host: z
      .string()
      .regex(/^[a-z\d.-]+(?::\d{1,5})?$/u, 'must be a host in lower case, with a port only where callers write one')
      .optional()
      .describe('Host that callers use; without it that of the public origin. A host has only the routes that name it'),
    path: z
      .string()
      .regex(/^(?:\/[\w.~-]+)+(?:\/\*)?$|^\/\*$/u, 'must be a plain path, or end with /* for everything below it')
      .describe('Path as clients send it; /* at the end stands for everything below'),
    methods: z
      .array(z.enum(methods))
      .min(1)
      .default([...usualMethods])
      .describe('Default those above; WebDAV, QUERY, PURGE and other extension methods where they are named'),
    upstream: z
      .string()
      .refine(
        (value) => URL.parse(value)?.origin === value && /^https?:/u.test(value),
        'must be an origin without a path, such as https://api.internal:8443',
      )
      .describe('Origin of the service'),
    websocket: z
      .strictObject({
        idle_timeout_ms: z.int().min(1).default(60_000).describe('Without a byte in either direction'),
        longest_ms: z
          .int()
          .min(1)
          .default(3_600_000)
          .describe('Then the caller has to come again, and is looked at again'),
      })
      .optional()
      .describe(
        'Lets WebSocket connections through; without it the service gets the handshake as a plain GET, and answers it',
      ),
    http2: z.boolean().default(false).describe('Speak HTTP/2 with the service when it can'),
    strip: prefix.optional().describe('Beginning of the path that the service does not see'),
    encoded_path: z
      .enum(['refuse', 'allow'])
      .default('refuse')
      .describe('Whether / \\ % ? # ; may be encoded in a segment of the path, which then reaches the service encoded'),
    audience: z
      .string()
      .refine((value) => URL.canParse(value), 'must be an absolute URI')
      .optional()
      .describe('The one resource that the token for the service is made for'),
    resource: z
      .string()
      .refine(
        (value) => URL.canParse(value) && !/[?#]/u.test(value),
        'must be an absolute URI without query and fragment',
      )
      .optional()
      .describe(
        'The resource that clients ask tokens for (RFC 8707), at the origin of the route; without it the origin and the path',
      ),
    scopes: z
      .array(scopeName)
      .optional()
      .describe('Scopes to ask for in the exchange; without it as many as the credential and the policy allow'),
    challenge_scopes: z
      .array(scopeName)
      .min(1)
      .optional()
      .describe('Scopes that clients are told to ask for at first, in the 401 and the document; without it scopes'),
    accept: z
      .array(z.enum(acceptable), {
        error: 'must list the credentials that get in; [] lets everybody in and sends no token',
      })
      .describe(
        'Credentials that get in; an empty list lets everybody in and sends no token. ticket: what pages get for another of these at /.gatehouse/ticket',
      ),
    cors: cors.optional().describe('Pages of other origins that may call this; without it none'),
    basic_challenge: z
      .boolean()
      .default(false)
      .describe(
        'Offer Basic in refusals (RFC 7617): clients that wait for it send their password, browsers open a window',
      ),
    strategy: z
      .enum(['exchange', 'embed', 'share'])
      .default('exchange')
      .describe(
        'exchange: the service always gets a token of its own. embed: and tokens for services that it calls. share: a token that fits already is passed on',
      ),
    embed: z.array(embedded).default([]).describe('Tokens for the services further on; only with the strategy embed'),
    request_headers: z
      .strictObject({
        allow: headerNames.describe(
          'Headers that pass although the list in docs/gateway.md stops them, in this spelling',
        ),
        stop: headerNames.describe('Headers that stop beside those of the list, in every spelling'),
      })
      .optional()
      .describe('What the service of this route gets of the caller’s headers beside the list'),
    cookies: z
      .strictObject({
        request: z
          .union([z.literal('all'), z.array(cookieName).min(1)], { error: 'must be all, or a list of names' })
          .describe('Names of the cookies that the service gets; all: every one but those of Gatehouse itself'),
        response: z.boolean().default(true).describe('Whether the service may set cookies'),
      })
      .optional()
      .describe('Lets cookies through in both directions; without it the service gets none'),
    body_of_get: z
      .boolean()
      .default(false)
      .describe(
        'Lets a GET carry a body, as searches do; a cache in front that knows only its URL must not keep answers',
      ),
    max_body_bytes: z.int().min(0).default(1_048_576),
    connect_timeout_ms: timeMs.min(1).default(2000).describe('Until the connection to the service is open, with TLS'),
    answer_timeout_ms: timeMs
      .min(1)
      .default(15_000)
      .describe('Until the head of the answer, from when the request was sent or the service took the last part of it'),
    idle_timeout_ms: timeMs
      .min(1)
      .default(IDLE_TIMEOUT_MS)
      .describe('Of a body or an answer, while nothing moves in either direction'),
    whole_timeout_ms: timeMs.default(0).describe('From the request to the end of the answer; 0: as long as it moves'),
    keep_alive_ms: timeMs
      .min(1)
      .default(4000)
      .describe('How long an idle connection to the service is kept, where the service does not ask for less'),
    circuit_breaker: z
      .union([z.literal(false), circuitBreaker], { error: 'must be false, or an object' })
      .prefault({})
      .describe('When the service is left alone for a moment; false: never'),
    retry_safe_methods: z.boolean().default(true).describe('Once, when a kept connection turns out to be closed'),
  })
  .superRefine((value, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (value.accept.length === 1 && value.accept[0] === 'ticket')
      issue('accept', 'ticket needs another credential beside it, by which it is asked for');
    if (value.basic_challenge && !value.accept.includes('basic')) issue('basic_challenge', 'needs basic in accept');
    if (value.accept.length > 0 && value.audience === undefined) issue('audience', 'is needed where credentials are');
    if (value.accept.length === 0 && value.audience !== undefined)
      issue('audience', 'has no use where accept is [], as no token is sent');
    if (value.accept.length === 0 && value.challenge_scopes) issue('challenge_scopes', 'has no use where accept is []');
    if ((value.strategy === 'embed') !== value.embed.length > 0)
      issue('embed', 'goes together with the strategy embed');
    const { allow = [], stop = [] } = value.request_headers ?? {};
    for (const name of allow) {
      if (allowsTooMuch(name))
        issue('request_headers', `${name} would speak for the gateway or its caller and cannot be allowed`);
      else if (stop.includes(name)) issue('request_headers', `${name} cannot be allowed and stopped at once`);
    }
    if (value.strip !== undefined && !value.path.startsWith(`${value.strip}/`)) issue('strip', 'must begin the path');
  });

/** A route table as it is written. */
export const routesSchema = z.strictObject({ routes: z.array(route).min(1) }).superRefine(({ routes }, context) => {
  const seen = new Set<string>();
  for (const [index, { host = '', path, methods: allowed }] of routes.entries()) {
    for (const method of allowed) {
      if (seen.has(`${host} ${method} ${path}`)) {
        context.addIssue({ code: 'custom', path: ['routes', index], message: `${method} ${path} is declared twice` });
      }
      seen.add(`${host} ${method} ${path}`);
    }
  }
});

/** One route, ready to be used. */
export type Route = z.infer<typeof route>;

/** For whoever writes `websocket: true`. */
const needsObject: z.core.$ZodErrorMap = ({ code, expected }) =>
  code === 'invalid_type' && expected === 'object' ? 'must be an object; where the defaults fit, {}' : undefined;

/**
 * Reads a route table.
 * @throws Error with one line for each fault
 */
export function loadRoutes(file: string): Route[] {
  const result = routesSchema.safeParse(parse(readFileSync(file, 'utf8')), { error: needsObject });
  if (result.success) return result.data.routes;
  const faults = result.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`);
  throw new Error(faults.join('\n'));
}
