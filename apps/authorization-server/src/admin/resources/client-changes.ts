/** What clients are made and changed by: `POST`, `PUT` and `PATCH` of `/clients`. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { clientKinds } from '../../directory/clients/kinds.ts';
import { clientEntry, namedClientEntry } from '../../directory/clients/schema.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import { addClient } from '../../directory/operations/add-client.ts';
import {
  changeClientScopes,
  declareClient,
  disableClient,
  enableClient,
  knownClient,
} from '../../directory/operations/clients.ts';
import { nothing, together } from '../../directory/operations/work.ts';
import { clientEntryFaults } from '../../directory/registry/client-entry.ts';
import { checkIdentityIssuers, checkReach } from '../beyond-the-caller.ts';
import type { AdminContext } from '../context.ts';
import { mergePatch, patchOf } from '../merge-patch.ts';
import { write } from '../operation.ts';
import { checkPlaced, parseBody } from '../parse.ts';
import { Problem } from '../problem.ts';
import {
  type ClientParams,
  checkNotBuiltIn,
  checkRedirects,
  client,
  clientParams,
  documentOf,
  matches,
  scopesByResource,
} from './client-document.ts';

const application = z
  .strictObject({
    client_id: clientEntry.shape.client_id.optional().describe('Absent: one is made'),
    kind: z.enum(clientKinds).describe('What it is; it decides grants, authentication and defaults'),
    name: z.string().min(1).max(200).optional().describe('Shown on the consent page; the identifier when absent'),
    redirect_uris: z.array(z.string().max(2000)).max(100).default([]),
    post_logout_redirect_uris: z.array(z.string().max(2000)).max(100).default([]),
    scopes: scopesByResource.default({}).describe('Scopes of APIs that it may ask for, by resource'),
    resources: z.array(z.string()).max(100).default([]).describe('The APIs that it is, for kind api'),
    first_party: z.boolean().default(false).describe('Our own: users are not asked for consent'),
  })
  .meta({ id: 'NewClient' });

const madeClient = z
  .object({ client, client_secret: z.string().optional().describe('Shown this once; absent: it has none') })
  .meta({ id: 'MadeClient' });

const entry = namedClientEntry.meta({ id: 'ClientEntry' });

const { client_id: _named, ...patched } = clientEntry.shape;
const patch = patchOf(patched)
  .extend({ disabled: z.boolean().optional().describe('true ends all its tokens') })
  .meta({ id: 'ClientPatch' });

const scopeChange = z.strictObject({ grant: scopesByResource.default({}), revoke: scopesByResource.default({}) });

type Metadata = Readonly<Record<string, unknown>>;

/**
 * The entry as it is stored. Throws Problem for what a registry file would be refused for.
 * @param before what is stored now: redirects over plain http that are there may stay
 */
async function metadataFrom(
  { storage, production }: AdminContext,
  given: unknown,
  before: Metadata | undefined,
): Promise<Metadata> {
  const parsed = parseBody(clientEntry, given);
  checkPlaced(await clientEntryFaults(storage, parsed));
  if (production) checkRedirects(parsed, before);
  return JSON.parse(JSON.stringify(parsed)) as Metadata;
}

/** The client, or no document where there is none. */
const matchesOrAbsent = async (context: Pick<AdminContext, 'storage'>, params: ClientParams) => {
  const stored = await context.storage.clients.find(params.client_id);
  return { type: 'client', id: params.client_id, document: stored && documentOf(stored) };
};

const created = write({
  id: 'createClient',
  method: 'post',
  path: '/clients',
  summary: 'Register an application by its kind',
  description: 'A client that can keep a secret gets one, for which the scope clients:secrets is needed too.',
  body: application,
  status: 201,
  answer: madeClient,
  async plan(context, { body, caller, admin }) {
    const { client_id: clientId = randomBytes(12).toString('hex'), kind, name, scopes, resources } = body;
    const made = await addClient(context, caller, {
      application: {
        clientId,
        kind,
        name,
        scopes,
        resources,
        redirectUris: body.redirect_uris,
        postLogoutRedirectUris: body.post_logout_redirect_uris,
        firstParty: body.first_party,
      },
      production: context.production,
    });
    if (made.secret !== undefined && !admin.local && !admin.scopes.has('clients:secrets')) {
      throw new Problem(
        'insufficient_scope',
        `A client of kind ${kind} gets a secret: this needs clients:secrets too.`,
        {
          headers: { 'www-authenticate': 'DPoP error="insufficient_scope", scope="clients:write clients:secrets"' },
        },
      );
    }
    checkReach(context, admin, made.metadata);
    const updatedAtSeconds = Math.floor(context.clock() / 1000);
    const after = documentOf({
      clientId,
      metadata: { ...made.metadata },
      disabled: false,
      updatedAtSeconds,
      secretHashes: made.sha256.map((sha256) => ({ sha256, createdAtSeconds: updatedAtSeconds })),
    });
    return {
      target: { type: 'client', id: clientId },
      after,
      operation: 'declare a new client',
      work: made,
      answer: { client: after, client_secret: made.secret },
      location: `/clients/${encodeURIComponent(clientId)}`,
    };
  },
});

const replaced = write({
  id: 'replaceClient',
  method: 'put',
  path: '/clients/{client_id}',
  summary: 'Declare a client, new or otherwise than it is',
  description:
    'The whole entry, as a registry file would have it, without secrets. With `If-None-Match: *` it makes the client; with If-Match it takes the place of the entry that there is. Secrets and `disabled` stay.',
  params: clientParams,
  body: entry,
  status: 200,
  answer: client,
  matches: matchesOrAbsent,
  creates: true,
  async plan(context, { params, body, caller, admin }) {
    const { client_id: clientId } = params;
    checkNotBuiltIn(clientId);
    if (body.client_id !== undefined && body.client_id !== clientId) {
      throw new OperationRefused('client_id_differs', `The entry is of ${body.client_id}, the address of ${clientId}.`);
    }
    const stored = await context.storage.clients.find(clientId);
    const metadata = await metadataFrom(context, { ...body, client_id: clientId }, stored?.metadata);
    checkReach(context, admin, stored?.metadata, metadata);
    checkIdentityIssuers(admin, stored?.metadata, metadata);
    const work = await declareClient(context, caller, { clientId, metadata, secrets: [] });
    const nowSeconds = Math.floor(context.clock() / 1000);
    const fresh = { clientId, disabled: false, secretHashes: [], updatedAtSeconds: nowSeconds };
    const after = documentOf({ ...fresh, ...stored, metadata: { ...metadata } });
    return {
      target: { type: 'client', id: clientId },
      before: stored && documentOf(stored),
      after,
      operation: work.change && (stored ? 'declare a client otherwise' : 'declare a new client'),
      work,
      answer: after,
      location: stored ? undefined : `/clients/${encodeURIComponent(clientId)}`,
    };
  },
});

const updated = write({
  id: 'updateClient',
  method: 'patch',
  path: '/clients/{client_id}',
  summary: 'Change members of a client',
  description: 'A merge patch (RFC 7396): null takes a member away. Disabling it ends all its tokens.',
  params: clientParams,
  body: patch,
  status: 200,
  answer: client,
  matches,
  async plan(context, { params, body, caller, admin }) {
    const { disabled, ...changes } = body;
    const stored = await knownClient(context, params.client_id);
    const { clientId, metadata: before } = stored;
    const isChanged = Object.keys(changes).length > 0;
    const merged = { ...(mergePatch(before, changes) as Metadata), client_id: clientId };
    const metadata = isChanged ? await metadataFrom(context, merged, before) : before;
    // Whoever sees something go wrong may stop it.
    if (isChanged || disabled === false) checkReach(context, admin, before, metadata);
    checkIdentityIssuers(admin, before, metadata);
    const declared = isChanged
      ? await declareClient(context, caller, { clientId, metadata, secrets: [] })
      : { ...nothing, change: undefined };
    const toggle = disabled ? disableClient : enableClient;
    const toggled = disabled === undefined ? nothing : await toggle(context, caller, clientId);
    const after = documentOf({ ...stored, metadata: { ...metadata }, disabled: disabled ?? stored.disabled });
    const toggling = disabled ? ('disable a client' as const) : ('enable a client' as const);
    const changing = declared.change && ('declare a client otherwise' as const);
    return {
      target: { type: 'client', id: clientId },
      before: documentOf(stored),
      after,
      operation: toggled.events.length > 0 ? toggling : changing,
      work: together(declared, toggled),
      answer: after,
    };
  },
});

const scoped = write({
  id: 'changeClientScopes',
  method: 'post',
  path: '/clients/{client_id}/scopes',
  summary: 'Let a client ask for scopes of APIs, or no more',
  description: 'Access tokens that it has carry what they carry until they expire.',
  params: clientParams,
  body: scopeChange,
  status: 200,
  answer: client,
  matches,
  async plan(context, { params, body, caller, admin }) {
    const stored = await knownClient(context, params.client_id);
    const changed = await changeClientScopes(context, caller, { clientId: stored.clientId, ...body });
    checkReach(context, admin, stored.metadata, changed.metadata);
    const after = documentOf({ ...stored, metadata: { ...changed.metadata } });
    return {
      target: { type: 'client', id: stored.clientId },
      before: documentOf(stored),
      after,
      operation: changed.change && 'declare a client otherwise',
      work: changed,
      answer: after,
    };
  },
});

export const clientChanges = [created, replaced, updated, scoped];
