/** What a program has to be told to trust that runs against a server on this machine. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '../settings.ts';

/** The authority of the development certificates, when the issuer is served with one of them. */
export function developmentAuthority({
  mode,
  tls,
  tlsCertFile,
}: Pick<Settings, 'mode' | 'tls' | 'tlsCertFile'>): string | undefined {
  const file = join(dirname(tlsCertFile), 'ca.pem');
  return mode === 'development' && tls && existsSync(file) ? file : undefined;
}
