/** Units and settings of gateway and console, for `deploy/`: services that keep nothing and need no account of their own. */
import { compileCache, hardening } from './hardening.ts';

interface Service {
  readonly name: 'gateway' | 'console';
  readonly title: string;
  readonly prefix: string;
  /** Files that it reads, by the names of their settings. */
  readonly files: readonly (readonly [setting: string, file: string])[];
}

const secret = 'CLIENT_SECRET_FILE';

export const gateway: Service = {
  name: 'gateway',
  title: 'Gatehouse gateway',
  prefix: 'GATEWAY_',
  files: [
    ['CONFIG_FILE', 'gateway.yaml'],
    ['ROUTES_FILE', 'routes.yaml'],
    [secret, 'secrets/gateway-client-secret'],
  ],
};

export const consoleApp: Service = {
  name: 'console',
  title: 'Gatehouse console',
  prefix: 'CONSOLE_',
  files: [
    ['CONFIG_FILE', 'console.yaml'],
    [secret, 'secrets/console-client-secret'],
  ],
};

/** The name by which systemd hands a file to the service. */
const credential = (file: string): string => file.replace(/^secrets\//u, '');

/** The unit: `gatehouse-gateway.service`. */
export function serviceUnit(
  { name, title, prefix, files }: Service,
  { installation, directory }: { readonly installation: string; readonly directory: string },
): string {
  return `[Unit]
Description=${title}
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
# An account that exists while it runs. systemd reads the files for it, which may belong to root alone; restart it when
# they change.
DynamicUser=yes
${files.map(([, file]) => `LoadCredential=${credential(file)}:${directory}/${file}\n`).join('')}${files
  .map(([setting, file]) => `Environment=${prefix}${setting}=%d/${credential(file)}\n`)
  .join('')}ExecStart=${installation}/bin/gatehouse-${name}
Restart=on-failure
RestartSec=2
# The settings are wrong: another start would fail in the same way.
RestartPreventExitStatus=78
TimeoutStopSec=30
UMask=0077
${compileCache(`gatehouse-${name}`)}
${hardening()}
[Install]
WantedBy=multi-user.target
`;
}

/** `gateway.yaml`: its settings. */
export const gatewaySettings = (
  issuer: string,
): string => `# Settings of the Gatehouse gateway. Keys are the names of settings in lower case, without GATEWAY_.
mode: production
issuer: ${issuer}

# Where callers reach it, and the audience of tokens that are good on every route.
public_origin: https://api.example.com
audience: https://api.example.com

# The proxy in front ends TLS; requests of these addresses may say whom they speak for.
host: 127.0.0.1
port: 3002
tls: false
trusted_proxies: [127.0.0.1, "::1"]
drain_delay_seconds: 2

# The unit names the files of routes and of the secret: "gatehouse clients secret add gateway" makes one.
client_id: gateway
`;

/** `routes.yaml`: one route of the gateway, as an example. */
export const gatewayRoutes =
  (): string => `# What is reached through the gateway, by whom, and with which token. Requests that no route names are answered 404.
routes:
  - path: /orders/*
    upstream: http://127.0.0.1:8080
    # The audience of the token that the service gets; it is one of the resources in the registry.
    audience: https://orders.example.com
    accept: [access_token, api_key]
`;

/** `console.yaml`: its settings. */
export const consoleSettings = (
  issuer: string,
): string => `# Settings of the Gatehouse console. Keys are the names of settings in lower case, without CONSOLE_.
mode: production
issuer: ${issuer}

# Where browsers of operators reach it.
public_origin: https://console.example.com

# The proxy in front ends TLS; requests of these addresses may say whom they speak for.
host: 127.0.0.1
port: 3006
tls: false
trusted_proxies: [127.0.0.1, "::1"]

# The unit names the file of the secret: "gatehouse clients secret add console" makes one.
client_id: console
`;
