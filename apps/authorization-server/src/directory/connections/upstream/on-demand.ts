/** The upstream side, whose modules are loaded when a sign-in first goes there: most servers have no upstream provider. */
import type { Upstream, UpstreamDependencies } from './upstream.ts';

export function upstreamOnDemand(dependencies: UpstreamDependencies): Upstream {
  let upstream: Promise<Upstream> | undefined;
  const load = () => (upstream ??= import('./upstream.ts').then(({ createUpstream }) => createUpstream(dependencies)));
  return {
    begin: async (...given) => await (await load()).begin(...given),
    finish: async (...given) => await (await load()).finish(...given),
    again: async (...given) => await (await load()).again(...given),
    readLogout: async (...given) => await (await load()).readLogout(...given),
  };
}
