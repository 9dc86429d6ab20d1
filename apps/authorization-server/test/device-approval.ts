/** A user who lets a device in, for tests (RFC 8628, section 3.3). */
import { type Answer, type Browser, follow, type Person } from './browser.ts';

export const xsrfOf = (page: string): string => /name="xsrf" value="([^"]+)"/u.exec(page)?.[1] ?? '';

/** Types the code, signs in, and accepts where that is asked; gives the last page. */
export async function approveDevice(
  { issuer }: { readonly issuer: string },
  browser: Browser,
  userCode: string,
  person: Person,
): Promise<Answer> {
  const url = `${issuer}/device`;
  const form = await browser.get(url);
  const asked = await browser.post(url, { xsrf: xsrfOf(form.body), user_code: userCode });
  const confirm = { xsrf: xsrfOf(asked.body), user_code: userCode, confirm: 'yes' };
  let next = await follow(browser, issuer, await browser.post(url, confirm));
  if (next instanceof URL) throw new Error('no sign-in was asked for');
  const login = await browser.post(next.action, { csrf: next.csrf, ...person });
  const answer = await browser.get(new URL(login.location, issuer).href);
  if (answer.status !== 303) return answer;
  next = await follow(browser, issuer, answer);
  if (next instanceof URL) throw new Error('no consent was asked for');
  const consent = await browser.post(next.action, { csrf: next.csrf });
  return browser.get(new URL(consent.location, issuer).href);
}
