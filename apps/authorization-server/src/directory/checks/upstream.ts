/**
 * `gatehouse connections test`: whether an upstream provider and what is declared of it fit together, looked at one after the other.
 * Nobody signs in. Each finding says what to do; of what the provider answers it repeats no more than codes and its issuer.
 */
import * as client from 'openid-client';
import { callbackOf } from '../connections/callback.ts';
import type { Connection } from '../connections/connections.ts';
import { createConfigurations } from '../connections/upstream/configurations.ts';
import { failureOf } from '../connections/upstream/failure-of.ts';
import type { Kind, OutboundFetch } from '../connections/upstream/kind.ts';
import { kinds } from '../connections/upstream/kinds.ts';
import { type Finding, fault, ok, skipped, warning } from './finding.ts';

/** Looks at one connection, for some seconds at most. Never rejects for what it finds. */
export type ExamineUpstream = (connection: Connection) => Promise<readonly Finding[]>;

interface Dependencies {
  readonly fetch: OutboundFetch;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Of this server. */
  readonly issuer: string;
}

type Metadata = Readonly<Record<string, unknown>>;

export const createExamineUpstream =
  (dependencies: Dependencies): ExamineUpstream =>
  async (connection) => {
    const { name } = connection;
    const findings: Finding[] = [secretFinding(connection)];
    const server = (kinds[connection.kind] as Kind).server(connection);
    const metadata =
      'metadata' in server ? { ...server.metadata } : await discovered(dependencies, connection, findings);
    if ('metadata' in server) findings.push(skipped('discovery', 'it has none: its endpoints are declared'));
    else if (metadata) {
      findings.push(...metadataFindings(connection, metadata));
      findings.push(await keysFinding(dependencies, metadata));
    }
    findings.push(await credentialsFinding(dependencies, connection, metadata !== undefined));
    const redirect = callbackOf(dependencies.issuer, name);
    return [...findings, skipped('redirect URI to register at the upstream: a sign-in tells whether it is', redirect)];
  };

const needsNoSecret = (connection: Connection): boolean =>
  'token_endpoint_auth_method' in connection && connection.token_endpoint_auth_method === 'none';

function secretFinding(connection: Connection): Finding {
  const check = 'client secret';
  if (needsNoSecret(connection)) return ok(`${check} (none is needed)`);
  return connection.secret === undefined
    ? fault(check, `there is none: "gatehouse connections secret ${connection.name}" sets it`)
    : ok(check);
}

/** Its metadata; what is wrong with it goes to the findings. */
async function discovered(
  { fetch }: Dependencies,
  connection: Connection,
  findings: Finding[],
): Promise<Metadata | undefined> {
  const { discover: issuer } = (kinds[connection.kind] as Kind).server(connection) as { readonly discover: string };
  const url = `${issuer.replace(/\/$/u, '')}/.well-known/openid-configuration`;
  const check = `discovery (${url})`;
  const answer = await askedJson(fetch, url);
  if ('fault' in answer) {
    findings.push(fault(check, answer.fault));
    return undefined;
  }
  const { issuer: said } = answer.document;
  const isOfTenants = connection.kind === 'microsoft' && !connection.tenant.includes('-');
  if (said === issuer || isOfTenants) {
    findings.push(ok(check));
    return answer.document;
  }
  const named = typeof said === 'string' && URL.canParse(said) ? said.slice(0, 256) : 'by no URL';
  findings.push(
    fault(check, `the provider calls itself ${named}: write its issuer in the connection so, character by character`),
  );
  return undefined;
}

async function askedJson(
  fetch: OutboundFetch,
  url: string,
): Promise<{ readonly document: Metadata } | { readonly fault: string }> {
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    if (response.status !== 200)
      return { fault: `it answers ${response.status}: is the issuer as the provider says it?` };
    const document: unknown = await response.json().catch(() => undefined);
    const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
    return isObject ? { document: document as Metadata } : { fault: 'it does not answer a JSON object' };
  } catch (error) {
    return { fault: sentenceOf(error) };
  }
}

/** By what a server is reached that is one's own. Both settings replace what is there without them. */
const remedies: readonly (readonly [said: RegExp, remedy: string])[] = [
  [
    /not_a_public_address|not_https/u,
    'put the origin into GATEHOUSE_OUTBOUND_ALLOW if it is one of yours, with the origins of the web app and the console, which are its default in development, and restart',
  ],
  [
    /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)/u,
    'if it is one of yours, name its authority in NODE_EXTRA_CA_CERTS, or in GATEHOUSE_CA_FILE together with the one that stands there, and restart',
  ],
];

/** What happened, for operators, and by which setting a server of their own is reached. */
function sentenceOf(error: unknown): string {
  const { message } = failureOf(error);
  const remedy = remedies.find(([said]) => said.test(message))?.[1];
  return remedy === undefined ? message : `${message} (${remedy})`;
}

const isHttps = (value: unknown): boolean => typeof value === 'string' && URL.parse(value)?.protocol === 'https:';
const listOf = (metadata: Metadata, name: string, usual: readonly string[]): readonly unknown[] => {
  const { [name]: value } = metadata;
  return Array.isArray(value) ? value : usual;
};

const usableAlgorithms = /^(?:RS|PS|ES)(?:256|384|512)$|^EdDSA$|^Ed25519$/u;

/** What the metadata says (OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2; RFC 9207). */
function metadataFindings(connection: Connection, metadata: Metadata): Finding[] {
  const endpoints = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'].filter((name) => !isHttps(metadata[name]));
  const kind = kinds[connection.kind] as Kind;
  const method =
    'token_endpoint_auth_method' in connection ? connection.token_endpoint_auth_method : 'client_secret_post';
  const methods = listOf(metadata, 'token_endpoint_auth_methods_supported', ['client_secret_basic']);
  const algorithms = listOf(metadata, 'id_token_signing_alg_values_supported', ['RS256']);
  const asked = (connection.scope ?? kind.scope).split(' ');
  const scopes = listOf(metadata, 'scopes_supported', asked);
  const missing = asked.filter((scope) => !scopes.includes(scope));
  const sentences: [check: string, good: boolean, bad: Finding['result'], advice: string][] = [
    ['endpoints are https', endpoints.length === 0, 'fault', `not so, or missing: ${endpoints.join(', ')}`],
    [
      'response type code',
      listOf(metadata, 'response_types_supported', ['code']).includes('code'),
      'fault',
      'the provider does not offer it, and no other is asked for',
    ],
    [
      'PKCE with S256',
      listOf(metadata, 'code_challenge_methods_supported', []).includes('S256'),
      'warning',
      'the provider does not say that it checks a challenge; one is sent all the same',
    ],
    [
      'answers name their issuer (RFC 9207)',
      metadata['authorization_response_iss_parameter_supported'] === true,
      'skipped',
      'the provider does not; its redirect URI of its own tells its answers apart',
    ],
    [
      `client authentication by ${method}`,
      methods.includes(method) || method === 'none',
      'fault',
      `the provider offers ${methods.filter((one) => /^[a-z_]{1,40}$/u.test(String(one))).join(', ')}: set token_endpoint_auth_method`,
    ],
    [
      'ID tokens signed by a public key',
      algorithms.some((one) => usableAlgorithms.test(String(one))),
      'fault',
      'the provider offers no algorithm that can be checked by its keys',
    ],
    [
      'scopes that are asked for',
      missing.length === 0,
      'warning',
      `the provider does not name ${missing.join(', ')} among its own`,
    ],
  ];
  return sentences.map(([check, good, result, advice]) => (good ? ok(check) : { check, result, advice }));
}

/** Its keys (RFC 7517). */
async function keysFinding({ fetch }: Dependencies, metadata: Metadata): Promise<Finding> {
  const { jwks_uri: url } = metadata;
  if (!isHttps(url)) return skipped('keys', 'there is no address of them');
  const check = `keys (${url as string})`;
  const answer = await askedJson(fetch, url as string);
  if ('fault' in answer) return fault(check, answer.fault);
  const keys = listOf(answer.document, 'keys', []) as readonly { readonly kty?: unknown; readonly use?: unknown }[];
  const usable = keys.filter((key) => ['RSA', 'EC', 'OKP'].includes(String(key?.kty)) && key.use !== 'enc');
  return usable.length > 0 ? ok(check) : fault(check, 'there is none that signs ID tokens');
}

/** Codes by which a token endpoint says that it knows the client and not the code (RFC 6749, section 5.2; GitHub's). */
const codeUnknown = new Set(['invalid_grant', 'bad_verification_code', 'incorrect_code']);
/** And by which it says that it does not know the client, or its secret. */
const clientUnknown = new Set(['invalid_client', 'unauthorized_client', 'incorrect_client_credentials']);

/** A token request with a code that nobody was given: what the provider says of it tells whether it knows the client. */
async function credentialsFinding(
  { fetch, clock, issuer }: Dependencies,
  connection: Connection,
  isReached: boolean,
): Promise<Finding> {
  const check = 'client_id and secret (a token request with a made-up code)';
  if (!isReached) return skipped(check, 'its metadata must be good first');
  if (connection.secret === undefined && !needsNoSecret(connection)) return skipped(check, 'there is no secret');
  let said: { readonly status: number; readonly code: string } | undefined;
  const listening: OutboundFetch = async (url, init) => {
    const response = await fetch(url, init);
    if (init?.method === 'POST') said = { status: response.status, code: await codeOf(response.clone()) };
    return response;
  };
  try {
    const config = await createConfigurations({ fetch: listening, clock }).of(connection);
    await client.genericGrantRequest(config, 'authorization_code', {
      code: `gatehouse-test-${client.randomState()}`,
      redirect_uri: callbackOf(issuer, connection.name),
      code_verifier: client.randomPKCECodeVerifier(),
    });
    return warning(check, 'the provider gave tokens for a code that nobody was given');
  } catch (error) {
    return said === undefined ? fault(check, sentenceOf(error)) : judgedBy(check, connection, said);
  }
}

async function codeOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  const { error } = (body ?? {}) as { readonly error?: unknown };
  return typeof error === 'string' && /^[\w.-]{1,64}$/u.test(error) ? error : '';
}

function judgedBy(
  check: string,
  { name }: Connection,
  { status, code }: { readonly status: number; readonly code: string },
): Finding {
  const answer = code === '' ? `it answers ${status}` : `it answers ${code} (${status})`;
  if (codeUnknown.has(code)) return ok(`${check}: ${answer}, so it knows the client`);
  if (clientUnknown.has(code) || status === 401) {
    return fault(
      check,
      `${answer}: client_id or secret is wrong; "gatehouse connections secret ${name}" sets the secret`,
    );
  }
  if (code === 'redirect_uri_mismatch') return fault(check, `${answer}: register the redirect URI below there`);
  return warning(check, `${answer}, which does not say whether it knows the client: a sign-in tells`);
}
