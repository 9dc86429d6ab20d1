/** Forms of pages, as a browser without a script sends them. */
import type { ABrowser, Visited } from '@gatehouse/testkit';

const plain = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** What the form that goes to `action` would send if nobody changed anything. */
export function valuesOf(page: Visited, action: string): [name: string, value: string][] {
  const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const [controls = ''] = form.split('</form>');
  const inputs = [...controls.matchAll(/<input[^>]*>/gu)].map(([tag]): [string, string] | undefined => {
    const isOff = /type="checkbox"/u.test(tag) && !/ checked/u.test(tag);
    const [, name] = / name="([^"]*)"/u.exec(tag) ?? [];
    const [, value = ''] = / value="([^"]*)"/u.exec(tag) ?? [];
    return name === undefined || isOff ? undefined : [name, plain(value)];
  });
  const areas = [...controls.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n?([^<]*)</gu)];
  const selects = [...controls.matchAll(/<select[^>]* name="([^"]*)".*?<\/select>/gsu)];
  return [
    ...inputs.filter((one) => one !== undefined),
    ...areas.map(([, name = '', value = '']): [string, string] => [name, plain(value)]),
    ...selects.map(([whole, name = '']): [string, string] => [
      name,
      plain(/<option value="([^"]*)" selected/u.exec(whole)?.[1] ?? /<option value="([^"]*)"/u.exec(whole)?.[1] ?? ''),
    ]),
  ];
}

/** Sends it. @param changes values by name; several by an array */
export async function sendForm(
  origin: string,
  browser: ABrowser,
  page: Visited,
  action: string,
  changes: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<Visited> {
  const kept = valuesOf(page, action).filter(([name]) => !Object.hasOwn(changes, name));
  const changed = Object.entries(changes).flatMap(([name, given]) =>
    [given].flat().map((value): [string, string] => [name, value]),
  );
  return browser.post(origin + action, new URLSearchParams([...kept, ...changed]), { origin });
}
