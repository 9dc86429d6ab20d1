/**
 * The address of the server alone. Users are led to their account; in development whoever has just started the server is told
 * what there is and how to go on.
 */
import { allowOwnScript } from '@gatehouse/html';
import { clientAddress } from '@gatehouse/http';
import type { Storage } from '@gatehouse/storage';
import type { Request, RequestHandler } from 'express';
import { demoUsers } from '../directory/registry/demo-users.ts';
import { inEnglish } from '../directory/resources/localized-text.ts';
import { type Application, type Service, welcomePage } from '../pages/welcome.ts';

/** What only a server in development has. */
export interface Development {
  /** Where the passwords are that this machine made. */
  readonly stateDirectory: string;
  /** Those beside this one. */
  readonly services: readonly Service[];
  /** The development certificate authority. */
  readonly caFile: string | undefined;
}

interface WelcomeDependencies {
  readonly issuer: string;
  readonly storage: Pick<Storage, 'accounts' | 'credentials' | 'clients'>;
  /** Undefined in production. */
  readonly development: Development | undefined;
  readonly mailboxHref: string | undefined;
}

const ownMachine = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Passwords are for the machine that they were made on: the server is called by a name of it, from it. */
export const isOnThisMachine = (issuer: string, address: string): boolean =>
  ownMachine.has(new URL(issuer).hostname) && ownMachine.has(address);

/** Applications that are registered with an address of their own, on this machine: of others nobody knows whether they are there. */
async function applicationsOf({ clients }: WelcomeDependencies['storage']): Promise<Application[]> {
  return (await clients.list())
    .filter(({ disabled }) => !disabled)
    .flatMap(({ clientId, metadata: { client_name: name, client_uri: uri } }) =>
      typeof uri === 'string' && ownMachine.has(URL.parse(uri)?.hostname ?? '')
        ? [{ name: inEnglish(name) ?? clientId, uri }]
        : [],
    );
}

/** GET / */
export function welcome({ issuer, storage, development, mailboxHref }: WelcomeDependencies): RequestHandler {
  if (!development) return (_request, response) => response.redirect(302, '/account');
  return async (request: Request, response) => {
    const { stateDirectory, services, caFile } = development;
    const users = isOnThisMachine(issuer, clientAddress(request)) ? await demoUsers(storage, stateDirectory) : [];
    allowOwnScript(response);
    response.set('cache-control', 'no-store').type('html');
    response.send(
      welcomePage({ issuer, services, applications: await applicationsOf(storage), users, caFile, mailboxHref }),
    );
  };
}
