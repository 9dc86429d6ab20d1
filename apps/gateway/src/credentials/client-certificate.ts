import type { TLSSocket } from 'node:tls';
import type { CredentialKind } from './credential.ts';

/** The certificate of the connection, if one of our authorities made it. */
export const clientCertificate: CredentialKind<'client_certificate'> = {
  kind: 'client_certificate',
  tokenType: 'urn:gatehouse:params:oauth:token-type:client-certificate',
  header: undefined,
  addedByBrowsers: 'always',
  read(_value, { socket }) {
    const { authorized, getPeerCertificate } = socket as Partial<TLSSocket>;
    return authorized === true ? getPeerCertificate?.call(socket, false)?.raw?.toString('base64url') : undefined;
  },
};
