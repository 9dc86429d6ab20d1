import type { ServerResponse } from 'node:http';
import { type LogFailures, logFailures } from '@gatehouse/logging';
import type { Request } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { stateOf } from './connection.ts';
import { type DurationSeries, Durations } from './durations.ts';
import type { InFlightResponses } from './in-flight.ts';

/** More different route labels than this become `other`: a label must never grow with the traffic. */
const MOST_ROUTES = 300;

/**
 * Names the route of a request for the metrics, where Express does not know it: in front of Express, or in another
 * framework mounted inside it. `res.locals.route = '/token'` does the same.
 * @param route a pattern such as `/token`, never a path with someone's values in it
 */
export function setRoute(response: ServerResponse, route: string): void {
  const state = stateOf(response);
  if (state) state.route = route;
}

/** The registry of a service, with the metrics of process and runtime. */
export function createRegistry(name: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ program: name });
  collectDefaultMetrics({ register: registry });
  measureLog(registry, 'log_write_failures_total', 'Writes of the log to standard output that failed', 'failures');
  measureLog(registry, 'log_lines_lost_total', 'Lines of the log that were given up', 'lost');
  return registry;
}

function measureLog(registry: Registry, name: string, help: string, what: keyof LogFailures): void {
  // eslint-disable-next-line no-new -- it registers itself
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(logFailures()[what]);
    },
  });
}

/** Gives the function that counts one finished request; those still in flight are counted when somebody asks. */
export function requestMetrics(
  registry: Registry,
  inFlight: InFlightResponses,
): (response: ServerResponse, seconds: number) => void {
  const active: Gauge = new Gauge({
    name: 'http_server_active_requests',
    help: 'Requests that are being answered',
    registers: [registry],
    collect: () => active.set(inFlight.size),
  });
  const durations = new Durations({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the headers of a request to the end of its answer',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
  durations.publish(registry);
  const routes = new Set<string>();
  const known = new Map<string, DurationSeries>();
  return (response, seconds) => {
    let route = routeOf(response);
    if (!routes.has(route)) {
      if (routes.size < MOST_ROUTES) routes.add(route);
      else route = 'other';
    }
    // 499: the client went away before the answer was written.
    const status = response.writableFinished ? response.statusCode : 499;
    const method = response.req.method ?? '';
    const key = `${method} ${status} ${route}`;
    let series = known.get(key);
    if (series === undefined) {
      series = durations.series({ method, route, status });
      known.set(key, series);
    }
    series.observe(seconds);
  };
}

/** The label of a request: the pattern of its route, or a word for what has none. */
export function routeOf(response: ServerResponse): string {
  const { req, locals } = response as ServerResponse & { locals?: { route?: unknown } };
  const named = stateOf(response)?.route ?? locals?.route;
  if (typeof named === 'string') return named;
  const { route, baseUrl } = req as Request;
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- a request that never met Express has no route
  if (route === undefined) return 'unmatched';
  const pattern: unknown = (route as { path: unknown }).path;
  return `${baseUrl ? withoutValues(baseUrl) : ''}${typeof pattern === 'string' ? pattern : String(pattern)}`;
}

/** The path that a router is mounted at. Express keeps no pattern of it: what is no plain word is taken for a value. */
function withoutValues(mount: string): string {
  return mount
    .split('/')
    .map((segment) => (/^(?:[a-z][a-z_.-]{0,31}|v\d)?$/u.test(segment) ? segment : ':value'))
    .join('/');
}
