/** The OpenAPI document as a page: every operation, what it needs, and a request to begin with. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import { adminPath } from '../../directory/resources/admin-api.ts';
import { accessOf, type ObjectRule, scopesOf } from '../access.ts';
import type { AdminOperation } from '../operation.ts';
import { page, withCode } from './page.ts';
import { type Schema, sampleOf } from './sample.ts';
import { tagOf, tags } from './tags.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Described {
  readonly parameters: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** What is read of the document. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

/** The rules of access.ts about the object, for those who call. */
const rules: Readonly<Record<ObjectRule, string>> = {
  'not administrators': 'Not for users whose roles give scopes of this API that the caller lacks.',
  'own roles at most': 'No roles that give scopes of this API which the caller lacks.',
  'not oneself': 'Nobody does it to themselves.',
  'not disabling oneself': 'Nobody disables themselves.',
  'an address is a credential': 'Another e-mail address needs `users:credentials` too.',
  'a link is a credential': 'To be shown the link needs `users:credentials` too.',
  'own scopes at most': 'For this API, no scopes that the caller lacks.',
  'not beyond the caller': 'Nothing that gives scopes of this API which the caller lacks.',
};

const namedOf = ({ components }: OpenApi) => {
  return (reference: string): Schema => {
    const [, , section = '', name = ''] = reference.split('/');
    return (components[section] as Readonly<Record<string, Schema>>)[name] as Schema;
  };
};

export function referencePage(document: OpenApi, operations: readonly AdminOperation[]): string {
  const groups = [...Map.groupBy(operations, tagOf)];
  const contents = groups.map(
    ([name, own]) => html`<li><a href="#${name}">${name}</a> <span class="soft">${own.length}</span></li>`,
  );
  const sections = groups.map(
    ([name, own]) =>
      html`<section id="${name}"><h2>${name}</h2><p class="soft">${tags[name]}</p>${own.map((one) => article(document, one))}</section>`,
  );
  return page({
    title: 'Admin API',
    path: '/',
    main: html`<main><div class="intro"><h1>Operations</h1>
<p>What the <code>gatehouse</code> command does, over the network. Each call carries an access token for this API and a proof of its key. Changes by users need a sign-in with two factors.
With <code>Prefer: dry-run</code> a change answers what it would do, and does nothing.</p></div>
<nav class="contents" aria-label="Resources"><ul>${contents}</ul></nav>
${sections}</main>`,
  });
}

function article(document: OpenApi, operation: AdminOperation): SafeHtml {
  const { id, method, path, summary, description } = operation;
  const { object, explained } = accessOf(id);
  const described = document.paths[path]?.[method] as Described;
  const named = namedOf(document);
  const parameters = described.parameters.map((one) =>
    '$ref' in one ? (named(one.$ref) as unknown as Parameter) : one,
  );
  const own = parameters.filter((one) => one.in !== 'header');
  const needs = [
    explained && 'X-Reason',
    operation.kind === 'write' && operation.matches && (operation.creates ? 'If-Match or If-None-Match' : 'If-Match'),
  ].filter((one) => one !== undefined && one !== false);
  return html`<article id="${id}">
<h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></h3>
<p>${summary}.${description === undefined ? '' : html` <span class="soft">${withCode(description)}</span>`}</p>
<dl class="facts"><div><dt>Scope</dt><dd>${scopesOf(accessOf(id)).map((scope) => html`<code>${scope}</code> `)}</dd></div>
${needs.length > 0 && html`<div><dt>Needs</dt><dd>${needs.map((one) => html`<code>${one}</code> `)}</dd></div>`}
${object !== undefined && html`<div><dt>Rules</dt><dd>${[object].flat().map((rule) => html`<span>${withCode(rules[rule])}</span> `)}</dd></div>`}</dl>
${own.length > 0 && list(own)}
<details><summary>Example</summary><pre tabindex="0">${example(operation, described, named)}</pre></details>
</article>`;
}

const list = (parameters: readonly Parameter[]): SafeHtml =>
  html`<dl class="parameters">${parameters.map(
    (one) => html`<div><dt><code>${one.name}</code></dt>
<dd>${withCode(one.description ?? '')} <span class="soft">${placeOf(one)}${valuesOf(one.schema)}</span></dd></div>`,
  )}</dl>`;

const placeOf = ({ in: place, required }: Parameter): string =>
  place === 'path' ? 'In the path; ' : required ? 'Required; ' : '';

/** What a parameter may be, in short. */
function valuesOf({ enum: choices, default: usual, maximum, type }: Schema): string {
  const values = Array.isArray(choices) ? choices.join(', ') : nameOf(type);
  const most = typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? `, at most ${maximum}` : '';
  return `${values}${most}${usual === undefined ? '' : `; ${nameOf(usual)} when absent`}`;
}

const nameOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** A request as it is sent; what stands between angle brackets is the caller's. */
function example(operation: AdminOperation, { requestBody }: Described, named: (reference: string) => Schema): string {
  const { id, method, path } = operation;
  const isWrite = operation.kind === 'write';
  const lines = [
    `${method.toUpperCase()} ${adminPath}${path.replaceAll(/\{(\w+)\}/gu, '<$1>')} HTTP/1.1`,
    'Authorization: DPoP <access token>',
    'DPoP: <proof>',
    accessOf(id).explained && 'X-Reason: Asked for in ticket 4711',
    isWrite && operation.matches && 'If-Match: "<ETag>"',
    method === 'post' && 'Idempotency-Key: <random>',
  ];
  const head = lines.filter((line) => typeof line === 'string').join('\n');
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined) return head;
  return `${head}\nContent-Type: application/json\n\n${JSON.stringify(sampleOf(schema, named), undefined, 2)}`;
}
