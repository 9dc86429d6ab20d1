/** Users enough for a benchmark in which many sign in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './processes.ts';

export interface Person {
  readonly login: string;
  readonly password: string;
}

/** Writes the development registry with so many more users; `GATEHOUSE_REGISTRY_FILE` names it. */
export function writePeople(
  state: string,
  count: number,
): { readonly file: string; readonly people: readonly Person[] } {
  const people = Array.from({ length: count }, (_, n) => ({ login: `person${n}`, password: `the password of ${n}` }));
  const source = readFileSync(join(ROOT, 'apps/authorization-server/registry/development.yaml'), 'utf8');
  const more = people.map(
    ({ login, password }) =>
      `  - login: ${login}\n    name: ${login}\n    email: ${login}@example.com\n    password: ${password}\n    roles: [accountant]\n`,
  );
  const file = join(state, 'registry.yaml');
  writeFileSync(file, `${source.trimEnd()}\n${more.join('')}`);
  return { file, people };
}
