/** The OpenAPI 3.1 document of this API, made from the schemas that requests are checked against. Open to everybody. */
import { readFileSync } from 'node:fs';
import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { invoiceView, newInvoice } from './invoices/invoice.ts';
import { defaultLimit, largestLimit } from './page.ts';
import { secureDataView } from './secure-data.ts';
import type { Settings } from './settings.ts';
import { userChanges, userView } from './users/user.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

type Json = Readonly<Record<string, unknown>>;

/** The document. @param settings where the API and its authorization server are */
export function openApiDocument({ publicOrigin, issuer }: Pick<Settings, 'publicOrigin' | 'issuer'>): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gatehouse demo API',
      version,
      description: 'User profiles and invoices. Every call but the open documents needs an access token (RFC 9068).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicOrigin }],
    paths: {
      '/': { get: openDocument('What this is, and where its documents are') },
      '/.well-known/oauth-protected-resource': { get: openDocument('Metadata of this resource (RFC 9728)') },
      '/openapi.json': { get: openDocument('This document') },
      '/secure-data': { get: operation('Who the caller is, for any valid token', [], answer('SecureData')) },
      '/users': { get: operation('Profiles, for administrators', ['users_admin'], answer('UserPage'), paging) },
      '/users/me': {
        get: operation("The caller's own profile", ['profile_read'], answer('User')),
        patch: operation('Change the own profile', ['profile_write'], answer('User'), takes('UserChanges')),
      },
      '/users/{id}': {
        parameters: [idParameter('The `sub` of the user', { type: 'string', maxLength: 255 })],
        get: operation('A profile: the own one, or any for administrators', ['profile_read'], answer('User')),
        patch: operation('Change a profile', ['profile_write'], answer('User'), takes('UserChanges')),
        delete: operation('Remove a profile, for administrators', ['users_admin'], {
          204: { description: 'Removed' },
        }),
      },
      '/invoices': {
        get: operation(
          "The invoices of the caller's department, newest first",
          ['invoice_read'],
          answer('InvoicePage'),
          paging,
        ),
        post: operation(
          "Make an invoice for the caller's department",
          ['invoice_write'],
          answer('Invoice', 201),
          takes('NewInvoice'),
        ),
      },
      '/invoices/{id}': {
        parameters: [idParameter('The id of the invoice', { type: 'string', format: 'uuid' })],
        get: operation("An invoice of the caller's department", ['invoice_read'], answer('Invoice')),
      },
      '/invoices/{id}/approve': {
        parameters: [idParameter('The id of the invoice', { type: 'string', format: 'uuid' })],
        post: operation(
          'Approve an open invoice: users of the approving department, after a second factor a short time ago (RFC 9470)',
          ['invoice_approve'],
          { ...answer('Invoice'), 409: problem('It is approved already') },
        ),
      },
    },
    components: {
      securitySchemes: {
        openId: { type: 'openIdConnect', openIdConnectUrl: `${issuer}/.well-known/openid-configuration` },
      },
      schemas: {
        SecureData: schemaOf(secureDataView),
        User: schemaOf(userView),
        UserChanges: schemaOf(userChanges),
        UserPage: pageOf('User'),
        Invoice: schemaOf(invoiceView),
        NewInvoice: schemaOf(newInvoice),
        InvoicePage: pageOf('Invoice'),
        Problem: {
          type: 'object',
          required: ['error_description'],
          properties: {
            error: { type: 'string', description: 'Stable code; absent when no credentials were sent (RFC 6750)' },
            error_description: { type: 'string', description: 'A sentence that helps' },
            code: { type: 'string', description: 'Why an access token was refused' },
          },
        },
      },
    },
  };
}

/** Serves the document. */
export function openApiRoute(settings: Pick<Settings, 'publicOrigin' | 'issuer'>): Router {
  const body = JSON.stringify(openApiDocument(settings));
  const send: RequestHandler = (_req, res) => {
    res.type('json').set('Cache-Control', 'public, max-age=3600').send(body);
  };
  return Router().get('/openapi.json', send);
}

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input' });
  return described;
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function content(schema: Json): Json {
  return { 'application/json': { schema } };
}

function problem(description: string): Json {
  return { description, content: content(reference('Problem')) };
}

function answer(schema: string, status = 200): Json {
  return { [status]: { description: status === 201 ? 'Made' : 'Done', content: content(reference(schema)) } };
}

function takes(schema: string): Json {
  return { requestBody: { required: true, content: content(reference(schema)) } };
}

function pageOf(schema: string): Json {
  return {
    type: 'object',
    required: ['items', 'next_cursor'],
    additionalProperties: false,
    properties: {
      items: { type: 'array', items: reference(schema), maxItems: largestLimit },
      next_cursor: { type: ['string', 'null'], description: 'For the next page; null on the last one' },
    },
  };
}

const paging: Json = {
  parameters: [
    {
      name: 'limit',
      in: 'query',
      description: `Entries on the page; more than ${largestLimit} gives ${largestLimit}`,
      schema: { type: 'integer', minimum: 1, default: defaultLimit },
    },
    { name: 'cursor', in: 'query', description: '`next_cursor` of the page before', schema: { type: 'string' } },
  ],
};

function idParameter(description: string, schema: Json): Json {
  return { name: 'id', in: 'path', required: true, description, schema };
}

function openDocument(summary: string): Json {
  return { summary, security: [], responses: { 200: { description: 'Done', content: content({ type: 'object' }) } } };
}

/** An operation that needs a token; the refusals are the same everywhere. */
function operation(summary: string, scopes: readonly string[], responses: Json, more: Json = {}): Json {
  return {
    summary,
    security: [{ openId: scopes }],
    ...more,
    responses: {
      ...responses,
      400: problem('The request is malformed'),
      401: problem('No valid access token, or a stronger sign-in is needed'),
      403: problem('The access token does not allow this'),
      404: problem('There is no such thing, or none that the caller may see'),
      429: problem('Too many requests'),
      503: problem('Keys or data cannot be reached at the moment'),
    },
  };
}
