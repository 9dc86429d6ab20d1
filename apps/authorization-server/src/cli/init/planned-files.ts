/** Every file of a deployment: what is in it and who may read it. */
import path from 'node:path';
import { caddyDocument } from './caddy-document.ts';
import { composeDocument } from './compose-document.ts';
import { bringsPostgres, type Deployment, registryFile, secretFile, settingsFile } from './deployment.ts';
import { haproxyDocument, haproxyTcpDocument } from './haproxy-documents.ts';
import { nginxDocument } from './nginx-document.ts';
import { registryDocument, settingsDocument } from './settings-document.ts';
import { systemdUnit } from './systemd-unit.ts';

export interface PlannedFile {
  readonly path: string;
  /** Permissions. */
  readonly mode: 0o600 | 0o640 | 0o644;
  readonly content: string;
  /** It is not shown. */
  readonly secret?: true;
}

/** @param encryptionKey 32 random bytes, base64url: seals what is secret in the database */
export function plannedFiles(deployment: Deployment, encryptionKey: string): readonly PlannedFile[] {
  const { directory, target, proxy, databaseUrl, mail } = deployment;
  const secret = (name: string, value: string): PlannedFile => ({
    path: secretFile(deployment, name),
    mode: 0o600,
    content: `${value}\n`,
    secret: true,
  });
  const open = (name: string, content: string): PlannedFile => ({
    path: path.join(directory, name),
    mode: 0o644,
    content,
  });
  return [
    { path: settingsFile(deployment), mode: 0o640, content: settingsDocument(deployment) },
    { path: registryFile(deployment), mode: 0o640, content: registryDocument() },
    secret('encryption-keys', encryptionKey),
    secret('database-url', databaseUrl),
    ...(bringsPostgres(deployment)
      ? [secret('postgres-password', decodeURIComponent(new URL(databaseUrl).password))]
      : []),
    ...(mail ? [secret('smtp-url', mail.smtpUrl)] : []),
    target === 'systemd'
      ? open('gatehouse@.service', systemdUnit(deployment))
      : open('compose.yaml', composeDocument(deployment)),
    ...(proxy === 'nginx' ? [open('nginx.conf', nginxDocument(deployment))] : []),
    ...(proxy === 'caddy' ? [open('Caddyfile', caddyDocument(deployment))] : []),
    ...(proxy === 'haproxy' ? [open('haproxy.cfg', haproxyDocument(deployment))] : []),
    ...(proxy === 'haproxy-tcp' ? [open('haproxy.cfg', haproxyTcpDocument(deployment))] : []),
  ];
}
