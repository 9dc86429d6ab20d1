/** Connections to upstream providers, by what is stored of them: nobody is asked. */
import type { Storage } from '@gatehouse/storage';
import { type Finding, fault, judged, ok } from './finding.ts';

interface Definition {
  readonly enabled?: boolean;
  readonly token_endpoint_auth_method?: string;
  readonly roles?: Readonly<Record<string, readonly string[]>>;
}

/** None where there are no connections. */
export async function connectionFindings({
  connections,
  roles,
}: Pick<Storage, 'connections' | 'roles'>): Promise<readonly Finding[]> {
  const records = await connections.list();
  if (records.length === 0) return [];
  const enabled = records.filter(({ definition }) => (definition as Definition).enabled !== false);
  const without = enabled
    .filter(
      ({ definition, secret }) =>
        secret === undefined && (definition as Definition).token_endpoint_auth_method !== 'none',
    )
    .map(({ name }) => name);
  const secrets = 'connections have their client secret';
  const declared = new Set((await roles.list()).map(({ name }) => name));
  const missing = enabled.flatMap(({ name, definition }) => {
    const given = Object.values((definition as Definition).roles ?? {}).flat();
    return [...new Set(given)].filter((role) => !declared.has(role)).map((role) => `${role} (${name})`);
  });
  return [
    without.length > 0
      ? fault(secrets, `none: ${without.join(', ')} ("gatehouse connections secret NAME" sets it)`)
      : ok(secrets),
    judged(
      'roles that connections give are declared',
      missing.length > 0 ? `they are not, and give nothing: ${missing.join(', ')}` : undefined,
    ),
  ];
}
