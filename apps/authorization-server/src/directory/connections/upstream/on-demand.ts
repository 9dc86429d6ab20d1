/** The upstream side, whose modules are loaded when a sign-in first goes there: most servers have no upstream provider. */
import type { Upstream, UpstreamDependencies } from './upstream.ts';

export function upstreamOnDemand(dependencies: UpstreamDependencies): Upstream {
  let upstream: Upstream | undefined;
  // A load that fails is none: kept, it would let nobody in by an upstream until the next start.
  const load = async (): Promise<Upstream> => {
    if (upstream) return upstream;
    const { createUpstream } = await import('./upstream.ts');
    return (upstream ??= createUpstream(dependencies));
  };
  return {
    begin: async (...given) => await (await load()).begin(...given),
    finish: async (...given) => await (await load()).finish(...given),
    again: async (...given) => await (await load()).again(...given),
    readLogout: async (...given) => await (await load()).readLogout(...given),
  };
}
