/**
 * Owns the real parts that tests stand on: free ports, temporary folders, certificates, programs as processes, a
 * browser, a PostgreSQL server, an issuer for relying parties. For tests only; no program imports it.
 */
export { unprivileged } from './account.ts';
export { chromium } from './browser.ts';
export { certificates, ownCertificates, type TestCertificates } from './certificates.ts';
export { findCommand } from './commands.ts';
export { rootDirectory, type TemporaryDirectory, temporaryDirectory } from './directories.ts';
export { eventually } from './eventually.ts';
export { type Forwarder, forwarder } from './forwarder.ts';
export { expectWithin, timesAreJudged } from './judged-times.ts';
export { findChromium, missingNeeds, type Need, skipUnless } from './needs.ts';
export { type OtlpReceiver, otlpReceiver, type ReceivedSpan } from './otlp-receiver.ts';
export { type PgBouncer, type PgBouncerSettings, pgbouncer } from './pgbouncer.ts';
export { freePort } from './ports.ts';
export { type PostgresServer, type PostgresSettings, postgres } from './postgres.ts';
export { findPostgresTool } from './postgres-binaries.ts';
export { type Program, type ProgramOptions, runProgram, spawnProgram, startProgram } from './programs.ts';
export { ABrowser, type Visited } from './relying-party/a-browser.ts';
export { type AnIssuer, anIssuer } from './relying-party/an-issuer.ts';
export { missingProofs, type Requirement, readRequirements } from './requirements.ts';
