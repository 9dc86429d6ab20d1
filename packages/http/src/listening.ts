import type { ServiceOptions } from './service-options.ts';

const THIS_MACHINE = ['127.0.0.0/8', '::1'];

/** The settings of an application by which its service listens and stops. */
export interface ListeningSettings {
  readonly host: string;
  readonly port: number;
  readonly managementHost: string;
  readonly managementPort: number;
  readonly drainDelaySeconds: number;
  /** False: a proxy in front ends TLS. */
  readonly tls: boolean;
  readonly tlsCertFile: string;
  readonly tlsKeyFile: string;
  readonly trustedProxies: readonly string[];
  readonly mode: string;
  readonly traceCallers?: readonly string[] | undefined;
}

/** What of a service's options follows from these settings. @param clientCaFile authorities of client certificates */
export function listeningOptions(
  settings: ListeningSettings,
  clientCaFile?: string,
): Pick<ServiceOptions, 'host' | 'port' | 'tls' | 'management' | 'drainDelayMs' | 'trustedProxies' | 'traceCallers'> {
  const { host, port, managementHost, managementPort, drainDelaySeconds, trustedProxies } = settings;
  return {
    host,
    port,
    tls: settings.tls ? { certFile: settings.tlsCertFile, keyFile: settings.tlsKeyFile, clientCaFile } : undefined,
    management: { host: managementHost, port: managementPort },
    drainDelayMs: drainDelaySeconds * 1000,
    trustedProxies,
    traceCallers: settings.traceCallers ?? (settings.mode === 'development' ? THIS_MACHINE : []),
  };
}
