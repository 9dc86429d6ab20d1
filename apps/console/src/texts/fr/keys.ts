import type { Sentences } from '@gatehouse/html';
import type { keys as en } from '../en/keys.ts';

export const keys: Sentences<typeof en> = {
  intro:
    'Ce avec quoi le serveur signe. Il y a toujours une clé suivante, connue de tous avant de signer : une clé peut être remplacée à tout moment sans que personne ne le remarque.',
  key: 'Clé',
  state: 'État',
  plan: 'Ce qui se passe et quand',
  algorithm: 'Algorithme',
  purpose: 'Pour',
  created: 'Créée',
  history: 'Ce qui en a été fait',
  sees: 'maintenant',
  legendPublished: 'publiée',
  legendSigns: 'signe',
  publishedSince: 'Publiée {since}.',
  signsFrom: 'Elle prend le relais {from}.',
  waits: 'Elle prend le relais quand quelqu’un renouvelle les clés.',
  signsSince: 'A commencé à signer {since}.',
  signsUntil: 'La suivante prend le relais {until}.',
  signsOn: 'Elle signe jusqu’à ce que quelqu’un renouvelle les clés.',
  leaves: 'N’est plus publiée {gone}.',
  verifies: 'Elle ne signe plus ; ce qu’elle a signé reste valable.',
  rotates:
    'Une clé signe pendant {signs}. La suivante est publiée {ahead} avant de signer ; une clé retirée reste {retained}.',
  rotatesNever:
    'Les clés ne changent que sur demande. La suivante est publiée {ahead} avant de signer ; une clé retirée reste {retained}.',
  none: 'Il n’y a pas encore de clé de ce type. Le serveur en crée une quand il en a besoin.',
  rotate: 'Renouveler maintenant',
  rotateTitle: 'Renouveler les clés : {purpose}',
  rotateAbout:
    'La clé suivante prend le relais dès que tous peuvent la connaître. Rien ne casse : ce qui est signé reste valable.',
  rotated: 'La clé suivante prend le relais dès que possible.',
  retirePart: 'Mettre hors service',
  retireText:
    'Elle ne signe pas plus longtemps que nécessaire, une autre la remplace. Ce qu’elle a signé reste valable : personne ne le remarque.',
  retire: 'Retirer',
  retireTitle: 'Retirer une clé',
  retired: 'La clé est retirée.',
  revokePart: 'Elle a été volée, ou peut l’être',
  revoke: 'Révoquer',
  revokeTitle: 'Révoquer une clé',
  revoked: 'La clé est révoquée. Une autre signe.',
  purposes: {
    token: 'Jetons',
    cookie: 'Cookies des pages de connexion',
    'dpop-nonce': 'Nonces de DPoP',
    'refresh-token': 'Successeurs des jetons d’actualisation',
  },
  states: {
    next: 'suivante',
    current: 'signe',
    retired: 'retirée',
  },
  breaks: {
    token:
      'Tous les jetons qu’elle a signés sont refusés aussitôt : jetons d’accès par chaque API qui suit le serveur, jetons d’identité partout. Les applications doivent en obtenir d’autres. Les API qui gardent les clés en mémoire mettent quelques minutes à les relire.',
    cookie:
      'Tous les cookies qu’elle a signés sont nuls aussitôt : les utilisateurs se reconnectent, et les connexions en cours recommencent.',
    'dpop-nonce':
      'Tous les nonces qu’elle a créés sont nuls aussitôt : les applications en reçoivent un nouveau avec la réponse suivante, la plupart d’elles-mêmes.',
    'refresh-token':
      'Qui répète dans ces secondes une actualisation dont la réponse s’est perdue n’en reçoit pas : ces utilisateurs se reconnectent. Aucun jeton n’en devient nul.',
  },
};
