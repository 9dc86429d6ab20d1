import type { Sentences } from '@gatehouse/html';
import type { services as en } from '../en/services.ts';

export const services: Sentences<typeof en> = {
  intro:
    'Identifiants de programmes qui n’appartiennent à personne : un identifiant et un secret pour HTTP Basic, pour une API chacun.',
  add: 'Nouveau compte de service',
  addKey: 'Nouvelle clé d’API',
  keys: 'Clés d’API des utilisateurs',
  keysIntro:
    'Clés par lesquelles des programmes agissent au nom d’un utilisateur. Une nouvelle se crée sur la page de l’utilisateur.',
  owner: 'Utilisateur',
  loginHint: 'Avec quoi le programme se connecte.',
  nameHint: 'Pour les personnes qui regardent la liste.',
  api: 'API',
  apiHint: 'Une clé vaut pour une API, et ne permet pas plus que ce que vous choisissez ensuite.',
  noApis: 'Il n’y a pas encore d’API. Déclarez-en une d’abord.',
  next: 'Suivant',
  scopes: 'Ce qu’elle permet',
  lifetime: 'Durée de validité',
  lifetimes: { '30': '30 jours', '90': '90 jours', '365': 'Un an', never: 'Jusqu’à la révocation' },
  create: 'Créer',
  keyTitle: 'Copiez la clé d’API maintenant',
  keyAbout:
    'Qui la possède peut faire ce qu’elle permet. Elle n’est affichée que cette fois : copiez-la là où le programme la lit.',
  secretTitle: 'Copiez le secret maintenant',
  secretAbout:
    'Qui possède l’identifiant et le secret peut faire ce qu’ils permettent. Le secret n’est affiché que cette fois : copiez-le là où le programme le lit.',
  secret: 'Secret',
  apiKey: 'Clé d’API',
  done: 'Je l’ai copié',
  revoke: 'Révoquer le compte de service',
  revokeAbout: 'Les programmes qui l’utilisent cessent de fonctionner, définitivement.',
  revoked: 'Le compte de service est révoqué.',
};
