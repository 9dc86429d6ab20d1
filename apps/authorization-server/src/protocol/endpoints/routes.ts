/** The engine's endpoints as the metrics name them, and which of them machines speak to. */
import { feedPath } from './revocation-feed.ts';

/** Endpoints of machines and the methods they have; OPTIONS is for browsers before they call. */
const methods = new Map<string, readonly string[]>([
  ['/token', ['POST']],
  ['/token/introspection', ['POST']],
  ['/token/revocation', ['POST']],
  ['/request', ['POST']],
  ['/device/auth', ['POST']],
  [feedPath, ['POST']],
  ['/me', ['GET', 'HEAD', 'POST']],
  ['/jwks', ['GET', 'HEAD']],
  ['/.well-known/openid-configuration', ['GET', 'HEAD']],
  ['/.well-known/oauth-authorization-server', ['GET', 'HEAD']],
]);

/** Endpoints of browsers. A form posted to the first two is answered in `posted-requests.ts`. */
const ofBrowsers = new Map<string, readonly string[]>([
  ['/auth', ['GET', 'HEAD', 'POST']],
  ['/session/end', ['GET', 'HEAD', 'POST']],
  ['/session/end/confirm', ['POST']],
  ['/session/end/success', ['GET', 'HEAD']],
  ['/device', ['GET', 'HEAD', 'POST']],
]);

/** Endpoints of machines: answered without Express. The values are the labels of the metrics. */
export const machineRoutes = new Map([...methods.keys()].map((path) => [path, path]));

/** Resumes a sign-in. */
const withUid = /^\/(?:auth|device)\/[\w-]{16,}$/u;

/** What may be sent there; undefined for a path that is no endpoint. */
export function methodsOf(path: string): readonly string[] | undefined {
  const fixed = methods.get(path) ?? ofBrowsers.get(path);
  return fixed ?? (withUid.test(path) ? ['GET', 'HEAD'] : undefined);
}

const roots = [...methods.keys(), '/.well-known'];

/**
 * Whether only machines speak to this path: an endpoint of theirs, something below one, or one written in other letters.
 * They get JSON whatever `Accept` says (RFC 6749, section 5.2): HTTP libraries ask for `text/html` unless told otherwise.
 */
export function isForMachines(path: string): boolean {
  const asked = path.toLowerCase();
  return roots.some((root) => asked === root || asked.startsWith(`${root}/`));
}

/** A label for the engine's other endpoints; whatever is asked for, there are few of them. */
export function routeOf(path: string): string {
  const [, first = '', second] = path.split('/');
  if (first === 'auth') return second ? '/auth/:uid' : '/auth';
  return first === 'session' ? '/session/end' : 'other';
}
