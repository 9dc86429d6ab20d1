/** Which operation a request is for. */
import type { AdminOperation } from './operation.ts';
import { Problem } from './problem.ts';

interface Found {
  readonly operation: AdminOperation;
  readonly params: Readonly<Record<string, string>>;
}

/** The parameters of a path that fits, decoded; undefined when it does not. */
function paramsOf(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = given[index] as string;
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
      continue;
    }
    try {
      params[part.slice(1, -1)] = decodeURIComponent(segment);
    } catch {
      return undefined;
    }
  }
  return params;
}

/** Finds operations by method and path. A path without parameters comes before one with. */
export function createRouter(operations: readonly AdminOperation[]) {
  const routes = operations
    .map((operation) => ({ operation, pattern: operation.path.split('/').slice(1) }))
    .toSorted((a, b) => Number(a.operation.path.includes('{')) - Number(b.operation.path.includes('{')));
  /** @param path below `/admin/v1`. Throws Problem: 404, 405. */
  return (method: string, path: string): Found => {
    const given = path.split('/').slice(1);
    const fitting = routes.flatMap(({ operation, pattern }) => {
      const params = paramsOf(pattern, given);
      return params ? [{ operation, params }] : [];
    });
    const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
    const found = fitting.find(({ operation }) => operation.method === wanted);
    if (found) return found;
    if (fitting.length === 0) throw new Problem('not_found', 'There is nothing at this address of the admin API.');
    const allow = fitting.map(({ operation }) => operation.method.toUpperCase()).join(', ');
    throw new Problem('method_not_allowed', `This address takes ${allow}.`, { headers: { allow } });
  };
}
