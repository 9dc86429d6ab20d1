/** The members of a client that users change. */
import { fillPlain } from '@gatehouse/html';
import {
  boxesMember,
  choiceMember,
  flagMember,
  type Group,
  linesMember,
  numberMember,
  textMember,
} from '../../members.ts';
import { clientActs as acts } from '../../texts/client-acts.ts';
import { clients as texts } from '../../texts/clients.ts';
import type { Language } from '../../texts/languages.ts';
import type { Client } from './client.ts';

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
