/** Trusts the authorities in a file (or `none`), fetches a URL and prints what came of it. */
import { getCACertificates } from 'node:tls';
import { trustAuthorities } from '../src/trust-authorities.ts';

const [caFile = '', url = ''] = process.argv.slice(2);
try {
  const before = getCACertificates('default').length;
  if (caFile !== 'none') trustAuthorities(caFile);
  const kept = getCACertificates('default').length > before;
  const { status } = await fetch(url);
  console.log(`${status} ${kept ? 'usual authorities kept' : ''}`);
} catch (error) {
  const { message, cause } = error as { message: string; cause?: { code?: string } };
  console.log(message === 'fetch failed' ? cause?.code : message);
}
