/** Which server elsewhere a command is about. There is no default of the last login: a command would change the wrong server. */
import { urlOf } from '../address.ts';
import { UsageError } from '../refused.ts';

export interface ServerOption {
  /** The issuer; GATEHOUSE_SERVER without it. */
  readonly server?: string | undefined;
}

/** Whether a server elsewhere is named. */
export const isElsewhere = ({ server }: ServerOption): boolean => Boolean(server || process.env['GATEHOUSE_SERVER']);

/** The issuer, without a slash at its end. Throws UsageError when none is named. */
export function serverOf(options: ServerOption): string {
  const server = options.server ?? process.env['GATEHOUSE_SERVER'];
  if (!server) throw new UsageError('which server? Give --server URL, or set GATEHOUSE_SERVER');
  return urlOf('--server', server).href.replace(/\/$/u, '');
}
