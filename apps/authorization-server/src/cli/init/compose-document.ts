/** Containers, for Docker Compose. */
import { dirname } from 'node:path';
import {
  bringsPostgres,
  composeDatabaseHost,
  composeNetwork,
  type Deployment,
  instancePorts,
  publicPort,
  secretFile,
  settingsFile,
} from './deployment.ts';

function gatehouseService(deployment: Deployment, index: number): string {
  const published = deployment.proxy === 'none' ? `\n    ports:\n      - "0.0.0.0:${publicPort(deployment)}:3000"` : '';
  const waits = bringsPostgres(deployment)
    ? `\n    depends_on:\n      ${composeDatabaseHost}:\n        condition: service_healthy`
    : '';
  return `  gatehouse-${index}:
    <<: *gatehouse${published}${waits}
`;
}

function databaseService(deployment: Deployment): string {
  if (!bringsPostgres(deployment)) return '';
  return `
  ${composeDatabaseHost}:
    image: postgres:18-bookworm
    environment:
      POSTGRES_USER: gatehouse
      POSTGRES_DB: gatehouse
      POSTGRES_PASSWORD_FILE: /run/secrets/postgres-password
    secrets:
      - postgres-password
    volumes:
      - database:/var/lib/postgresql
    networks:
      - gatehouse
    healthcheck:
      test: ["CMD", "pg_isready", "--quiet", "--username", "gatehouse"]
      interval: 5s
      timeout: 3s
      retries: 30
    restart: unless-stopped
`;
}

function proxyService(deployment: Deployment): string {
  const { proxy, directory } = deployment;
  if (proxy === 'none') return '';
  const files =
    proxy === 'nginx'
      ? [
          `${directory}/nginx.conf:/etc/nginx/conf.d/default.conf:ro`,
          ...certificateFolders(deployment).map((folder) => `${folder}:${folder}:ro`),
        ]
      : [`${directory}/Caddyfile:/etc/caddy/Caddyfile:ro`, 'caddy:/data'];
  return `
  proxy:
    image: ${proxy === 'nginx' ? 'nginx:1.28-bookworm' : 'caddy:2'}
    ports:
      - "0.0.0.0:80:80"
      - "0.0.0.0:443:443"
    volumes:
${files.map((file) => `      - ${file}\n`).join('')}    networks:
      - gatehouse
    restart: unless-stopped
`;
}

/** certbot's files are links into a folder beside. */
const certificateFolders = ({ certificate: { certFile, keyFile } }: Deployment): string[] => [
  ...new Set(
    [certFile, keyFile].map((file) => (file.startsWith('/etc/letsencrypt/') ? '/etc/letsencrypt' : dirname(file))),
  ),
];

/** The compose file. Folders have the same path inside as outside, so that the settings hold in both. */
export function composeDocument(deployment: Deployment): string {
  const { directory, installation, account } = deployment;
  const volumes = [
    ...(bringsPostgres(deployment) ? ['database'] : []),
    ...(deployment.proxy === 'caddy' ? ['caddy'] : []),
  ];
  const mounts = [
    `${directory}:${directory}:ro`,
    ...(deployment.proxy === 'none' ? certificateFolders(deployment).map((folder) => `${folder}:${folder}:ro`) : []),
  ];
  const instances = instancePorts(deployment).map((_port, index) => gatehouseService(deployment, index + 1));
  return `# Gatehouse in production: "docker compose --file ${directory}/compose.yaml up --detach".
# Commands: "docker compose --file ${directory}/compose.yaml exec gatehouse-1 node apps/authorization-server/bin/gatehouse.js users list".
name: gatehouse-production

x-gatehouse: &gatehouse
  image: gatehouse
  build: ${installation}
  command: ["node", "apps/authorization-server/src/main.ts"]
  # The account that may read the secrets in ${directory}.
  user: "${account.uid}:${account.gid}"
  environment:
    GATEHOUSE_CONFIG_FILE: ${settingsFile(deployment)}
    HEALTH_URL: http://127.0.0.1:9000/readyz
  volumes:
${mounts.map((mount) => `    - ${mount}\n`).join('')}  networks:
    - gatehouse
  read_only: true
  tmpfs:
    - /tmp
  cap_drop:
    - ALL
  security_opt:
    - no-new-privileges:true
  init: true
  stop_grace_period: 30s
  restart: unless-stopped

services:
${instances.join('\n')}${databaseService(deployment)}${proxyService(deployment)}
networks:
  gatehouse:
    ipam:
      config:
        # The server trusts what these addresses say of callers (trusted_proxies).
        - subnet: ${composeNetwork}
${volumes.length > 0 ? `\nvolumes:\n${volumes.map((volume) => `  ${volume}:\n`).join('')}` : ''}${
  bringsPostgres(deployment)
    ? `\nsecrets:\n  postgres-password:\n    file: ${secretFile(deployment, 'postgres-password')}\n`
    : ''
}`;
}
