/** A deployment that `gatehouse init` writes files for: what was asked, and what follows from it. */
import path from 'node:path';

export const targets = ['systemd', 'compose'] as const;
export const proxies = ['nginx', 'caddy', 'haproxy', 'haproxy-tcp', 'none'] as const;

/** What somebody decides about it. Paths are absolute. */
export interface Deployment {
  /** `https://id.example.com` */
  readonly issuer: string;
  readonly target: (typeof targets)[number];
  /** What is in front and ends TLS; behind `haproxy-tcp` and with `none` the server does. */
  readonly proxy: (typeof proxies)[number];
  /** Where settings, registry and secrets lie, on the host and in containers. */
  readonly directory: string;
  /** The checkout that the server runs from. */
  readonly installation: string;
  /** May hold a password. */
  readonly databaseUrl: string;
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined;
  /** Of whoever ends TLS by files. */
  readonly certificate: { readonly certFile: string; readonly keyFile: string };
  /** The account that containers run under: it must be able to read the secrets. */
  readonly account: { readonly uid: number; readonly gid: number };
}

/** Containers reach each other in this network and nobody else is in it, so that its addresses can be trusted. */
export const composeNetwork = '172.31.250.0/24';

/** The database in a service of the compose file. */
export const composeDatabaseHost = 'postgres';

/** Where state lies that is not in PostgreSQL. */
export const stateDirectory = '/var/lib/gatehouse';

const isPostgres = ({ databaseUrl }: Deployment) => !databaseUrl.startsWith('sqlite:');

/** Whether the compose file brings PostgreSQL with it. */
export const bringsPostgres = (deployment: Deployment): boolean =>
  deployment.target === 'compose' &&
  isPostgres(deployment) &&
  new URL(deployment.databaseUrl).hostname === composeDatabaseHost;

/** The port in the issuer. */
export const publicPort = ({ issuer }: Pick<Deployment, 'issuer'>): number => Number(new URL(issuer).port || 443);

/** Ports of the instances: two where the database is shared and something in front can spread requests. */
export function instancePorts(deployment: Deployment): readonly number[] {
  if (deployment.proxy === 'none') return [deployment.target === 'systemd' ? publicPort(deployment) : 3000];
  return isPostgres(deployment) ? [3000, 3001] : [3000];
}

/** Whether the server ends TLS itself. */
export const endsTls = ({ proxy }: Pick<Deployment, 'proxy'>): boolean => proxy === 'none' || proxy === 'haproxy-tcp';

/** Where the instances are for whoever is in front. */
export const upstreams = (deployment: Deployment): readonly string[] =>
  instancePorts(deployment).map((port, index) =>
    deployment.target === 'systemd' ? `127.0.0.1:${port}` : `gatehouse-${index + 1}:3000`,
  );

/** The management port of an instance, as the unit of systemd writes it. */
export const managementPort = (port: number): number => Number(`1${port}`);

export const secretFile = ({ directory }: Pick<Deployment, 'directory'>, name: string): string =>
  path.join(directory, 'secrets', name);
export const settingsFile = ({ directory }: Pick<Deployment, 'directory'>): string =>
  path.join(directory, 'gatehouse.yaml');
export const registryFile = ({ directory }: Pick<Deployment, 'directory'>): string =>
  path.join(directory, 'registry.yaml');
