/** The exceptions to "no scripts": pages that offer passkeys, or take a response on to an application (AS-17). */
import type { ServerResponse } from 'node:http';

const header = 'content-security-policy';

/** Lets this page load scripts of this origin; nothing inline, nothing from elsewhere. */
export function allowOwnScript(response: ServerResponse): void {
  const policy = response.getHeader(header);
  if (typeof policy !== 'string') throw new TypeError('the page has no content security policy');
  if (!policy.includes('script-src')) response.setHeader(header, `${policy};script-src 'self'`);
}
