/** Secrets that a command takes by the environment, without the settings of a server. */
import { readFileSync } from 'node:fs';
import { UsageError } from './refused.ts';

/** A variable, or the file that the variable with `_FILE` names. An empty one counts as not set. Throws UsageError. */
export function secretOfEnvironment(name: 'GATEHOUSE_CLIENT_SECRET' | 'GATEHOUSE_LOGIN_KEY'): string | undefined {
  const { [name]: value, [`${name}_FILE`]: file } = process.env;
  if (value && file) throw new UsageError(`set either ${name} or ${name}_FILE, not both`);
  if (!file) return value || undefined;
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/u, '');
  } catch (error) {
    throw new UsageError(`cannot read ${name}_FILE: ${(error as NodeJS.ErrnoException).code ?? 'failed'}`);
  }
}
