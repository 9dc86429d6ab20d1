import { asset, baseStyles } from '@gatehouse/html';

const own = ['frame', 'invoices', 'session', 'screens'].map((name) => new URL(`styles/${name}.css`, import.meta.url));

/** The one style sheet, under a path that changes with its content: it may be cached for ever. */
export const stylesheet = asset('web-app', 'css', [...baseStyles, ...own]);
