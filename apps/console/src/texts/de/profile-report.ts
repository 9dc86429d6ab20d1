import type { Sentences } from '@gatehouse/html';
import type { profileReport as en } from '../en/profile-report.ts';

export const profileReport: Sentences<typeof en> = {
  profile: 'Profil',
  intro:
    'Sagt, was gespeichert und eingestellt ist, für den Server, jede API und jeden eingeschalteten Client, und fragt nichts über das Netz. Anforderungen und Rat sind auf Englisch.',
  fails: 'Gilt nicht',
  noMust: 'Jedes geprüfte MUST gilt',
  others: 'Andere Regeln',
  rule: 'Regel',
  required: 'Verlangt',
  value: 'Wie es ist',
  advice: 'Was zu tun ist',
  kinds: {
    server: 'Server',
    resource: 'API',
    client: 'Client',
  },
  results: {
    holds: 'gilt',
    fails: 'gilt nicht',
    tested: 'durch die Tests dieser Version gezeigt',
    not_checked: 'nicht geprüft',
    not_applicable: 'trifft nicht zu',
  },
};
