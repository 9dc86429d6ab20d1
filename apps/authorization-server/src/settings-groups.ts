/** Settings of the authorization server that belong together. */
import { dnsServers, httpUrl, integer, oneOf, port, serviceSettings, text, toggle } from '@gatehouse/config';

/** Where everything is kept. */
export const databaseSettings = {
  ...serviceSettings.database(
    'authorization-server.sqlite',
    'PostgreSQL connections of each process at most; one more listens for changes',
  ),
  databaseStorageIsDurable: toggle()
    .default(false)
    .describe(
      'The storage beneath PostgreSQL keeps commits and whole pages by itself (ZFS, some managed services): production starts although fsync or full_page_writes is off there',
    ),
};

/** What is recorded, and where. */
export const auditSettings = {
  auditFile: text().optional().describe('File that gets one JSON object a line for each security event'),
  auditOtlp: toggle()
    .default(false)
    .describe('Sends each security event over OTLP too, as a log record, to where OTEL_EXPORTER_OTLP_ENDPOINT says'),
  auditRetentionDays: integer({ min: 0, max: 3650 })
    .default(180)
    .describe('How long security events stay in the database; 0: for ever. GATEHOUSE_AUDIT_FILE keeps its own'),
  auditTokens: oneOf('database', 'sampled', 'stream')
    .default('database')
    .describe(
      'Where tokens that were issued are recorded beside the audit file: each in the database, one of audit_token_sample, or none. Refusals and all other events are always in both',
    ),
  auditTokenSample: integer({ min: 2, max: 1_000_000 })
    .default(100)
    .describe('With audit_tokens sampled: one of so many is in the database'),
};

/** Where the admin API is served. */
export const adminSettings = {
  adminApi: oneOf('public', 'management', 'off')
    .optional()
    .describe(
      'Where /admin/v1 is served: public beside the other endpoints, management on a port of its own, off nowhere. Default: public in development, off in production',
    ),
  adminHost: text().default('127.0.0.1').describe('With admin_api management: address to listen on'),
  adminPort: port()
    .default(9010)
    .describe('With admin_api management: port to listen on, with the certificate of the server'),
  adminUrl: httpUrl()
    .optional()
    .describe(
      'With admin_api management: the origin by which clients reach it, which DPoP proofs name. Default: https://localhost and the port',
    ),
};

/** How the proof of domains is looked for. */
export const domainSettings = {
  dnsServers: dnsServers()
    .optional()
    .describe(
      'DNS servers that are asked for the TXT records by which domains of connections are proved; those of the machine when not set',
    ),
};
