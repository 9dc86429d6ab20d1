import type { Sentences } from '@gatehouse/html';
import type { outbox as en } from '../en/outbox.ts';

export const outbox: Sentences<typeof en> = {
  intro:
    'E-mails aux utilisateurs et messages aux applications qui n’ont pas encore été envoyés. Leur contenu n’est pas affiché : les liens qu’ils contiennent sont secrets.',
  kind: 'Type',
  mail: 'E-mail',
  attempts: 'Essais',
  due: 'Prochain essai',
  created: 'Créé',
  expires: 'Abandon',
  failure: 'Dernier échec',
  retry: 'Envoyer',
  drop: 'Abandonner',
  retryTitle: 'Envoyer tout de suite',
  dropTitle: 'Abandonner : jamais envoyé',
  retried: 'L’envoi suit.',
  dropped: 'C’est abandonné.',
};
