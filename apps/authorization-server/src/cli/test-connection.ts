/** `gatehouse connections test`: the server asks the upstream, whichever machine the command is on. */
import { answerOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { RefusedError } from './failure.ts';
import { printFindings } from './findings.ts';
import { printJson } from './output.ts';

/** Ends with 1 when something is at fault. */
export const testConnection = (
  connection: string,
  options: ServerOption & { readonly json?: boolean },
): Promise<void> =>
  withAdmin(options, async (admin) => {
    const params = { path: { connection_name: connection } };
    const { passed, findings } = answerOf(await admin.POST('/connections/{connection_name}/test', { params }));
    if (options.json) printJson({ connection, passed, findings }, 2);
    else printFindings(findings);
    if (!passed) throw new RefusedError(`${connection} does not work as it is declared`);
  });
