import type { Catalog } from './shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Bonjour {name},',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Choisissez un nouveau mot de passe pour {service}',
    body: 'Quelqu’un, probablement vous, a demandé un nouveau mot de passe pour votre compte {service}. Le lien ne sert qu’une fois, pendant 30 minutes.',
    action: 'Choisir un nouveau mot de passe',
    note: 'Si ce n’était pas vous, ne faites rien : votre mot de passe reste inchangé.',
  },
  factor_added: {
    subject: 'Un nouveau moyen de connexion à {service}',
    body: 'Une clé d’accès ou une application d’authentification vient d’être ajoutée à votre compte {service}.',
    action: 'Voir vos moyens de connexion',
    note: 'Si ce n’était pas vous, retirez-la immédiatement et choisissez un nouveau mot de passe.',
  },
  factor_removed: {
    subject: 'Un moyen de connexion à {service} a été retiré',
    body: 'Une clé d’accès ou une application d’authentification vient d’être retirée de votre compte {service}.',
    action: 'Voir vos moyens de connexion',
    note: 'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe et vérifiez vos appareils.',
  },
  password_changed: {
    subject: 'Votre mot de passe pour {service} a été modifié',
    body: 'Le mot de passe de votre compte {service} vient d’être modifié, et tous les autres appareils ont été déconnectés.',
    action: 'Voir votre compte',
    note: 'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe et vérifiez vos appareils.',
  },
};
