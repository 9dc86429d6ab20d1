/** The members of a client that people change: how each stands in a form, and what a form makes of it. */
import { fillPlain } from '@gatehouse/html';
import type { SafeHtml } from '@gatehouse/http';
import type { Form } from '../../form-values.ts';
import { checkBox, checkBoxes, type Faults, input, select, textArea } from '../../pages/form-controls.ts';
import { clientActs as acts } from '../../texts/client-acts.ts';
import { clients as texts } from '../../texts/clients.ts';
import type { Language } from '../../texts/languages.ts';
import type { Client } from './client.ts';

/** Every value is text in a form: lines and boxes stand in lines, a flag is `on` or nothing. */
export interface Member {
  /** Of the control; the path in the document, with dots. */
  readonly name: string;
  readonly label: string;
  /** Sets are put together from what two people did to them; of the rest one value stays. */
  readonly isSet: boolean;
  readonly shown: (client: Client) => string;
  readonly typed: (form: Form) => string;
  readonly json: (text: string) => unknown;
  readonly control: (value: string, faults: Faults) => SafeHtml;
}

/** Members under a heading. */
export interface Group {
  readonly heading: string;
  readonly members: readonly Member[];
}

const linesOf = (text: string): string[] => text.split('\n').filter(Boolean);
const valueAt = (client: Client, name: string): unknown =>
  name.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], client);
const orNull = (text: string): string | null => (text === '' ? null : text);

interface Described {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

function textMember(described: Described): Member {
  const { name } = described;
  return {
    ...described,
    isSet: false,
    shown: (client) => String((valueAt(client, name) as string | number | undefined) ?? ''),
    typed: (form) => form.text(name).trim(),
    json: orNull,
    control: (value, faults) => input({ ...described, value, faults, pointer: `/${name.replaceAll('.', '/')}` }),
  };
}

function numberMember(described: Described): Member {
  return {
    ...textMember(described),
    json: (text) => (text === '' ? null : Number(text)),
    control: (value, faults) => input({ ...described, value, faults, type: 'number' }),
  };
}

function choiceMember(described: Described, options: readonly (readonly [string, string])[]): Member {
  return { ...textMember(described), control: (value, faults) => select({ ...described, value, faults, options }) };
}

function flagMember(described: Described): Member {
  const { name } = described;
  return {
    ...described,
    isSet: false,
    shown: (client) => (valueAt(client, name) === true ? 'on' : ''),
    typed: (form) => form.text(name),
    json: (text) => text === 'on',
    control: (value, faults) => checkBox({ ...described, checked: value === 'on', faults }),
  };
}

function linesMember(described: Described): Member {
  const { name } = described;
  return {
    ...described,
    isSet: true,
    shown: (client) => ((valueAt(client, name) ?? []) as readonly string[]).join('\n'),
    typed: (form) => form.lines(name).join('\n'),
    json: linesOf,
    control: (value, faults) =>
      textArea({ ...described, value, faults, rows: Math.min(8, Math.max(2, linesOf(value).length + 1)) }),
  };
}

/** @param isOneText whether the document has it as one text with blanks, as `scope` */
function boxesMember(
  described: Described,
  options: readonly (readonly [string, string])[],
  isOneText: boolean,
): Member {
  const { name } = described;
  return {
    ...described,
    isSet: true,
    shown(client) {
      const value = valueAt(client, name) as string | readonly string[];
      return (typeof value === 'string' ? value.split(' ').filter(Boolean) : value).join('\n');
    },
    typed: (form) => form.all(name).join('\n'),
    json: (text) => (isOneText ? linesOf(text).join(' ') : linesOf(text)),
    control: (value, faults) => checkBoxes({ ...described, options, chosen: linesOf(value), faults }),
  };
}

/** What of a client can be changed without JSON, in the order of the form. */
export function groupsOf(client: Client, language: Language): readonly Group[] {
  const [words, said] = [texts(language), acts(language)];
  const { client_name: name } = client;
  const inWords = new Intl.DisplayNames(language, { type: 'language' });
  const names =
    typeof name === 'object'
      ? Object.keys(name).map((tag) =>
          textMember({
            name: `client_name.${tag}`,
            label: fillPlain(said.nameIn, { language: inWords.of(tag) ?? tag }),
          }),
        )
      : [textMember({ name: 'client_name', label: words.name })];
  const userWords: Readonly<Record<string, string>> = words.userScopes;
  const userScopes = [...new Set([...Object.keys(userWords), ...client.scope.split(' ').filter(Boolean)])];
  return [
    {
      heading: said.appearance,
      members: [
        ...names,
        textMember({ name: 'client_uri', label: words.homePage }),
        textMember({ name: 'policy_uri', label: said.policy }),
        textMember({ name: 'tos_uri', label: said.terms }),
        linesMember({ name: 'contacts', label: words.contacts, hint: said.lines }),
      ],
    },
    {
      heading: words.addresses,
      members: [
        linesMember({ name: 'redirect_uris', label: words.redirects, hint: said.lines }),
        linesMember({ name: 'post_logout_redirect_uris', label: words.afterwards, hint: said.lines }),
        linesMember({ name: 'allowed_origins', label: words.origins, hint: said.lines }),
        textMember({ name: 'backchannel_logout_uri', label: words.logout }),
      ],
    },
    {
      heading: words.asks,
      members: [
        boxesMember({ name: 'grant_types', label: words.ways }, Object.entries(words.grants), false),
        boxesMember(
          { name: 'scope', label: words.aboutUsers },
          userScopes.map((scope) => [scope, userWords[scope] ?? scope]),
          true,
        ),
        flagMember({ name: 'first_party', label: said.firstParty }),
      ],
    },
    {
      heading: words.security,
      members: [
        flagMember({ name: 'require_pkce', label: said.requirePkce }),
        flagMember({ name: 'require_pushed_authorization_requests', label: said.requirePushed }),
        choiceMember({ name: 'sender_constrained', label: words.constraint }, Object.entries(words.constraints)),
        choiceMember({ name: 'required_acr', label: words.factors }, [
          ['', words.asServer],
          ['urn:gatehouse:acr:1', words.oneFactor],
          ['urn:gatehouse:acr:2', words.twoFactors],
        ]),
        numberMember({ name: 'default_max_age', label: said.seconds, hint: said.secondsHint }),
      ],
    },
  ];
}

/** What somebody did to a set, done to another: to the set as it is now. */
export function mergedSet(was: string, wanted: string, now: string): string {
  const [before, after] = [linesOf(was), linesOf(wanted)];
  const kept = linesOf(now).filter((one) => after.includes(one) || !before.includes(one));
  const added = after.filter((one) => !before.includes(one));
  return [...new Set([...kept, ...added])].join('\n');
}
