import type { Sentences } from '@gatehouse/html';
import type { settings as en } from '../en/settings.ts';

export const settings: Sentences<typeof en> = {
  intro:
    'Ce qui est en vigueur sur l’instance qui a répondu. Les secrets ne sont pas affichés. Les réglages se changent là où le serveur est démarré.',
  name: 'Réglage',
  value: 'Valeur',
  contains: 'Le nom contient',
};
