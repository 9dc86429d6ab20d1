/** What clients can learn about this resource server (RFC 9728). */

import type { Answer } from './answer.ts';

/**
 * What an operator may add to the document; the rest follows from the options of the resource server.
 *
 * @example
 * const description: ResourceDescription = { scopesSupported: ['orders_read'], resourceName: 'Orders' };
 */
export interface ResourceDescription {
  /** The scopes a client may ask for. Name the minimal set: clients tend to ask for all of it. */
  readonly scopesSupported?: readonly string[];
  readonly resourceName?: string;
  readonly resourceDocumentation?: string;
  readonly resourcePolicyUri?: string;
  readonly resourceTosUri?: string;
}

/** What the document says by itself. */
export interface MetadataSettings {
  readonly resource: string;
  readonly issuers: readonly string[];
  readonly dpopAlgorithms: readonly string[] | undefined;
  readonly dpopRequired: boolean;
  readonly mtls: boolean;
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource';
const MEMBERS: Readonly<Record<keyof ResourceDescription, string>> = {
  scopesSupported: 'scopes_supported',
  resourceName: 'resource_name',
  resourceDocumentation: 'resource_documentation',
  resourcePolicyUri: 'resource_policy_uri',
  resourceTosUri: 'resource_tos_uri',
};

/** Where the document of a resource is: the well-known path goes between host and path (RFC 9728 section 3.1). */
export function metadataUrl(resource: string): URL {
  const { origin, pathname, search } = new URL(resource);
  return new URL(`${WELL_KNOWN}${pathname === '/' ? '' : pathname}${search}`, origin);
}

/**
 * The metadata document (RFC 9728 section 2).
 *
 * @throws TypeError on a member that it does not know
 */
export function metadataDocument(
  settings: MetadataSettings,
  description: ResourceDescription,
): Readonly<Record<string, unknown>> {
  const described: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(description)) {
    const member = Object.hasOwn(MEMBERS, name) ? MEMBERS[name as keyof ResourceDescription] : undefined;
    if (member === undefined) throw new TypeError(`the description of a resource has no member "${name}"`);
    if (value !== undefined) described[member] = value;
  }
  const { dpopAlgorithms } = settings;
  return Object.freeze({
    resource: settings.resource,
    // Issuers that are known only at run time cannot be named.
    ...(settings.issuers.length > 0 && { authorization_servers: settings.issuers }),
    bearer_methods_supported: ['header'],
    ...described,
    ...(settings.mtls ? { tls_client_certificate_bound_access_tokens: true } : {}),
    ...(dpopAlgorithms === undefined
      ? {}
      : {
          dpop_signing_alg_values_supported: dpopAlgorithms,
          dpop_bound_access_tokens_required: settings.dpopRequired,
        }),
  });
}

/** Answers requests for the document to anybody, and leaves all others. */
export function metadataAnswers(
  document: Readonly<Record<string, unknown>>,
  { pathname, search }: URL,
): (request: { readonly method: string; readonly url: string }) => Answer | undefined {
  const url = pathname + search;
  const anybody = { 'access-control-allow-origin': '*' };
  const other = {
    ...anybody,
    allow: 'GET, HEAD, OPTIONS',
    'access-control-allow-methods': 'GET',
    'access-control-allow-headers': '*',
  };
  const found: Answer = {
    ok: false,
    status: 200,
    headers: { ...anybody, 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' },
    body: document,
  };
  return (request) => {
    if (request.url !== url) return undefined;
    // Node and the frameworks leave out the body of an answer to HEAD.
    if (request.method === 'GET' || request.method === 'HEAD') return found;
    return { ok: false, status: request.method === 'OPTIONS' ? 204 : 405, headers: other, body: undefined };
  };
}
