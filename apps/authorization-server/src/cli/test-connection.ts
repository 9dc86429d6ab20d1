/** `gatehouse connections test`: the server asks the upstream, whichever machine the command is on. */
import { answerOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { RefusedError } from './failure.ts';
import { printFindings } from './findings.ts';
import { printDone, printJson } from './output.ts';

type Options = ServerOption & { readonly json?: boolean };

/** Ends with 1 when something is at fault. */
export const testConnection = (connection: string, options: Options & { readonly signIn?: boolean }): Promise<void> =>
  options.signIn
    ? offerSignIn(connection, options)
    : withAdmin(options, async (admin, { settings }) => {
        const params = { path: { connection_name: connection } };
        const { passed, findings } = answerOf(await admin.POST('/connections/{connection_name}/test', { params }));
        if (options.json) printJson({ connection, passed, findings }, 2);
        else {
          printFindings(findings);
          if (settings)
            process.stdout.write('asked with the settings of this shell; --server asks the running server\n');
        }
        if (!passed) throw new RefusedError(`${connection} does not work as it is declared`);
      });

/** A link, to be opened in a browser. */
const offerSignIn = (connection: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const params = { path: { connection_name: connection } };
    const { url, expires_at } = answerOf(await admin.POST('/connections/{connection_name}/sign-in-test', { params }));
    const said = [
      `open this once in a browser, until ${expires_at}, and sign in at the upstream:`,
      url,
      'what it says is shown there, and what would come of it; nobody is signed in here, and nothing is made',
    ];
    printDone(said.join('\n'), { connection, url, expires_at }, options, url);
  });
