/** GET /clients/new: the first question of the guide, what kind of application it is. */
import { kinds } from '@gatehouse/admin-client/snippets';
import { chevron, fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { newClient as texts } from '../../texts/new-client.ts';
import type { ConsolePage } from '../../visit.ts';

/** The kinds that are clients of their own, the usual ones first. */
export const guidedKinds = ['web', 'spa', 'native', 'device', 'machine'] as const;
export type GuidedKind = (typeof guidedKinds)[number];

export const isGuided = (kind: string | undefined): kind is GuidedKind =>
  (guidedKinds as readonly (string | undefined)[]).includes(kind);

export const kindPath = (kind: GuidedKind): string => `/clients/new/${kind}`;

export const kindsPage: ConsolePage = {
  path: '/clients/new',
  scope: 'clients:write',
  show(visit) {
    const words = texts(visit.language);
    const maySecrets = visit.may('clients:secrets');
    const shown = guidedKinds.filter((kind) => maySecrets || !kinds[kind].hasSecret);
    const choices = [
      ...shown.map((kind) => choice(kindPath(kind), words.kinds[kind])),
      ...(visit.may('resources:read') ? [choice('/resources', words.kinds.api)] : []),
    ];
    const body = html`<p class="soft step">${fillPlain(words.step, { step: '1' })}</p>
<p class="intro">${words.intro}</p>
<ul class="choices">${choices}</ul>
${maySecrets ? '' : html`<p class="soft">${words.noSecrets}</p>`}`;
    return { title: words.title, body };
  },
};

const choice = (path: string, { title, text }: { readonly title: string; readonly text: string }): SafeHtml =>
  html`<li><a class="sheet choice" href="${path}"><span><b>${title}</b><small>${text}</small></span>${chevron}</a></li>`;
