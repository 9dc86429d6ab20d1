import { join } from 'node:path';
import type { Settings } from './settings.ts';

/** One of the services, with all it takes to start it and to know that it is ready. */
export interface ProgramPlan {
  readonly name: string;
  /** What is run, from the root of the repository. */
  readonly entry: string;
  /** For users. */
  readonly title: string;
  /** Where it is reached. */
  readonly origin: string;
  /** What answers 200 once it is ready. */
  readonly readyUrl: string;
  /** Each port it listens on, with the address and the setting that chooses it. */
  readonly ports: readonly { readonly setting: string; readonly host: string; readonly port: number }[];
  /** What is set for it beside the environment of the quickstart. */
  readonly env: Readonly<Record<string, string>>;
}

type Places = Pick<Settings, 'stateDirectory' | 'certificatesDirectory'>;

type Environment = Readonly<Record<string, string | undefined>>;

interface Outline {
  readonly name: string;
  readonly title: string;
  readonly prefix: string;
  readonly port: number;
  readonly managementPort: number;
  /** The setting that says where the service is reached. */
  readonly originSetting: string;
}

const OUTLINES: readonly Outline[] = [
  {
    name: 'authorization-server',
    title: 'Authorization server',
    prefix: 'GATEHOUSE',
    port: 3000,
    managementPort: 9000,
    originSetting: 'GATEHOUSE_ISSUER',
  },
  {
    name: 'resource-server',
    title: 'Resource server',
    prefix: 'API',
    port: 3001,
    managementPort: 9001,
    originSetting: 'API_PUBLIC_ORIGIN',
  },
  {
    name: 'gateway',
    title: 'Gateway',
    prefix: 'GATEWAY',
    port: 3002,
    managementPort: 9002,
    originSetting: 'GATEWAY_PUBLIC_ORIGIN',
  },
  {
    name: 'web-app',
    title: 'Web app',
    prefix: 'WEB',
    port: 3003,
    managementPort: 9003,
    originSetting: 'WEB_PUBLIC_ORIGIN',
  },
  {
    name: 'console',
    title: 'Console',
    prefix: 'CONSOLE',
    port: 3006,
    managementPort: 9006,
    originSetting: 'CONSOLE_PUBLIC_ORIGIN',
  },
];

/** What a service has no default for: it is told so wherever the files lie. */
const WITHOUT_DEFAULT: ReadonlySet<string> = new Set([
  'API_CLIENT_SECRET_FILE',
  'API_TLS_CLIENT_CA_FILE',
  'GATEHOUSE_SERVICES',
]);

/** Where each service of the development registry is reached when nothing is set. */
export const DEFAULT_ORIGINS: Readonly<Record<string, string>> = originsOf({});

/** Where each service is reached, by its name: what is set, else `localhost` with the service's port. */
export function originsOf(env: Environment): Record<string, string> {
  return Object.fromEntries(
    OUTLINES.map(({ name, originSetting, prefix, port }) => {
      const listens = env[`${prefix}_PORT`] ?? String(port);
      return [name, env[originSetting] ?? `https://localhost:${listens}`];
    }),
  );
}

/**
 * Plans the services called `names`, in the order in which they are to start. A service's own defaults stay
 * untouched: it is told only what differs, and what `env` says comes first.
 */
export function planPrograms(
  names: readonly string[],
  env: Environment,
  settings: Places,
  defaults: Places,
): ProgramPlan[] {
  const told = environments(originsOf(env), settings);
  const untold = environments(DEFAULT_ORIGINS, defaults);
  return OUTLINES.filter(({ name }) => names.includes(name)).map(({ name, title, prefix, port, managementPort }) => {
    const listens = (setting: string, hostSetting: string, otherwise: number) => ({
      setting,
      host: env[hostSetting] ?? '127.0.0.1',
      port: Number(env[setting] ?? otherwise),
    });
    const management = listens(`${prefix}_MANAGEMENT_PORT`, `${prefix}_MANAGEMENT_HOST`, managementPort);
    return {
      name,
      entry: `apps/${name}/src/main.ts`,
      title,
      origin: originsOf(env)[name]!,
      readyUrl: `http://127.0.0.1:${management.port}/readyz`,
      ports: [listens(`${prefix}_PORT`, `${prefix}_HOST`, port), management],
      env: Object.fromEntries(
        Object.entries(told[name]!).filter(
          ([key, value]) =>
            env[key] === undefined &&
            env[key.replace(/_FILE$/u, '')] === undefined &&
            (WITHOUT_DEFAULT.has(key) || untold[name]![key] !== value),
        ),
      ),
    };
  });
}

function environments(
  origins: Readonly<Record<string, string>>,
  { stateDirectory, certificatesDirectory }: Places,
): Record<string, Record<string, string>> {
  const issuer = origins['authorization-server']!;
  const api = origins['resource-server']!;
  const ca = join(certificatesDirectory, 'ca.pem');
  const tls = (prefix: string, name: string) => ({
    [`${prefix}_TLS_CERT_FILE`]: join(certificatesDirectory, `${name}.pem`),
    [`${prefix}_TLS_KEY_FILE`]: join(certificatesDirectory, `${name}.key`),
  });
  const database = (name: string) => `sqlite:${join(stateDirectory, `${name}.sqlite`)}`;
  return {
    'authorization-server': {
      GATEHOUSE_ISSUER: issuer,
      GATEHOUSE_STATE_DIRECTORY: stateDirectory,
      GATEHOUSE_DATABASE_URL: database('authorization-server'),
      // They are on this machine, and are told there when somebody signs out.
      GATEHOUSE_OUTBOUND_ALLOW: `${origins['web-app']},${origins['console']}`,
      // The web app is there as a client that has an address.
      GATEHOUSE_SERVICES: `Resource server=${api},Gateway=${origins['gateway']}`,
      ...tls('GATEHOUSE', 'authorization-server'),
    },
    'resource-server': {
      API_ISSUER: issuer,
      API_PUBLIC_ORIGIN: api,
      API_AUDIENCE: api,
      API_DATABASE_URL: database('resource-server'),
      API_CLIENT_SECRET_FILE: join(stateDirectory, 'secrets/clients/api'),
      API_CA_FILE: ca,
      // Access tokens bound to a client certificate (RFC 8705) are shown with one that this authority made.
      API_TLS_CLIENT_CA_FILE: ca,
      ...tls('API', 'resource-server'),
    },
    gateway: {
      GATEWAY_ISSUER: issuer,
      GATEWAY_PUBLIC_ORIGIN: origins['gateway']!,
      GATEWAY_AUDIENCE: origins['gateway']!,
      GATEWAY_CLIENT_SECRET_FILE: join(stateDirectory, 'secrets/clients/gateway'),
      GATEWAY_CA_FILE: ca,
      ...tls('GATEWAY', 'gateway'),
    },
    'web-app': {
      WEB_ISSUER: issuer,
      WEB_PUBLIC_ORIGIN: origins['web-app']!,
      WEB_API_ORIGIN: api,
      WEB_RESOURCE: api,
      WEB_CLIENT_SECRET_FILE: join(stateDirectory, 'secrets/clients/web-app'),
      WEB_CA_FILE: ca,
      ...tls('WEB', 'web-app'),
    },
    console: {
      CONSOLE_ISSUER: issuer,
      CONSOLE_PUBLIC_ORIGIN: origins['console']!,
      CONSOLE_CLIENT_SECRET_FILE: join(stateDirectory, 'secrets/clients/console'),
      CONSOLE_CA_FILE: ca,
      ...tls('CONSOLE', 'console'),
    },
  };
}
