/** The pages below /unregistered-clients/policy: it is changed, and turned off. */
import { seenOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import type { Differing } from '../../pages/conflict.ts';
import { part } from '../../pages/facts.ts';
import { noFaults, postForm } from '../../pages/form-controls.ts';
import { policies } from '../../texts/policies.ts';
import { unregisteredPolicy as texts } from '../../texts/unregistered-policy.ts';
import type { Answer, ConsolePage, Visit } from '../../visit.ts';
import { listPath, policyPath } from './hosts.ts';
import { policyForm } from './policy-form.ts';
import { bodyOf, isOn, type Policy, type PolicyBody, valuesOf } from './policy-values.ts';

async function read(visit: Visit): Promise<{ readonly policy: Policy; readonly etag: string }> {
  const { seen, etag } = seenOf(await visit.api.GET('/policies/unregistered-clients'));
  return { policy: seen, etag };
}

/** Nobody is let in with it; blocked hosts and the ceiling stay for the next time. */
const withoutAny = ({ documents: _documents, registration: _registration, ...rest }: Policy): PolicyBody => rest;

const lines = (sentences: readonly string[]): SafeHtml =>
  html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;

function offPart(visit: Visit, etag: string): SafeHtml {
  const words = texts(visit.language);
  const form = postForm(visit, '', {
    action: `${policyPath}/off`,
    etag,
    danger: true,
    submit: words.turnOff,
    submitId: 'turn-off',
  });
  return part(words.turnOff, html`${lines(words.offMeans)}${form}`, { id: 'off' });
}

/** Members that are not the same, each whole. What one does not name has its default there. */
function differingOf(yours: PolicyBody, theirs: Policy): readonly Differing[] {
  const mine: Readonly<Record<string, unknown>> = { ...yours };
  const other: Readonly<Record<string, unknown>> = { ...theirs };
  return [...new Set([...Object.keys(mine), ...Object.keys(other)])]
    .filter((name) => JSON.stringify(mine[name]) !== JSON.stringify(other[name]))
    .map((label) => ({ label, yours: mine[label], theirs: other[label] }));
}

interface Sent {
  readonly title: string;
  readonly body: PolicyBody;
  readonly current: { readonly policy: Policy; readonly etag: string };
  readonly form?: NonNullable<Parameters<typeof change>[1]['form']>;
}

/** Whoever is let in no more is told of it, however that came about. */
function declare(visit: Visit, { title, body, current: { policy, etag }, form }: Sent): Promise<Answer> {
  const words = texts(visit.language);
  const endsAll = isOn(policy) && body.documents === undefined && body.registration === undefined;
  return change(visit, {
    title,
    send: (header: WriteHeaders) => visit.api.PUT('/policies/unregistered-clients', { params: { header }, body }),
    reason: 'optional',
    danger: endsAll,
    ...(endsAll && { confirm: words.turnOff, about: part(words.offTitle, lines(words.offMeans), { id: 'off-means' }) }),
    cancel: listPath,
    ...(form && { form }),
    current: () => Promise.resolve({ etag, differing: differingOf(body, policy) }),
    done: () => ({ goTo: listPath, notice: visit.text.changed }),
  });
}

const editPage: ConsolePage = {
  path: policyPath,
  scope: 'config:apply',
  async show(visit) {
    const words = texts(visit.language);
    const { policy, etag } = await read(visit);
    const isStart = !isOn(policy);
    const form = policyForm(visit, { value: valuesOf(policy, isStart), etag, cancel: listPath, faults: noFaults });
    const intro = isStart ? lines(words.startMeans) : html`<p class="soft intro">${words.intro}</p>`;
    return {
      title: words.title,
      body: html`${intro}${form}
${isStart ? '' : offPart(visit, etag)}`,
    };
  },
  async change(visit) {
    const { form } = visit;
    const words = texts(visit.language);
    const typed = { value: (name: string) => form.text(name), etag: form.text('etag'), cancel: listPath };
    const body = bodyOf(form);
    if (body === undefined) {
      const faults = new Map([['/registration/software_statement_issuers', policies(visit.language).notJson]]);
      return { title: words.title, status: 400, body: policyForm(visit, { ...typed, faults }) };
    }
    return declare(visit, {
      title: words.title,
      body,
      current: await read(visit),
      form: (faults, { detail }) => policyForm(visit, { ...typed, faults, problem: detail }),
    });
  },
};

const offPage: ConsolePage = {
  path: `${policyPath}/off`,
  scope: 'config:apply',
  show: () => ({ goTo: policyPath }),
  async change(visit) {
    const current = await read(visit);
    return declare(visit, { title: texts(visit.language).turnOff, body: withoutAny(current.policy), current });
  },
};

export const policyPages: readonly ConsolePage[] = [editPage, offPage];
