/** What is done with a connection: tests, its secret, on and off, and the end of it. */
import type { components } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type ChangeOptions, change } from '../../change.ts';
import { badge } from '../../pages/facts.ts';
import { connections as texts } from '../../texts/connections.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { adviceIn } from './advice.ts';
import { addressOf, nameOf, readConnection, secretPart } from './connection.ts';

const path = '/connections/{connection_name}';
const named = (visit: Visit) => ({ connection_name: nameOf(visit) });
const crumbs = (visit: Visit) => [{ label: nameOf(visit), path: addressOf(nameOf(visit)) }];

type Finding = components['schemas']['ConnectionTest']['findings'][number];

/** In English, as the server says it. */
function findingsOf(visit: Visit, findings: readonly Finding[]): SafeHtml {
  const { results } = texts(visit.language);
  const kinds = { ok: 'good', warning: 'caution', fault: 'bad', skipped: 'plain' } as const;
  return html`<section class="sheet part" id="findings"><ul class="findings">${findings.map(
    ({ check, result, advice }) =>
      html`<li data-result="${result}">${badge(kinds[result], results[result])}<div lang="en" dir="ltr"><p>${check}</p>${advice === '' ? '' : html`<p class="soft">${adviceIn(visit, advice)}</p>`}</div></li>`,
  )}</ul></section>`;
}

const back = (visit: Visit): SafeHtml =>
  html`<div class="actions"><a class="button" id="done" href="${addressOf(nameOf(visit))}">${texts(visit.language).back}</a></div>`;

type Words = ReturnType<typeof texts>;
type ActOptions<Data> = Omit<ChangeOptions<Data>, 'crumbs' | 'cancel'>;

/** POST /connections/:name/ACT. */
const act = <Data>(name: string, optionsOf: (visit: Visit, words: Words) => ActOptions<Data>): ConsolePage => ({
  path: `/connections/:name/${name}`,
  scope: 'connections:read',
  changeScope: 'connections:write',
  change: (visit) =>
    change(visit, {
      ...optionsOf(visit, texts(visit.language)),
      crumbs: crumbs(visit),
      cancel: addressOf(nameOf(visit)),
    }),
});

const tested = act('test', (visit, words) => ({
  title: words.testPart,
  send: (header) => visit.api.POST(`${path}/test`, { params: { path: named(visit), header } }),
  preview: false,
  done: ({ passed, findings }) => ({
    title: fillPlain(passed ? words.passed : words.failed, { name: nameOf(visit) }),
    crumbs: crumbs(visit),
    body: html`${findingsOf(visit, findings)}${back(visit)}`,
  }),
}));

const offered = act('sign-in-test', (visit, words) => ({
  title: words.signInTest,
  send: (header) => visit.api.POST(`${path}/sign-in-test`, { params: { path: named(visit), header } }),
  preview: false,
  done: ({ url }) => ({
    title: words.signInTest,
    crumbs: crumbs(visit),
    body: html`<p class="intro">${words.signInText}</p><p>${words.worksOnce}</p><div class="actions"><a class="button" id="go" href="${url}" target="_blank" rel="noopener noreferrer">${words.open}</a><a class="button quiet" id="done" href="${addressOf(nameOf(visit))}">${words.back}</a></div>`,
  }),
}));

const secretSet = act('secret', (visit, words) => {
  const name = nameOf(visit);
  // A private key ends with a line end, and a pasted secret often too.
  const secret = visit.form.text('secret').replaceAll('\r\n', '\n').trim();
  return {
    title: words.setSecret,
    send: (header) => visit.api.POST(`${path}/secret`, { params: { path: named(visit), header }, body: { secret } }),
    preview: false,
    form: (_faults, { detail }) => secretPart(visit, { name }, detail),
    done: () => ({ goTo: addressOf(name), notice: words.secretSet }),
  };
});

/** After somebody else changed it: it is read again, and the change is confirmed anew. */
async function current(visit: Visit) {
  const { seen, etag } = await readConnection(visit);
  const words = texts(visit.language);
  const theirs = seen.enabled ? words.enabled : words.disabled;
  return { etag, differing: [{ label: words.state, yours: undefined, theirs }] };
}

const toggled = (enabled: boolean): ConsolePage =>
  act(enabled ? 'enable' : 'disable', (visit, words) => ({
    title: enabled ? words.enable : words.disable,
    send: (header) => visit.api.PATCH(path, { params: { path: named(visit), header }, body: { enabled } }),
    reason: 'optional',
    danger: !enabled,
    confirm: enabled ? words.enable : words.disable,
    current: () => current(visit),
    done: () => ({ goTo: addressOf(nameOf(visit)), notice: enabled ? words.nowEnabled : words.nowDisabled }),
  }));

const removed = act('remove', (visit, words) => ({
  title: words.remove,
  send: (header) => visit.api.DELETE(path, { params: { path: named(visit), header } }),
  reason: 'optional',
  danger: true,
  confirm: words.remove,
  about: html`<p class="intro">${words.endsText}</p>`,
  current: () => current(visit),
  done: () => ({ goTo: '/connections', notice: words.nowRemoved }),
}));

export const acts: readonly ConsolePage[] = [tested, offered, secretSet, toggled(true), toggled(false), removed];
