/** The engine's endpoints as the metrics name them. */
import { feedPath } from './revocation-feed.ts';

/** Endpoints of machines: answered without Express. The values are the labels of the metrics. */
export const machineRoutes = new Map(
  [
    '/token',
    '/jwks',
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/token/introspection',
    '/token/revocation',
    feedPath,
    '/request',
    '/me',
  ].map((path) => [path, path]),
);

/** A label for the engine's other endpoints; whatever is asked for, there are few of them. */
export function routeOf(path: string): string {
  const [, first = '', second] = path.split('/');
  if (first === 'auth') return second ? '/auth/:uid' : '/auth';
  return first === 'session' ? '/session/end' : 'other';
}
