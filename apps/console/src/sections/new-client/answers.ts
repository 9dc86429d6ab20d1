/** What was answered in the form of the guide, and what of it can be told to be wrong without asking the server. */
import type { components } from '@gatehouse/admin-client';
import { kinds } from '@gatehouse/admin-client/snippets';
import { fillPlain } from '@gatehouse/html';
import type { Form } from '../../form-values.ts';
import type { Faults } from '../../pages/form-controls.ts';
import type { NewClientTexts } from '../../texts/new-client.ts';
import type { GuidedKind } from './kinds.ts';

/** What the boxes of an API's scopes are called. */
export const apiField = (indicator: string): string => `api:${indicator}`;

/** An identifier made of a name: letters and digits of ASCII, and hyphens; `spare` when nothing is left. */
export function identifierOf(name: string, spare: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const made = plain
    .replaceAll(/[^a-z\d]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')
    .slice(0, 64);
  return made === '' ? spare : made;
}

/** The scopes that are ticked, by API. */
const scopesIn = ({ entries }: Form): Record<string, string[]> => {
  const scopes: Record<string, string[]> = {};
  for (const [name, scope] of entries) {
    if (!name.startsWith('api:')) continue;
    const indicator = name.slice('api:'.length);
    scopes[indicator] = [...(scopes[indicator] ?? []), scope];
  }
  return scopes;
};

/** The client that is asked for. */
export function wantedOf(kind: GuidedKind, form: Form): components['schemas']['NewClient'] {
  const name = form.text('name').trim();
  return {
    kind,
    client_id: form.text('client_id').trim() || identifierOf(name, form.text('spare')),
    name,
    redirect_uris: [...form.lines('redirect_uris')],
    post_logout_redirect_uris: [],
    scopes: scopesIn(form),
    resources: [],
    first_party: form.has('first_party'),
  };
}

/** Faults that need no server, in the user's language. */
export function faultsIn(
  { kind, name, redirect_uris: uris = [], scopes = {} }: ReturnType<typeof wantedOf>,
  { faults: words }: NewClientTexts,
): Faults {
  const faults = new Map<string, string>();
  if (!name) faults.set('/name', words.name);
  const wrong = uris.find((uri) => !URL.canParse(uri));
  if (wrong !== undefined) faults.set('/redirect_uris', fillPlain(words.redirectWrong, { uri: wrong }));
  if (uris.length === 0 && kinds[kind].redirectUri?.required === true) {
    faults.set('/redirect_uris', words.redirectMissing);
  }
  if (kind === 'machine' && Object.keys(scopes).length === 0) faults.set('/scopes', words.scopes);
  return faults;
}
