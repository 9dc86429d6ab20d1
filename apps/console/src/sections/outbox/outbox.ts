/** GET /outbox, POST /outbox/:id/retry, POST /outbox/:id/drop: mails and notices that wait. */
import { answerOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { code } from '../../pages/facts.ts';
import { postForm, select } from '../../pages/form-controls.ts';
import { searchForm, table } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { outbox as texts } from '../../texts/outbox.ts';
import type { ConsolePage, Visit } from '../../visit.ts';

const path = '/outbox';

const outboxPage: ConsolePage = {
  path,
  scope: 'outbox:read',
  async show(visit) {
    const words = texts(visit.language);
    const { query, text } = visit;
    const [cursor, kind] = [query.get('cursor') ?? '', query.get('kind') ?? ''];
    const asked = { ...(cursor !== '' && { cursor }), ...(kind !== '' && { kind }) };
    const { items, next } = answerOf(await visit.api.GET('/outbox', { params: { query: asked } }));
    const filter = select({
      name: 'kind',
      label: words.kind,
      value: kind,
      options: [
        ['', '–'],
        ['mail', words.mail],
      ],
    });
    const list = table(visit, {
      id: 'outbox',
      caption: text.sections.outbox,
      entries: items,
      next,
      columns: [
        { label: words.kind, cell: (item) => (item.kind === 'mail' ? words.mail : code(item.kind)) },
        { label: words.created, cell: (item) => when(visit, item.created_at) },
        { label: words.attempts, cell: ({ attempts }) => attempts, isNumber: true },
        // What a server or an application answered, in its own words.
        {
          label: words.failure,
          cell: ({ last_failure: failure }) =>
            failure === undefined ? '–' : html`<span lang="en" dir="auto">${failure}</span>`,
        },
        { label: words.due, cell: (item) => when(visit, item.due_at) },
        { label: words.expires, cell: (item) => when(visit, item.expires_at) },
        { label: text.list.actions, cell: ({ id }) => acts(visit, id) },
      ],
    });
    const body = html`<p class="soft intro">${words.intro}</p>${searchForm(visit, filter)}${list}`;
    return { title: text.sections.outbox, body };
  },
};

/** The two buttons of an entry, for whoever may use them. */
function acts(visit: Visit, id: string): SafeHtml {
  if (!visit.may('outbox:write')) return html``;
  const words = texts(visit.language);
  const to = (act: 'retry' | 'drop', submit: string) =>
    postForm(visit, '', { action: `${path}/${encodeURIComponent(id)}/${act}`, submit, submitId: `${act}-${id}` });
  return html`<div class="actions">${to('retry', words.retry)}${to('drop', words.drop)}</div>`;
}

/** A change of one entry. */
const act = (name: 'retry' | 'drop'): ConsolePage => ({
  path: `${path}/:id/${name}`,
  scope: 'outbox:read',
  changeScope: 'outbox:write',
  change(visit) {
    const words = texts(visit.language);
    const isDrop = name === 'drop';
    return change(visit, {
      title: isDrop ? words.dropTitle : words.retryTitle,
      send(header: WriteHeaders) {
        const params = { path: { id: visit.params['id'] ?? '' }, header };
        return isDrop
          ? visit.api.POST('/outbox/{id}/drop', { params })
          : visit.api.POST('/outbox/{id}/retry', { params });
      },
      // What is sent earlier than it would be anyway needs no second look.
      preview: isDrop,
      reason: 'optional',
      danger: isDrop,
      confirm: isDrop ? words.drop : words.retry,
      cancel: path,
      done: () => ({ goTo: path, notice: isDrop ? words.dropped : words.retried }),
    });
  },
});

export const outboxPages: readonly ConsolePage[] = [outboxPage, act('retry'), act('drop')];
