/** Forms of a page, as a browser sends them. */
import type { ABrowser, Visited } from '@gatehouse/testkit';
import type { AConsole } from './a-console.ts';

/** Sends the form that goes to `action`, with all that it carries and what is filled in. */
export async function sendForm(
  app: AConsole,
  browser: ABrowser,
  page: Visited,
  action: string,
  filled: Record<string, string> = {},
): Promise<Visited> {
  const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const body = new URLSearchParams(
    hidden.map(([, name = '', value = '']): [string, string] => [name, value.replaceAll('&quot;', '"')]),
  );
  for (const [name, value] of Object.entries(filled)) body.set(name, value);
  return browser.post(app.origin + action, body, { origin: app.origin });
}

/** Identifiers of its elements. */
export const idsOf = (page: Visited): string[] => [...page.text.matchAll(/ id="([\w-]+)"/g)].map(([, id = '']) => id);
