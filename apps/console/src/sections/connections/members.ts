/** The members of a connection that users change, by its kind. Name, kind, secret and whether it is enabled are not among them. */
import { fillPlain } from '@gatehouse/html';
import {
  choiceMember,
  flagMember,
  type Group,
  linesMember,
  listOrNone,
  type Member,
  pairsMember,
  textMember,
  unshownMember,
} from '../../members.ts';
import { clients } from '../../texts/clients.ts';
import { connectionForm as texts } from '../../texts/connection-form.ts';
import { connections } from '../../texts/connections.ts';
import type { Language } from '../../texts/languages.ts';
import { policies } from '../../texts/policies.ts';
import type { ConnectionKind } from './kinds.ts';

/** What decides which members there are. */
export interface OfKind {
  readonly kind: ConnectionKind;
  readonly display_name?: string | Readonly<Record<string, string>> | undefined;
}

/** In the order of the form: what most connections need, and the rest folded below. */
export function groupsOf({ kind, display_name: name }: OfKind, language: Language): readonly Group[] {
  const words = texts(language);
  return [
    { heading: words.provider, members: [...namesOf(name, language), ...ofProvider(kind, language)] },
    { heading: words.who, members: ofUsers(language) },
    {
      heading: words.claimsPart,
      about: words.claimsAbout,
      isFurther: kind !== 'oauth2',
      members: ofClaims(kind, language),
    },
    { heading: words.factorsPart, about: words.factorsAbout, isFurther: true, members: ofFactors(language) },
    { heading: words.laterPart, isFurther: true, members: ofLater(language) },
  ];
}

function namesOf(name: OfKind['display_name'], language: Language): readonly Member[] {
  const words = texts(language);
  const hint = words.displayNameHint;
  const inWords = new Intl.DisplayNames(language, { type: 'language' });
  const names =
    typeof name === 'object'
      ? Object.keys(name).map((tag) => {
          const label = fillPlain(words.displayNameIn, { language: inWords.of(tag) ?? tag });
          return textMember({ name: `display_name.${tag}`, label, hint });
        })
      : [textMember({ name: 'display_name', label: words.displayName, hint })];
  return [...names, unshownMember({ name: 'logo', label: policies(language).logo, hint: words.logoHint })];
}

/** Where the provider is, and as which client the server comes there. */
function ofProvider(kind: ConnectionKind, language: Language): readonly Member[] {
  const words = texts(language);
  const known = connections(language);
  const required = true;
  const issuerOf = (hint: string) => textMember({ name: 'issuer', label: known.issuer, hint, required });
  const authMethod = choiceMember(
    { name: 'token_endpoint_auth_method', label: words.authMethod },
    Object.entries(words.authMethods),
  );
  const own: Readonly<Record<ConnectionKind, readonly Member[]>> = {
    oidc: [issuerOf(`${words.issuers.oidc} ${words.secretPlace}`), authMethod],
    oauth2: [
      issuerOf(words.issuers.oauth2),
      ...endpointsOf(language),
      authMethod,
      flagMember({ name: 'pkce', label: words.pkce, hint: words.pkceHint }),
    ],
    google: [listOrNone({ name: 'hosted_domains', label: words.hostedDomains, hint: words.hostedDomainsHint })],
    microsoft: [
      textMember({ name: 'tenant', label: words.tenant, hint: words.tenantHint, required }),
      listOrNone({ name: 'tenants', label: words.tenants, hint: words.tenantsHint }),
    ],
    apple: [
      textMember({ name: 'team_id', label: words.teamId, hint: words.teamIdHint, required }),
      textMember({ name: 'key_id', label: words.keyId, hint: words.keyIdHint, required }),
    ],
    github: [],
  };
  return [
    textMember({ name: 'client_id', label: known.clientId, hint: words.clientIds[kind], required }),
    ...own[kind],
    textMember({ name: 'scope', label: words.scope, hint: words.scopeHint }),
  ];
}

function endpointsOf(language: Language): readonly Member[] {
  const words = texts(language);
  const required = true;
  return [
    textMember({
      name: 'authorization_endpoint',
      label: words.authorizationEndpoint,
      hint: words.authorizationHint,
      required,
    }),
    textMember({ name: 'token_endpoint', label: words.tokenEndpoint, hint: words.secretPlace, required }),
    textMember({ name: 'userinfo_endpoint', label: words.userinfoEndpoint, hint: words.userinfoHint, required }),
  ];
}

function ofUsers(language: Language): readonly Member[] {
  const words = texts(language);
  const known = connections(language);
  return [
    linesMember({ name: 'domains', label: known.domains, hint: words.domainsHint }),
    flagMember({ name: 'sign_up', label: known.signUp, hint: words.signUpHint }),
    flagMember({ name: 'trust_email', label: known.trustEmail, hint: words.trustEmailHint }),
    pairsMember({ name: 'roles', label: known.roles, hint: words.rolesHint }, true),
  ];
}

const place = (name: string, label: string, hint?: string): Member =>
  textMember({ name: `mapping.${name}`, label, hint });

function ofClaims(kind: ConnectionKind, language: Language): readonly Member[] {
  const words = texts(language);
  const subject = { name: 'mapping.subject', label: words.subject, hint: words.subjectHint, required: true };
  return [
    ...(kind === 'oauth2' ? [textMember(subject)] : []),
    place('name', words.userName),
    place('email', words.email),
    place('email_verified', words.verified, words.verifiedHint),
    place('locale', words.locale),
    place('login', words.login),
    place('groups', words.groups),
    pairsMember({ name: 'mapping.claims', label: words.claims, hint: words.claimsHint }, false),
  ];
}

/** For each level of the server what of the provider counts as it. */
function ofFactors(language: Language): readonly Member[] {
  const words = texts(language);
  const { oneFactor, twoFactors } = clients(language);
  const levels = [
    ['urn:gatehouse:acr:1', oneFactor],
    ['urn:gatehouse:acr:2', twoFactors],
  ] as const;
  return levels.flatMap(([acr, level]) =>
    (
      [
        ['acr', words.acr],
        ['amr', words.amr],
        ['request', words.asked],
      ] as const
    ).map(([member, label]) =>
      linesMember({ name: `required_acr.${acr}.${member}`, label: fillPlain(label, { level }) }),
    ),
  );
}

function ofLater(language: Language): readonly Member[] {
  const words = texts(language);
  return [
    choiceMember({ name: 'sync', label: words.sync }, Object.entries(words.syncs)),
    flagMember({ name: 'keep_tokens', label: words.keepTokens, hint: words.keepTokensHint }),
    flagMember({ name: 'check_at_refresh', label: words.checkAtRefresh, hint: words.checkAtRefreshHint }),
  ];
}
