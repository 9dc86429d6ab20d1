/**
 * The admin API as a resource like any other: what is declared of it, so that there can be tokens for it. The server declares it at
 * each start and nobody else does; roles are declared where there is none of that name, and then they are the operator's.
 */
import type { z } from 'zod';
import { resource } from './schema.ts';

/** Scopes of the admin API, with the sentence that users read on the consent page. */
export const adminScopes = {
  'clients:read': 'See applications and how they are set up',
  'clients:write': 'Add, change, disable and remove applications',
  'clients:secrets': 'Make and remove secrets of applications',
  'resources:read': 'See APIs and roles',
  'resources:write': 'Add, change and remove APIs and roles',
  'connections:read': 'See upstream providers that users sign in with',
  'connections:write': 'Add, change, try and remove upstream providers that users sign in with',
  'users:read': 'See users, their sessions, factors, grants and activity',
  'users:write': 'Add, change, disable and delete users',
  'users:credentials': "Reset users' passwords and second factors, make and revoke API keys and service accounts",
  'sessions:revoke': "End users' sessions and withdraw what they granted",
  'keys:read': 'See signing keys and when they rotate',
  'keys:rotate': 'Rotate, retire and revoke signing keys',
  'audit:read': 'Search the audit records',
  'outbox:read': 'See mails and notices that wait',
  'outbox:write': 'Send or drop mails and notices that wait',
  'settings:read': 'See settings in force and what is wrong with them',
  'config:apply': 'Apply a registry',
} as const;
export type AdminScope = keyof typeof adminScopes;

/** The same sentences in German. */
const germanSentences: Readonly<Record<AdminScope, string>> = {
  'clients:read': 'Anwendungen und ihre Einstellungen sehen',
  'clients:write': 'Anwendungen anlegen, ändern, sperren und entfernen',
  'clients:secrets': 'Geheimnisse von Anwendungen erzeugen und entfernen',
  'resources:read': 'APIs und Rollen sehen',
  'resources:write': 'APIs und Rollen anlegen, ändern und entfernen',
  'connections:read': 'Anbieter sehen, mit denen sich Benutzer anmelden',
  'connections:write': 'Anbieter, mit denen sich Benutzer anmelden, anlegen, ändern, prüfen und entfernen',
  'users:read': 'Benutzer, ihre Sitzungen, Faktoren, Freigaben und Aktivitäten sehen',
  'users:write': 'Benutzer anlegen, ändern, sperren und löschen',
  'users:credentials': 'Passwörter und zweite Faktoren von Benutzern zurücksetzen und ihre API-Schlüssel widerrufen',
  'sessions:revoke': 'Sitzungen von Benutzern beenden und ihre Freigaben zurückziehen',
  'keys:read': 'Signaturschlüssel und ihren nächsten Wechsel sehen',
  'keys:rotate': 'Signaturschlüssel wechseln, ausmustern und widerrufen',
  'audit:read': 'Das Audit durchsuchen',
  'outbox:read': 'Wartende Mails und Benachrichtigungen sehen',
  'outbox:write': 'Wartende Mails und Benachrichtigungen senden oder verwerfen',
  'settings:read': 'Geltende Einstellungen sehen und was an ihnen nicht stimmt',
  'config:apply': 'Eine Registry anwenden',
};

const every = Object.keys(adminScopes) as AdminScope[];

/** The roles that the server declares for itself. Support sees no secrets and no keys, and resets no credentials. */
export const adminRoles = {
  operator: every,
  support: [
    'clients:read',
    'resources:read',
    'connections:read',
    'users:read',
    'users:write',
    'sessions:revoke',
    'audit:read',
    'outbox:read',
  ],
  auditor: every.filter((scope) => scope.endsWith(':read')),
} as const satisfies Readonly<Record<string, readonly AdminScope[]>>;

/** How a registry file names the admin API of whichever server it is applied to. */
export const adminPath = '/admin/v1';

/** The resource indicator of the admin API. */
export const adminIndicator = (issuer: string): string => `${issuer.replace(/\/$/u, '')}${adminPath}`;

/** What is stored of it. */
export function adminDefinition(issuer: string): Readonly<Record<string, unknown>> {
  const entry: z.input<typeof resource> = {
    indicator: adminIndicator(issuer),
    name: { en: 'Gatehouse admin API', de: 'Admin-API von Gatehouse' },
    scopes: Object.fromEntries(every.map((name) => [name, { en: adminScopes[name], de: germanSentences[name] }])),
  };
  const { indicator: _indicator, ...definition } = resource.parse(entry);
  return JSON.parse(JSON.stringify(definition)) as Record<string, unknown>;
}
