import type { Sentences } from '@gatehouse/html';
import type { profileReport as en } from '../en/profile-report.ts';

export const profileReport: Sentences<typeof en> = {
  profile: 'Profil',
  intro:
    'Dit ce qui est enregistré et réglé, pour le serveur, chaque API et chaque client actif, et ne demande rien par le réseau. Exigences et conseils sont en anglais.',
  fails: 'Non respecté',
  noMust: 'Chaque MUST vérifié est respecté',
  others: 'Autres règles',
  rule: 'Règle',
  required: 'Exigé',
  value: 'En l’état',
  advice: 'Que faire',
  kinds: {
    server: 'Serveur',
    resource: 'API',
    client: 'Client',
  },
  results: {
    holds: 'respecté',
    fails: 'non respecté',
    tested: 'montré par les tests de cette version',
    not_checked: 'non vérifié',
    not_applicable: 'sans objet',
  },
};
