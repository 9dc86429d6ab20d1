/** The policy for clients that nobody registered, as a form has it. */
import type { components, operations } from '@gatehouse/admin-client';
import type { Form } from '../../form-values.ts';
import { linesOf, scopesOf } from './api-ceiling.ts';

export type Policy = components['schemas']['UnregisteredClientsPolicy'];
export type PolicyBody = operations['replaceUnregisteredClientsPolicy']['requestBody']['content']['application/json'];
/** What stands in a control; a box that is ticked has `on`. */
export type Values = (name: string) => string;

type PolicyRegistration = NonNullable<PolicyBody['registration']>;
type Documents = NonNullable<Policy['documents']>;
type Issuers = NonNullable<PolicyRegistration['software_statement_issuers']>;

/** Whether any client is let in. */
export const isOn = ({ documents, registration }: Policy): boolean =>
  documents !== undefined || registration !== undefined;

const box = (value: boolean | undefined): string => (value === true ? 'on' : '');
const number = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** A start: documents of hosts that are still to be named, nothing for anybody else, and no API. */
const start: Readonly<Record<string, string>> = { documents: 'on', mode: 'off', redirects: 'same_domain_or_loopback' };

/** @param isStart the policy lets nobody in, and is about to */
export function valuesOf(policy: Policy, isStart: boolean): Values {
  const { documents, registration } = policy;
  const values: Readonly<Record<string, string>> = {
    scope: policy.scope,
    scopes: linesOf(policy.scopes).join('\n'),
    access_token_seconds: number(policy.access_token_seconds),
    refresh_token_seconds: number(policy.refresh_token_seconds),
    grant_seconds: number(policy.grant_seconds),
    blocked_domains: policy.blocked_domains.join('\n'),
    documents: box(documents !== undefined),
    domains: documents?.domains.join('\n') ?? '',
    redirects: documents?.redirects ?? 'same_domain_or_loopback',
    require_private_key_jwt: box(documents?.require_private_key_jwt),
    mode: registration?.mode ?? 'off',
    clients: number(registration?.clients),
    clients_per_network: number(registration?.clients_per_network),
    unused_seconds: number(registration?.unused_seconds),
    idle_seconds: number(registration?.idle_seconds),
    rotate_registration_access_tokens: box(registration?.rotate_registration_access_tokens ?? true),
    require_software_statement: box(registration?.require_software_statement),
    software_statement_issuers: JSON.stringify(registration?.software_statement_issuers ?? [], undefined, 2),
    ...(isStart && start),
  };
  return (name) => values[name] ?? '';
}

/** An empty one is left out, so that the default holds; what is no number goes as 0, which the API says something about. */
function numbers<Name extends string>(form: Form, ...names: readonly Name[]): Partial<Record<Name, number>> {
  const typed = names.map((name) => [name, form.text(name).trim()] as const).filter(([, text]) => text !== '');
  return Object.fromEntries(typed.map(([name, text]) => [name, Number(text) || 0])) as Partial<Record<Name, number>>;
}

function registrationOf(form: Form): PolicyRegistration {
  const issuers = form.text('software_statement_issuers').trim();
  return {
    mode: form.text('mode') as PolicyRegistration['mode'],
    ...numbers(form, 'clients', 'clients_per_network', 'unused_seconds', 'idle_seconds'),
    rotate_registration_access_tokens: form.has('rotate_registration_access_tokens'),
    require_software_statement: form.has('require_software_statement'),
    software_statement_issuers: issuers === '' ? [] : (JSON.parse(issuers) as Issuers),
  };
}

/** undefined: the issuers are no JSON. */
export function bodyOf(form: Form): PolicyBody | undefined {
  try {
    return {
      scope: form.text('scope').split(/\s+/u).filter(Boolean).join(' '),
      scopes: scopesOf(form.lines('scopes')),
      ...numbers(form, 'access_token_seconds', 'refresh_token_seconds', 'grant_seconds'),
      blocked_domains: [...form.lines('blocked_domains')],
      ...(form.has('documents') && {
        documents: {
          domains: [...form.lines('domains')],
          require_private_key_jwt: form.has('require_private_key_jwt'),
          redirects: form.text('redirects') as Documents['redirects'],
        },
      }),
      ...(form.text('mode') !== 'off' && { registration: registrationOf(form) }),
    };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
