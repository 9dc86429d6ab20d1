import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const body = readFileSync(new URL('web-app.css', import.meta.url));
const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);

/** The one stylesheet, under a path that changes with its content: it may be cached for ever. */
export const stylesheet = { path: `/assets/web-app.${hash}.css`, body } as const;
