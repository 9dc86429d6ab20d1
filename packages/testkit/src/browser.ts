import type { Browser } from 'playwright-core';
import { findChromium } from './needs.ts';

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the installed Chromium without a window. Close it when done. Throws when there is none: ask
 * `skipUnless('chromium')` first.
 */
export async function chromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium was found');
  // Read where a browser is wanted: most tests want none, and it is large.
  const { chromium: playwright } = await import('playwright-core');
  // Chromium's own sandbox does not start for the superuser, which is who runs in most containers.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', ...QUIET] : QUIET;
  return await playwright.launch({ executablePath, headless: true, args });
}
