/**
 * The endpoints of the provider: the one list. Each is a route of oidc-provider, by its name there, with what is ours about it and
 * what that takes; the revocation feed is ours wholly. `provider.ts` mounts them, and lists what holds for all of them: methods, size
 * and origin of a form, throttling, the commit.
 */
import type { Provider } from 'oidc-provider';
import type { Resources } from '../../directory/resources/resources.ts';
import { addClientEndpoint, type EngineSeams } from '../engine/engine.ts';
import type { StepSeams } from '../engine/engine-steps.ts';
import { createNameResource, readTokenRequest } from '../engine/requested-resource.ts';
import { tidyScope } from '../engine/requested-scope.ts';
import { requireChallenge } from '../engine/required-challenge.ts';
import { createSessionRenewal } from '../engine/session-renewal.ts';
import { createUserinfoToken } from '../engine/userinfo-token.ts';
import { announceInterval } from '../grants/device-polling.ts';
import { registrationPath } from './client-registration.ts';
import { createIntrospection } from './introspection.ts';
import { readLogoutRequest } from './logout.ts';
import { createRememberedAnswers } from './remembered-answers.ts';
import { createRevocation } from './revocation.ts';
import { createFeedEndpoint, feedPath } from './revocation-feed.ts';

interface Endpoint {
  readonly path: string;
  /** What may be sent there. OPTIONS is for browsers before they call one of machines. */
  readonly methods: readonly string[];
  /** Machines are answered without Express, in JSON. */
  readonly callers: 'machines' | 'browsers';
  /** Ours before steps of oidc-provider. */
  readonly before?: (dependencies: never) => Partial<StepSeams['before']>;
  /** Ours in the place of what answers. */
  readonly answer?: (dependencies: never) => (ctx: never, original: () => Promise<void>) => Promise<void>;
  /** What a form to an endpoint of ours may hold beside the client's credentials. */
  readonly parameters?: readonly string[];
  /** How the token is read that is sent there. */
  readonly token?: (dependencies: never) => EngineSeams['userinfoToken'];
  /** Called once it has answered well. */
  readonly answered?: typeof announceInterval;
}

const post = { methods: ['POST'] } as const;
const read = { methods: ['GET', 'HEAD'] } as const;
const both = { methods: ['GET', 'HEAD', 'POST'] } as const;
const machines = { callers: 'machines' } as const;
const browsers = { callers: 'browsers' } as const;

/** Before the checks of oidc-provider, wherever a client asks for an authorization. */
const asking = ({ resources }: { readonly resources: Resources }) => ({
  checkScope: tidyScope,
  checkPKCE: requireChallenge,
  checkResource: createNameResource(resources),
});

export const endpoints = {
  token: { path: '/token', ...post, ...machines, before: () => ({ allowedGrantTypeCheck: readTokenRequest }) },
  introspection: { path: '/token/introspection', ...post, ...machines, answer: createIntrospection },
  revocation: { path: '/token/revocation', ...post, ...machines, answer: createRevocation },
  pushed_authorization_request: { path: '/request', ...post, ...machines, before: asking },
  device_authorization: { path: '/device/auth', ...post, ...machines, before: asking, answered: announceInterval },
  revocation_feed: { path: feedPath, ...post, ...machines, parameters: ['after', 'wait'], answer: createFeedEndpoint },
  // These two are answered in `client-registration.ts`, while there are any.
  client_registration: { path: registrationPath, ...post, ...machines },
  userinfo: {
    path: '/me',
    ...both,
    ...machines,
    before: () => ({ validateScope: tidyScope }),
    token: createUserinfoToken,
  },
  jwks: { path: '/jwks', ...read, ...machines },
  discovery: { path: '/.well-known/openid-configuration', ...read, ...machines },
  oauth_discovery: { path: '/.well-known/oauth-authorization-server', ...read, ...machines },

  // A form posted to one of these two is answered in `posted-requests.ts`.
  authorization: { path: '/auth', ...both, ...browsers, before: asking },
  end_session: { path: '/session/end', ...both, ...browsers, before: () => ({ endSessionChecks: readLogoutRequest }) },
  end_session_confirm: { path: '/session/end/confirm', ...post, ...browsers },
  end_session_success: { path: '/session/end/success', ...read, ...browsers },
  code_verification: { path: '/device', ...both, ...browsers },
} as const satisfies Readonly<Record<string, Endpoint>>;

/** What the endpoints take together; each is given its own part. */
type EndpointDependencies = Parameters<typeof createIntrospection>[0] &
  Parameters<typeof createRevocation>[0] &
  Parameters<typeof createRememberedAnswers>[0] &
  Parameters<typeof createFeedEndpoint>[0] &
  Parameters<typeof createSessionRenewal>[0] &
  Parameters<typeof asking>[0];

/** What runs in the place of oidc-provider's steps, and before them. */
export const stepsOf = (dependencies: Omit<EndpointDependencies, 'feed'>): StepSeams => ({
  introspect: endpoints.introspection.answer(dependencies),
  revoke: endpoints.revocation.answer(dependencies),
  answer: createRememberedAnswers(dependencies),
  session: createSessionRenewal(dependencies),
  before: {
    ...endpoints.authorization.before(dependencies),
    ...endpoints.token.before(),
    ...endpoints.userinfo.before(),
    ...endpoints.end_session.before(),
  },
});

/** Adds the endpoint that is ours wholly, and what is added to an answer. */
export function mountEndpoints(provider: Provider, dependencies: Pick<EndpointDependencies, 'feed'>): void {
  const { path, parameters, answer } = endpoints.revocation_feed;
  addClientEndpoint(provider, { name: 'revocation_feed', path, parameters }, answer(dependencies));
  provider.on('device_authorization.success', endpoints.device_authorization.answered);
}

const listed: readonly Endpoint[] = Object.values(endpoints);
const byPath: ReadonlyMap<string, Endpoint> = new Map(listed.map((endpoint) => [endpoint.path, endpoint]));
const pathsOfMachines = listed.filter(({ callers }) => callers === 'machines').map(({ path }) => path);

/** Endpoints of machines: answered without Express. The values are the labels of the metrics. */
export const machineRoutes = new Map(pathsOfMachines.map((path) => [path, path]));

/** Resumes a sign-in. */
const withUid = /^\/(?:auth|device)\/[\w-]{16,}$/u;

/** Manages the registration of a client (RFC 7592). */
const ofClient = /^\/register\/[^/]+$/u;

/** What may be sent there; undefined for a path that is no endpoint. */
export function methodsOf(path: string): readonly string[] | undefined {
  const fixed = byPath.get(path);
  if (fixed !== undefined) return fixed.methods;
  if (ofClient.test(path)) return ['GET', 'PUT', 'DELETE'];
  return withUid.test(path) ? read.methods : undefined;
}

const roots = [...pathsOfMachines, '/.well-known'];

/**
 * Whether only machines speak to this path: an endpoint of theirs, something below one, or one written in other letters.
 * They get JSON whatever `Accept` says (RFC 6749, section 5.2): HTTP libraries ask for `text/html` by default.
 */
export function isForMachines(path: string): boolean {
  const asked = path.toLowerCase();
  return roots.some((root) => asked === root || asked.startsWith(`${root}/`));
}

/** A label for the other endpoints; whatever is asked for, there are few of them. */
export function routeOf(path: string): string {
  const [, first = '', second] = path.split('/');
  if (first === 'auth') return second ? '/auth/:uid' : '/auth';
  if (first === 'register') return '/register/:client_id';
  return first === 'session' ? '/session/end' : 'other';
}
