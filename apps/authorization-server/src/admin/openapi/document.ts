/** OpenAPI 3.1 of the admin API, made from the operations and the schemas that validate. */
import { z } from 'zod';
import { accessOf, adminScopes, scopesOf } from '../access.ts';
import { preview } from '../difference.ts';
import { mergePatchType } from '../merge-patch.ts';
import type { AdminOperation, ReadOperation, WriteOperation } from '../operation.ts';
import { type ProblemCode, problems } from '../problem.ts';
import { allOperations } from '../resources/all.ts';
import { tagOf, tags } from './tags.ts';

type Members = Record<string, unknown>;

const problem = z
  .object({
    type: z.string().describe('An address that names the kind of problem'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('A sentence that says what to do'),
    code: z.string().describe('Stable; more exact than `type` where an operation of the directory refused'),
    correlation_id: z.string().optional().describe('Also in X-Request-Id, the log and the audit records'),
    errors: z
      .array(z.object({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' });

/** The codes that an operation can answer beside what it does. */
function refusalsOf(operation: AdminOperation): ProblemCode[] {
  const codes: ProblemCode[] = [
    'unauthenticated',
    'insufficient_scope',
    'too_many_requests',
    'server_error',
    'unavailable',
    'method_not_allowed',
    'misdirected_request',
  ];
  if (operation.params) codes.push('not_found');
  if (operation.kind === 'read') return operation.query || operation.params ? [...codes, 'invalid_request'] : codes;
  codes.push('invalid_request', 'refused', 'not_found', 'conflict', 'content_too_large', 'unsupported_media_type');
  if (operation.matches) codes.push('precondition_failed', 'precondition_required');
  return codes;
}

/** Schemas with a name stand once, under `components`. */
class Components {
  readonly schemas: Members = {};

  /** @param io what is sent, or what is answered */
  schemaOf(schema: z.ZodType, io: 'input' | 'output'): Members {
    const made = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io,
      unrepresentable: 'any',
      reused: 'inline',
    }) as Members;
    const { $schema: _dialect, $defs = {}, ...rest } = made;
    const { id } = rest as { id?: string };
    for (const [name, definition] of Object.entries($defs as Members)) this.#keep(name, definition);
    return id === undefined ? (this.#refer(rest) as Members) : this.#keep(id, rest);
  }

  #keep(name: string, definition: unknown): Members {
    const { id: _id, ...schema } = this.#refer(definition) as Members;
    this.schemas[name] ??= schema;
    return { $ref: `#/components/schemas/${name}` };
  }

  /** References to where they stand in this document. */
  #refer(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
  }
}

function parametersOf(components: Components, operation: AdminOperation): Members[] {
  const from = (schema: unknown, place: 'path' | 'query'): Members[] => {
    if (schema === undefined) return [];
    const { properties = {}, required = [] } = components.schemaOf(schema as z.ZodType, 'input') as {
      properties?: Record<string, Members>;
      required?: readonly string[];
    };
    return Object.entries(properties).map(([name, { description, ...one }]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description !== undefined && { description }),
      schema: one,
    }));
  };
  return [...from(operation.params, 'path'), ...from(operation.query, 'query'), ...headersOf(operation)];
}

const header = (name: string, required: boolean, description: string): Members => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

function headersOf(operation: AdminOperation): Members[] {
  if (operation.kind === 'read') return [];
  const { explained } = accessOf(operation.id);
  return [
    { $ref: '#/components/parameters/Prefer' },
    header(
      'X-Reason',
      explained === true,
      "Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2)",
    ),
    ...(operation.matches
      ? [header('If-Match', operation.creates !== true, 'The ETag of the object as it was read')]
      : []),
    ...(operation.creates ? [header('If-None-Match', false, '*: make it if there is none')] : []),
    ...(operation.method === 'post' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
}

const content = (type: string, schema: Members): Members => ({ content: { [type]: { schema } } });
/** A patch may be called what it is. */
const contentOf = (method: string, schema: Members): Members => ({
  content: { 'application/json': { schema }, ...(method === 'patch' && { [mergePatchType]: { schema } }) },
});
const etagHeader = { ETag: { description: 'For If-Match', schema: { type: 'string' } } };

function answersOf(components: Components, operation: AdminOperation): Members {
  const answers: Members = {};
  if (operation.kind === 'read') Object.assign(answers, answersOfRead(components, operation));
  else Object.assign(answers, answersOfWrite(components, operation));
  const byStatus = Map.groupBy(refusalsOf(operation), (code) => problems[code][0]);
  for (const [status, codes] of byStatus) {
    answers[status] = {
      description: codes.map((code) => problems[code][1]).join('; or: '),
      ...content('application/problem+json', components.schemaOf(problem, 'output')),
    };
  }
  // Node's parser refuses these before a request is known, and sends no body.
  answers[431] = { description: 'Request line and headers are too long' };
  return answers;
}

function answersOfRead(components: Components, { answer, mediaType, versioned }: ReadOperation): Members {
  const schema = mediaType ? { type: 'string' } : components.schemaOf(answer as z.ZodType, 'output');
  return {
    200: {
      description: 'Found',
      ...(versioned && { headers: etagHeader }),
      ...content(mediaType ?? 'application/json', schema),
    },
    ...(versioned && { 304: { description: 'As it was: If-None-Match named its ETag' } }),
  };
}

function answersOfWrite(components: Components, { status, answer, matches, creates }: WriteOperation): Members {
  const previewed = components.schemaOf(preview, 'output');
  const done = answer === undefined ? undefined : components.schemaOf(answer as z.ZodType, 'output');
  const headers = matches ? { headers: etagHeader } : {};
  if (status === 200 && done) {
    return {
      200: {
        description: 'Done, or a preview',
        ...headers,
        ...content('application/json', { anyOf: [done, previewed] }),
      },
      ...(creates && { 201: { description: 'Made', ...headers, ...content('application/json', done) } }),
    };
  }
  return {
    [status]: { description: 'Done', ...headers, ...(done && content('application/json', done)) },
    200: { description: 'A preview: nothing was changed', ...content('application/json', previewed) },
  };
}

/**
 * The whole document.
 * @param issuer of the server that serves it
 * @param origin where the API is served
 */
export function openApiDocument(issuer: string, origin = issuer): Members {
  const components = new Components();
  const paths: Record<string, Members> = {};
  for (const operation of allOperations) {
    const { id, path, method, summary, description } = operation;
    const methods = (paths[path] ??= {});
    methods[method] = {
      operationId: id,
      tags: [tagOf(operation)],
      summary,
      ...(description !== undefined && { description }),
      security: [{ gatehouse: scopesOf(accessOf(id)) }],
      parameters: parametersOf(components, operation),
      ...(operation.kind === 'write' &&
        operation.body !== undefined && {
          requestBody: {
            required: true,
            ...contentOf(operation.method, components.schemaOf(operation.body as z.ZodType, 'input')),
          },
        }),
      responses: answersOf(components, operation),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Gatehouse admin API',
      version: '1',
      description: 'Operates an authorization server. See docs/admin-api.md.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: new URL('/admin/v1', origin).href }],
    tags: [...new Set(allOperations.map(tagOf))].map((name) => ({ name, description: tags[name] })),
    paths,
    components: {
      securitySchemes: {
        gatehouse: {
          type: 'oauth2',
          description: 'Access tokens of this server for the resource <issuer>/admin/v1, bound to a key (DPoP, mTLS)',
          flows: {
            authorizationCode: {
              authorizationUrl: new URL('/auth', issuer).href,
              tokenUrl: new URL('/token', issuer).href,
              scopes: adminScopes,
            },
            clientCredentials: { tokenUrl: new URL('/token', issuer).href, scopes: adminScopes },
          },
        },
      },
      parameters: {
        Prefer: header('Prefer', false, 'dry-run: answers what would change and end, and changes nothing (RFC 7240)'),
        IdempotencyKey: header('Idempotency-Key', false, 'Makes a repeated request the same one, for 24 hours'),
      },
      schemas: components.schemas,
    },
  };
}
