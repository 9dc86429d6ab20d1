/** The form for the policy: what all of these clients may, those with a document, those that register themselves. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import { duration } from '../../pages/duration.ts';
import { checkBox, type Faults, input, postForm, select, textArea } from '../../pages/form-controls.ts';
import { unregistered } from '../../texts/unregistered.ts';
import { unregisteredPolicy as texts } from '../../texts/unregistered-policy.ts';
import type { Visit } from '../../visit.ts';
import type { Values } from './policy-values.ts';

export interface PolicyForm {
  readonly value: Values;
  readonly etag: string;
  readonly cancel: string;
  readonly faults: Faults;
  /** Shown when no control has a fault. */
  readonly problem?: string | undefined;
}

export function policyForm(visit: Visit, { value, etag, cancel, faults, problem }: PolicyForm): SafeHtml {
  const words = texts(visit.language);
  const controls = html`${commonPart(visit, value, faults)}<h2>${words.documents}</h2>${documentsPart(visit, value, faults)}
<h2>${words.registration}</h2>${registrationPart(visit, value, faults)}`;
  return postForm(visit, controls, { etag, cancel, faults, problem: faults.size > 0 ? undefined : problem });
}

const secondsOf =
  ({ language }: Visit, value: Values, hint: string) =>
  (name: string) => {
    const seconds = Number(value(name));
    return seconds > 0 ? `${duration(language, seconds)}. ${hint}` : hint;
  };

function commonPart(visit: Visit, value: Values, faults: Faults): SafeHtml {
  const words = texts(visit.language);
  const most = unregistered(visit.language);
  const line = (name: keyof typeof words.labels, hint: string) =>
    input({ name, label: words.labels[name], hint, value: value(name), type: 'number', faults });
  const hintOf = (name: string, hint: string) => secondsOf(visit, value, hint)(name);
  return html`${input({ name: 'scope', label: most.mostOfUser, hint: words.scopeHint, value: value('scope'), faults })}${textArea({ name: 'scopes', label: most.mostOfApis, hint: words.scopesHint, value: value('scopes'), faults })}${line('access_token_seconds', hintOf('access_token_seconds', words.accessHint))}${line('refresh_token_seconds', hintOf('refresh_token_seconds', words.refreshHint))}${line('grant_seconds', hintOf('grant_seconds', words.grantHint))}${textArea({ name: 'blocked_domains', label: most.blockedHosts, hint: words.blockedHint, value: value('blocked_domains'), faults })}`;
}

function documentsPart({ language }: Visit, value: Values, faults: Faults): SafeHtml {
  const words = texts(language);
  const of = (name: string) => ({ name, pointer: `/documents/${name}`, faults });
  return html`${checkBox({ name: 'documents', label: words.documentsOn, hint: words.documentsHint, checked: value('documents') !== '' })}${textArea({ ...of('domains'), label: words.domains, hint: words.domainsHint, value: value('domains') })}${select(
    {
      ...of('redirects'),
      label: words.redirects,
      value: value('redirects'),
      options: (['same_domain', 'same_domain_or_loopback', 'any'] as const).map((one) => [one, words.redirectsTo[one]]),
    },
  )}${checkBox({ ...of('require_private_key_jwt'), label: words.privateKey, checked: value('require_private_key_jwt') !== '' })}`;
}

function registrationPart(visit: Visit, value: Values, faults: Faults): SafeHtml {
  const words = texts(visit.language);
  const { modes } = unregistered(visit.language);
  const of = (name: string) => ({ name, pointer: `/registration/${name}`, faults });
  const line = (name: keyof typeof words.labels, hint: string) =>
    input({ ...of(name), label: words.labels[name], hint, value: value(name), type: 'number' });
  const hintOf = secondsOf(visit, value, words.emptyHint);
  return html`${select({
    ...of('mode'),
    label: words.mode,
    value: value('mode'),
    options: [
      ['off', words.modeOff],
      ['token', modes.token],
      ['open', modes.open],
      ['closed', modes.closed],
    ],
  })}${line('clients', words.emptyHint)}${line('clients_per_network', words.networkHint)}${line('unused_seconds', hintOf('unused_seconds'))}${line('idle_seconds', hintOf('idle_seconds'))}${checkBox({ ...of('rotate_registration_access_tokens'), label: words.rotate, checked: value('rotate_registration_access_tokens') !== '' })}${checkBox({ ...of('require_software_statement'), label: words.statement, checked: value('require_software_statement') !== '' })}${textArea({ ...of('software_statement_issuers'), label: words.issuers, hint: words.issuersHint, value: value('software_statement_issuers'), rows: 5 })}`;
}
