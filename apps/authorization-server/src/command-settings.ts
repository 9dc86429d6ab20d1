/** Settings of the `gatehouse` command alone; the server reads none of them. */
import { secret, text } from '@gatehouse/config';

export const commandFields = {
  operator: text()
    .optional()
    .describe(
      'Name of the operator in the audit of commands. Default: the account of the operating system. It proves nothing',
    ),
  clientSecret: secret().optional().describe('Of the client that `gatehouse token` is to a server'),
};
