/** The logins of this user at servers elsewhere: an encrypted file each. */
import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JWK } from 'jose';
import { readOwn, replaceOwn, stateDirectory } from './own-files.ts';
import { opened, sealed } from './seal.ts';

/** What a login keeps. */
export interface Login {
  /** The issuer. */
  readonly server: string;
  /** The origin of its admin API, where that has an address of its own. */
  readonly api?: string | undefined;
  readonly clientId: string;
  /** The key by which the client gets tokens for itself; absent for a user. */
  readonly keyFile?: string | undefined;
  /** The private key that the tokens are bound to (RFC 9449). */
  readonly dpopKey: JWK;
  readonly accessToken: string;
  /** Seconds since the epoch. */
  readonly accessTokenEndsAt: number;
  readonly refreshToken?: string | undefined;
  readonly scope: string;
  readonly user?: { readonly subject: string; readonly login?: string | undefined } | undefined;
  /** Seconds since the epoch. */
  readonly since: number;
}

const directory = () => path.join(stateDirectory(), 'logins');

/** Where the login at a server lies: named by it, so that two servers never share a file. */
export function fileOf(server: string): string {
  const digest = createHash('sha256').update(server).digest('hex').slice(0, 12);
  return path.join(directory(), `${new URL(server).hostname.replaceAll(/[^\w.-]/gu, '_')}-${digest}`);
}

/** Throws RefusedError when the file is open to others, damaged, or of another server. */
export async function readLogin(server: string): Promise<Login | undefined> {
  return openLogin(fileOf(server));
}

async function openLogin(file: string): Promise<Login | undefined> {
  const content = await readOwn(file);
  if (content === undefined) return undefined;
  const login = JSON.parse(await opened(content, file)) as Login;
  // A file that was copied over another is not a login there.
  return fileOf(login.server) === file ? login : undefined;
}

export const writeLogin = async (login: Login): Promise<void> =>
  replaceOwn(fileOf(login.server), await sealed(JSON.stringify(login)));

export const removeLogin = (server: string): Promise<void> => rm(fileOf(server), { force: true });

/** All of them. */
export async function listLogins(): Promise<Login[]> {
  const names = await readdir(directory()).catch(() => []);
  const files = names.filter((name) => /-[0-9a-f]{12}$/u.test(name)).toSorted();
  const logins = await Promise.all(files.map((name) => openLogin(path.join(directory(), name))));
  return logins.filter((login) => login !== undefined);
}
