/** The form of an API: what most have as fields, the rest folded below; and what was typed, as the admin API takes it. */
import type { operations } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Form } from '../../form-values.ts';
import { type Faults, input, select, textArea } from '../../pages/form-controls.ts';
import { resources as texts } from '../../texts/resources.ts';
import type { Visit } from '../../visit.ts';
import type { Resource } from './resource.ts';

/** The body of a change; a new API has its identifier too. */
export type ResourceBody = operations['replaceResource']['requestBody']['content']['application/json'];

type Text = Resource['name'];

/** Fields of the form, by their names. */
export type Fields = (name: string) => string;

const written = (text: Text): string => (typeof text === 'string' ? text : JSON.stringify(text));

/** A text, or one for each language where JSON was typed. */
function read(given: string): Text {
  const text = given.trim();
  if (!text.startsWith('{')) return text;
  try {
    return JSON.parse(text) as Text;
  } catch {
    return text;
  }
}

/** What the fields of an API hold. */
export function fieldsOf(resource: Resource): Fields {
  const values: Readonly<Record<string, string>> = {
    name: written(resource.name),
    scopes: Object.entries(resource.scopes)
      .map(([name, text]) => `${name} ${written(text)}`)
      .join('\n'),
    default_scopes: resource.default_scopes.join(' '),
    token_format: resource.token_format,
    access_token_signing_alg: resource.access_token_signing_alg ?? '',
    access_token_ttl_seconds: String(resource.access_token_ttl_seconds ?? ''),
    claims: resource.claims.join(' '),
    required_acr: resource.required_acr ?? '',
    max_auth_age_seconds: String(resource.max_auth_age_seconds ?? ''),
  };
  return (name) => values[name] ?? '';
}

const words = (given: string): string[] => given.split(/\s+/u).filter(Boolean);

/** Not a number becomes one that the admin API refuses, with words for the field. */
function seconds(given: string): number | undefined {
  if (given.trim() === '') return undefined;
  const value = Number(given);
  return Number.isFinite(value) ? value : -1;
}

/** What was typed. */
export function bodyOf(form: Form): ResourceBody {
  const scopes = form.lines('scopes').map((line): [string, Text] => {
    const [, name = line, text = ''] = /^(\S+)\s*(.*)$/u.exec(line) ?? [];
    return [name, read(text)];
  });
  const algorithm = form.text('access_token_signing_alg') as NonNullable<ResourceBody['access_token_signing_alg']> | '';
  const acr = form.text('required_acr') as NonNullable<ResourceBody['required_acr']> | '';
  const [lasts, age] = [seconds(form.text('access_token_ttl_seconds')), seconds(form.text('max_auth_age_seconds'))];
  return {
    name: read(form.text('name')),
    scopes: Object.fromEntries(scopes),
    default_scopes: words(form.text('default_scopes')),
    token_format: form.text('token_format') === 'opaque' ? 'opaque' : 'jwt',
    claims: words(form.text('claims')),
    ...(algorithm !== '' && { access_token_signing_alg: algorithm }),
    ...(lasts !== undefined && { access_token_ttl_seconds: lasts }),
    ...(acr !== '' && { required_acr: acr }),
    ...(age !== undefined && { max_auth_age_seconds: age }),
  };
}

/** The controls. @param isNew an identifier is chosen once */
export function resourceControls({ language }: Visit, value: Fields, faults: Faults, isNew: boolean): SafeHtml {
  const text = texts(language);
  const indicator = input({
    name: 'indicator',
    label: text.indicator,
    hint: text.indicatorHint,
    type: 'url',
    value: value('indicator'),
    required: true,
    faults,
  });
  return html`${isNew ? indicator : ''}${input({ name: 'name', label: text.name, hint: text.nameHint, value: value('name'), required: true, faults })}
${textArea({ name: 'scopes', label: text.scopes, hint: text.scopesHint, value: value('scopes'), rows: 8, faults })}
${input({ name: 'access_token_ttl_seconds', label: text.lifetime, hint: text.lifetimeHint, type: 'number', value: value('access_token_ttl_seconds'), faults })}
<details class="further"${faults.size > 0 ? html` open` : ''}><summary>${text.advanced}</summary>${furtherControls(text, value, faults)}</details>`;
}

function furtherControls(text: ReturnType<typeof texts>, value: Fields, faults: Faults): SafeHtml {
  return html`${select({
    name: 'token_format',
    label: text.format,
    value: value('token_format'),
    options: [
      ['jwt', text.jwt],
      ['opaque', text.opaque],
    ],
    faults,
  })}
${select({
  name: 'access_token_signing_alg',
  label: text.algorithm,
  hint: text.algorithmHint,
  value: value('access_token_signing_alg'),
  options: [
    ['', `RS256 (${text.usual})`],
    ['RS256', 'RS256'],
    ['PS256', 'PS256'],
    ['ES256', 'ES256'],
  ],
  faults,
})}
${select({
  name: 'required_acr',
  label: text.factors,
  value: value('required_acr'),
  options: [
    ['', text.usual],
    ['urn:gatehouse:acr:1', text.oneFactor],
    ['urn:gatehouse:acr:2', text.twoFactors],
  ],
  faults,
})}
${input({ name: 'max_auth_age_seconds', label: text.maxAge, type: 'number', value: value('max_auth_age_seconds'), faults })}
${input({ name: 'default_scopes', label: text.defaults, hint: text.defaultsHint, value: value('default_scopes'), faults })}
${input({ name: 'claims', label: text.claims, hint: text.claimsHint, value: value('claims'), faults })}`;
}
