/**
 * Serves what the TLS files hold, from the next handshake on. The files are looked at twice a second: notifications of the
 * file system get lost on network mounts, and at the swapped links by which Kubernetes renews a secret.
 */
import { stat } from 'node:fs/promises';
import type { Server } from 'node:tls';
import type { Logger } from '@gatehouse/logging';
import { Gauge, type Registry } from 'prom-client';
import { ListenError } from './listen-error.ts';
import { checkTls, readTls, type TlsContents, type TlsFiles, type TlsIdentity } from './tls.ts';

const LOOK_MS = 500;
/** So many looks must find the same before it is served, or said to be wrong: files are written one after the other. */
const LOOKS = { toServe: 2, toRefuse: 3 };

/** What a service needs of it. */
export interface CertificateRenewal {
  /** What was read first, for a new server. */
  readonly first: TlsIdentity;
  /** Begins to look, and gives the server what is found. */
  start(server: Server): void;
  /** Reads the files at once. What is at fault is logged, and nothing changes. */
  reload(): Promise<void>;
  stop(): void;
}

/**
 * Reads the files for the first time.
 * @throws {ListenError} when they cannot be used
 */
export async function openCertificates(
  files: TlsFiles,
  logger: Logger,
  metrics: Registry,
): Promise<CertificateRenewal> {
  const first = checkTls(await readTls(files), files);
  let served = first;
  let target: Server | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** What the last looks found. */
  let seen: string | undefined;
  let looks = 0;
  let saidFault: string | undefined;
  let saidExpired: TlsIdentity | undefined;
  let looking: Promise<void> | undefined;

  const expires: Gauge = new Gauge({
    name: 'tls_certificate_expires_seconds',
    help: 'When the certificate that is served ends, in seconds since 1970',
    registers: [metrics],
    aggregator: 'min',
    collect: () => expires.set(served.certificate.validToDate.getTime() / 1000),
  });

  const sayExpired = (): void => {
    if (isValid(served) || saidExpired === served) return;
    saidExpired = served;
    const { validFromDate: from, validToDate: to } = served.certificate;
    logger.error({ file: files.certFile, from, to }, 'the TLS certificate that is served is not valid at this time');
  };

  /** Serves it, or gives what is wrong with it. */
  const take = (contents: TlsContents): string | undefined => {
    let next: TlsIdentity;
    try {
      next = checkTls(contents, files);
    } catch (error) {
      return faultOf(error);
    }
    if (!isValid(next) && isValid(served)) return validityFault(next, files.certFile);
    target?.setSecureContext(next.options);
    served = next;
    const { serialNumber: serial, validToDate: to } = next.certificate;
    logger.info(
      { file: files.certFile, serial, to },
      'TLS files were renewed and are served from the next handshake on',
    );
    return undefined;
  };

  /** @param patient waits for further looks before anything is done */
  async function look(patient: boolean): Promise<void> {
    const contents = await readAgain(files);
    const found = typeof contents === 'string' ? contents : contents.digest;
    looks = found === seen ? looks + 1 : 1;
    seen = found;
    if (found === served.digest) {
      if (saidFault !== undefined) logger.info({ file: files.certFile }, 'the TLS files hold again what is served');
      saidFault = undefined;
    } else if (!patient || looks >= LOOKS.toServe) {
      const fault = typeof contents === 'string' ? contents : take(contents);
      if (fault === undefined) saidFault = undefined;
      else if (!patient || looks >= LOOKS.toRefuse) refuse(fault);
    }
    sayExpired();
  }

  const refuse = (fault: string): void => {
    if (fault !== saidFault) logger.error({ fault }, REFUSED);
    saidFault = fault;
  };

  const lookOnce = (patient: boolean): Promise<void> =>
    look(patient)
      .catch((error: unknown) => logger.error({ err: error }, 'the TLS files could not be looked at'))
      .finally(() => {
        looking = undefined;
      });

  sayExpired();
  return {
    first,
    start(server) {
      target = server;
      timer = setInterval(() => {
        looking ??= lookOnce(true);
      }, LOOK_MS).unref();
    },
    async reload() {
      await looking;
      saidFault = undefined;
      looking = lookOnce(false);
      await looking;
    },
    stop: () => clearInterval(timer),
  };
}

const REFUSED = 'the TLS files that changed are refused; what was served before stays';

/** The contents, or why they cannot be read. */
async function readAgain(files: TlsFiles): Promise<TlsContents | string> {
  try {
    const { certFile, keyFile, clientCaFile = certFile } = files;
    for (const path of new Set([certFile, keyFile, clientCaFile])) await needRegular(path);
    return await readTls(files);
  } catch (error) {
    return faultOf(error);
  }
}

/** A pipe gives its content once, and would hold up whoever reads it again. */
async function needRegular(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isFile()) throw new ListenError(`${path} is no regular file; it is not read again.`);
}

function faultOf(error: unknown): string {
  if (error instanceof ListenError) return error.message;
  throw error;
}

function isValid({ certificate: { validFromDate, validToDate } }: TlsIdentity): boolean {
  const now = Date.now();
  return validFromDate.getTime() <= now && now < validToDate.getTime();
}

function validityFault({ certificate }: TlsIdentity, certFile: string): string {
  const { validFromDate, validToDate } = certificate;
  return validFromDate.getTime() > Date.now()
    ? `The TLS certificate ${certFile} is not valid before ${validFromDate.toISOString()}.`
    : `The TLS certificate ${certFile} expired on ${validToDate.toISOString()}.`;
}
