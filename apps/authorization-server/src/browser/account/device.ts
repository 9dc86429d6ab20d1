/** A device by a name that its owner recognises. */
import { deviceOf } from '@gatehouse/html';
import { type Catalog, fillPlain } from '../../texts/catalog.ts';

/** In words; undefined where nothing is recognised. @param userAgent as it was recorded */
export function deviceName({ account }: Catalog, userAgent: unknown): string | undefined {
  const { browser, system } = deviceOf(typeof userAgent === 'string' ? userAgent : '');
  if (browser === undefined || system === undefined) return browser ?? system;
  return fillPlain(account.sessions.device, { browser, system });
}
