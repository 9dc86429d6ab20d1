import type { Sentences } from '@gatehouse/html';
import type { userActs as en } from '../en/user-acts.ts';

export const userActs: Sentences<typeof en> = {
  enable: {
    label: 'Réactiver',
    about: 'L’utilisateur peut de nouveau se connecter. Ce qui a pris fin à la désactivation reste fini.',
    done: 'L’utilisateur est réactivé.',
  },
  unlock: {
    label: 'Débloquer',
    about:
      'Oublie les mots de passe et codes erronés, pour que l’utilisateur n’ait pas à attendre avant un nouvel essai.',
    done: 'La connexion est de nouveau possible.',
  },
  'end-session': {
    label: 'Fermer la session',
    about: 'L’utilisateur y est déconnecté, et les applications ouvertes depuis elle sont prévenues.',
    done: 'La session est fermée.',
  },
  'end-sessions': {
    label: 'Déconnecter partout',
    about:
      'Ferme toutes les sessions, et met fin à ce que les applications peuvent faire pour l’utilisateur. Il peut se reconnecter aussitôt.',
    done: 'L’utilisateur est déconnecté partout.',
  },
  'revoke-grant': {
    label: 'Révoquer l’accès',
    about: 'L’application perd ses jetons, et redemande à l’utilisateur la prochaine fois.',
    done: 'L’accès est révoqué.',
  },
  'revoke-grants': {
    label: 'Révoquer tous les accès',
    about:
      'Toutes les applications perdent leurs jetons, et redemandent à l’utilisateur la prochaine fois. Les sessions restent.',
    done: 'Tous les accès sont révoqués.',
  },
  'unlink-identity': {
    label: 'Dissocier',
    about:
      'L’utilisateur ne se connecte plus avec elle, et les sessions qui ont commencé par elle se terminent. Il en est averti par courriel.',
    done: 'L’identité est dissociée.',
  },
  'revoke-api-key': {
    label: 'Révoquer la clé d’API',
    about: 'Les programmes qui l’utilisent cessent de fonctionner, définitivement.',
    done: 'La clé d’API est révoquée.',
  },
  'revoke-api-keys': {
    label: 'Révoquer toutes les clés d’API',
    about: 'Les programmes qui les utilisent cessent de fonctionner, définitivement.',
    done: 'Toutes les clés d’API sont révoquées.',
  },
  'remove-factors': {
    label: 'Retirer les seconds facteurs',
    about:
      'Pour un utilisateur qui a perdu son téléphone. Assurez-vous que c’est bien lui qui demande : ensuite le mot de passe seul suffit. Ferme toutes les sessions ; l’utilisateur est prévenu.',
    done: 'Les seconds facteurs sont retirés.',
  },
  disable: {
    label: 'Désactiver',
    about: 'L’utilisateur ne peut plus se connecter, et tout ce qu’il a prend fin aussitôt. Vous pouvez le réactiver.',
    done: 'L’utilisateur est désactivé.',
  },
  delete: {
    label: 'Supprimer',
    about: 'Retire l’utilisateur et tout ce qui est conservé de lui, sauf l’audit. C’est irréversible.',
    done: 'L’utilisateur est supprimé.',
  },
};
