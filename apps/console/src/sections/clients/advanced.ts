/** GET and POST /clients/:client_id/advanced: the whole entry, as a registry file has it. */
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change } from '../../change.ts';
import { type Faults, postForm, textArea } from '../../pages/form-controls.ts';
import { clientActs as texts } from '../../texts/client-acts.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { type Client, crumbOf, nameOf, pathOf, readClient } from './client.ts';

export const advancedPage: ConsolePage = {
  path: '/clients/:client_id/advanced',
  scope: 'clients:read',
  async show(visit) {
    const { client, etag } = await readClient(visit);
    const body = entryForm(visit, client, { etag, entry: JSON.stringify(entryOf(client), undefined, 2) });
    return { title: titleOf(visit, client), crumbs: [crumbOf(client, visit.language)], body };
  },
  changeScope: 'clients:write',
  async change(visit) {
    const { client } = await readClient(visit);
    const crumbs = [crumbOf(client, visit.language)];
    const title = titleOf(visit, client);
    const typed = visit.form.text('entry');
    const shown = { etag: visit.form.text('etag'), entry: typed };
    const entry = objectIn(typed);
    if (entry === undefined) {
      const problem = texts(visit.language).notJson;
      return { title, crumbs, status: 400, body: entryForm(visit, client, { ...shown, problem }) };
    }
    return change(visit, {
      title,
      crumbs,
      send: (header) =>
        visit.api.PUT('/clients/{client_id}', {
          params: { path: { client_id: client.client_id }, header },
          body: entry,
        }),
      reason: 'optional',
      cancel: pathOf(client.client_id),
      form: (faults, { detail }) => {
        const said = [...faults].map(([pointer, words]) => `${pointer}: ${words}`).join(' ');
        return entryForm(visit, client, { ...shown, problem: said === '' ? detail : said });
      },
      async current() {
        const now = await readClient(visit);
        const theirs = entryOf(now.client);
        const names = [...new Set([...Object.keys(entry), ...Object.keys(theirs)])];
        const differing = names
          .map((name) => ({ label: name, yours: entry[name], theirs: theirs[name] }))
          .filter((one) => JSON.stringify(one.yours) !== JSON.stringify(one.theirs));
        return { etag: now.etag, differing };
      },
      done: () => ({ goTo: pathOf(client.client_id), notice: visit.text.changed }),
    });
  },
};

const titleOf = ({ language }: Visit, client: Client): string =>
  fillPlain(texts(language).advancedTitle, { name: nameOf(client, language) });

/** Without what is no part of an entry. */
function entryOf(client: Client): Record<string, unknown> {
  const { disabled: _disabled, secrets: _secrets, updated_at: _updated, ...entry } = client;
  return entry;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function entryForm(
  visit: Visit,
  client: Client,
  { etag, entry, problem }: { readonly etag: string; readonly entry: string; readonly problem?: string },
): SafeHtml {
  const words = texts(visit.language);
  const faults: Faults | undefined = problem === undefined ? undefined : new Map([['/entry', problem]]);
  const control = textArea({
    name: 'entry',
    label: words.entry,
    hint: words.advancedAbout,
    value: entry,
    rows: 24,
    faults,
  });
  return postForm(visit, html`${control}`, { etag, submit: words.save, cancel: pathOf(client.client_id), faults });
}
