/** The files that pages load, each under a path that changes with its content. */
import { type Asset, asset, sharedStyles } from '@gatehouse/html';

/** The one style sheet of all pages. */
export const stylesheet: Asset = asset('gatehouse', 'css', sharedStyles);

/** What pages have over that which are there in development only. */
export const developmentStylesheet: Asset = asset('development', 'css', [new URL('development.css', import.meta.url)]);

/** The script of pages that offer passkeys. */
export const passkeyScript: Asset = asset('passkey', 'js', [new URL('passkey.js', import.meta.url)]);

/** The script of pages with passwords, codes, and what is copied; see controls.ts. */
export const controlsScript: Asset = asset('controls', 'js', [new URL('controls.js', import.meta.url)]);

/** The script of the page that takes an authorization response on; all other pages have none. */
export const formPostScript: Asset = asset('form-post', 'js', [new URL('form-post.js', import.meta.url)]);

/** Everything that is served under its own path. */
export const assets: readonly Asset[] = [
  stylesheet,
  developmentStylesheet,
  passkeyScript,
  controlsScript,
  formPostScript,
];
