/** Settings of the `gatehouse` command alone; the server reads none of them. */
import { httpUrl, secret, text } from '@gatehouse/config';

export const commandFields = {
  operator: text()
    .optional()
    .describe(
      'Name of the operator in the audit of commands. Default: the account of the operating system. It proves nothing',
    ),
  server: httpUrl().optional().describe('Issuer of a server elsewhere, for commands; without it they use the database'),
  loginKey: secret()
    .optional()
    .describe(
      'What `gatehouse login` encrypts its files with: 32 bytes, base64url. Default: a key in a file beside them',
    ),
  clientSecret: secret().optional().describe('Of the client that `gatehouse token` is to a server'),
};
