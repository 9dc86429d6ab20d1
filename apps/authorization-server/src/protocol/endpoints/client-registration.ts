/**
 * Dynamic client registration (RFC 7591) and its management (RFC 7592): our own endpoints, there only while the policy
 * `unregistered_clients` has `registration`. What may be registered is in `directory/unregistered`, what is done in
 * `directory/operations`.
 */
import { originOf } from '@gatehouse/http';
import { LostRaceError, noRoomToRegister, StorageUnavailableError } from '@gatehouse/storage';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { OutboundCheck, OutboundFetch } from '../../delivery/outbound/guard.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import {
  changeRegistration,
  endRegistration,
  type Registered,
  type RegistrationParts,
  readRegistration,
  registerClient,
} from '../../directory/operations/client-registration.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import type { Policies } from '../../directory/registry/policies.ts';
import type { Throttle } from '../../directory/throttle/throttle.ts';
import { registrationOrigin } from '../../directory/unregistered/registration-network.ts';
import type { ProtocolError } from '../engine/protocol-error.ts';
import { createAssertionKeys, KeysUnavailableError } from '../grants/assertion-keys.ts';
import { readJson } from './json-body.ts';

export const registrationPath = '/register';

export interface RegistrationDependencies
  extends Pick<RegistrationParts, 'storage' | 'revocations' | 'issuer' | 'clock'> {
  readonly policies: Pick<Policies, 'current'>;
  readonly throttle: Throttle;
  readonly commit: Commit;
  readonly outboundFetch: OutboundFetch;
  readonly outboundCheck: OutboundCheck;
  readonly refuse: (ctx: KoaContextWithOIDC, refusal: ProtocolError) => void;
  readonly onError: (error: unknown, ctx: KoaContextWithOIDC) => void;
}

/** Whether somebody may register a client: discovery says where, then. */
export const clientsMayRegister = ({
  unregisteredClients,
}: Pick<Policies['current'], 'unregisteredClients'>): boolean =>
  unregisteredClients?.registration !== undefined && unregisteredClients.registration.mode !== 'closed';

const statusOf: Readonly<Record<string, number>> = {
  invalid_token: 401,
  content_too_large: 413,
};

/** Without what RFC 6749, appendix A.8, does not allow; callers choose some of it. */
const printable = (text: string) => text.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/gu, '?').slice(0, 400);

function refusalOf(error: unknown): ProtocolError | undefined {
  if (error instanceof LostRaceError && error.model === noRoomToRegister) {
    const description = 'as many clients are registered from this network, or in all, as the operator allows';
    return { status: 403, error: 'too_many_clients', description };
  }
  if (error instanceof LostRaceError) {
    return { status: 401, error: 'invalid_token', description: 'the token was used by another request' };
  }
  if (error instanceof OperationRefused) {
    return { status: statusOf[error.code] ?? 400, error: error.code, description: printable(error.message) };
  }
  if (error instanceof StorageUnavailableError || error instanceof KeysUnavailableError) {
    const description =
      error instanceof StorageUnavailableError
        ? error.sentence
        : 'the keys of the issuer of the software statement cannot be fetched';
    return {
      status: 503,
      error: 'temporarily_unavailable',
      description: `${description}; try again in a moment`,
      retryAfterSeconds: 2,
    };
  }
  return undefined;
}

const somethingWrong: ProtocolError = { status: 500, error: 'server_error', description: 'something went wrong' };

/** Pages in a browser register themselves too: whoever asks is told, and no cookie counts (Fetch standard, CORS protocol). */
function allowScripts(ctx: KoaContextWithOIDC, methods: readonly string[]): void {
  ctx.set('access-control-allow-origin', '*');
  ctx.set('access-control-expose-headers', 'www-authenticate, retry-after');
  if (ctx.method !== 'OPTIONS') return;
  ctx.set('access-control-allow-methods', methods.join(', '));
  ctx.set('access-control-allow-headers', 'authorization, content-type');
  ctx.set('access-control-max-age', '3600');
}

const bearerOf = (ctx: KoaContextWithOIDC) => /^Bearer +([\w.~+/-]+=*)$/iu.exec(ctx.get('authorization'))?.[1];

function documentOf(issuer: string, registered: Registered) {
  const { clientId, issuedAtSeconds, metadata, managementToken, secret } = registered;
  return {
    client_id: clientId,
    client_id_issued_at: issuedAtSeconds,
    ...(secret !== undefined && { client_secret: secret, client_secret_expires_at: 0 }),
    registration_client_uri: `${issuer}${registrationPath}/${clientId}`,
    registration_access_token: managementToken,
    ...metadata,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
}

/** The middleware of both endpoints; what is for others goes on. */
export function createRegistration(dependencies: RegistrationDependencies) {
  const { issuer, policies, throttle, commit, refuse, clock, onError } = dependencies;
  const keys = createAssertionKeys(dependencies.outboundFetch, clock);

  /** Counts an attempt. @returns false when there were too many, which is answered then */
  const counted = async (ctx: KoaContextWithOIDC, action: 'client_registration' | 'registration_token') => {
    const { network, site } = registrationOrigin(ctx.ip);
    const { refusedBy, retryAfterSeconds } = await throttle.attempt(action, {
      address: ctx.ip,
      account: network,
      site,
    });
    if (refusedBy === undefined) return true;
    refuse(ctx, {
      status: 429,
      error: 'too_many_requests',
      description: 'too many attempts; wait before the next one',
      retryAfterSeconds,
    });
    return false;
  };
  const answer = async (ctx: KoaContextWithOIDC, registered: Registered, status: number) => {
    await commit(registered);
    ctx.status = status;
    ctx.body = documentOf(issuer, registered);
  };

  const register = async (ctx: KoaContextWithOIDC, parts: RegistrationParts) => {
    const token = bearerOf(ctx);
    if (token === undefined && !(await counted(ctx, 'client_registration'))) return;
    const asked = { token, body: await readJson(ctx), from: registrationOrigin(ctx.ip) };
    await answer(ctx, await registerClient(parts, { origin: originOf(ctx.req) }, asked), 201);
  };

  const manage = async (ctx: KoaContextWithOIDC, parts: RegistrationParts, clientId: string) => {
    const client = { clientId, token: bearerOf(ctx) };
    const origin = originOf(ctx.req);
    if (ctx.method === 'DELETE') {
      await commit(await endRegistration(parts, { origin }, client));
      ctx.status = 204;
      return;
    }
    const registered =
      ctx.method === 'GET'
        ? await readRegistration(parts, client)
        : await changeRegistration(parts, { origin }, { ...client, body: await readJson(ctx) });
    await answer(ctx, registered, 200);
  };

  const refused = async (ctx: KoaContextWithOIDC, refusal: ProtocolError) => {
    // Who has a token that fits passes, however often others at the same address failed: 256 bits are not guessed.
    if (refusal.status === 401) {
      if (!(await counted(ctx, 'registration_token'))) return;
      const sent = bearerOf(ctx) !== undefined;
      ctx.set('www-authenticate', `Bearer realm="registration"${sent ? ', error="invalid_token"' : ''}`);
    }
    if (refusal.status === 413) ctx.set('connection', 'close');
    refuse(ctx, refusal);
  };
  const answerFault = async (ctx: KoaContextWithOIDC, error: unknown) => {
    const refusal = refusalOf(error) ?? somethingWrong;
    if (refusal === somethingWrong) onError(error, ctx);
    await refused(ctx, refusal).catch((fault: unknown) => refuse(ctx, refusalOf(fault) ?? somethingWrong));
  };

  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const [, root, clientId, ...beyond] = ctx.path.split('/');
    const { registration: policy, blocked_domains: blocked = [] } = policies.current.unregisteredClients ?? {};
    const isOurs = `/${root}` === registrationPath && beyond.length === 0 && clientId !== '';
    if (!isOurs) {
      await next();
      return;
    }
    if (!policy || (clientId === undefined && policy.mode === 'closed')) {
      refuse(ctx, { status: 404, error: 'not_found', description: 'There is nothing here.' });
      return;
    }
    const methods = clientId === undefined ? ['POST'] : ['GET', 'PUT', 'DELETE'];
    allowScripts(ctx, methods);
    if (ctx.method === 'OPTIONS') {
      ctx.status = 204;
      return;
    }
    if (!methods.includes(ctx.method)) {
      await next();
      return;
    }
    ctx.set('cache-control', 'no-store');
    ctx.set('pragma', 'no-cache');
    const parts = { ...dependencies, policy, blocked, check: dependencies.outboundCheck, keys };
    try {
      await (clientId === undefined ? register(ctx, parts) : manage(ctx, parts, clientId));
    } catch (error) {
      await answerFault(ctx, error);
    }
  };
}
