import type { Catalog } from '../shape.ts';

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
  sign_in_code: {
    subject: 'Votre code pour {service}',
    body: 'Quelqu’un, probablement vous, vient de se connecter à {service} avec votre mot de passe. Saisissez-y ce code pour continuer. Il est valable une seule fois, pendant 10 minutes.',
    action: 'Votre code',
    note: 'Ne donnez ce code à personne. Si ce n’était pas vous, quelqu’un connaît votre mot de passe : choisissez-en immédiatement un nouveau.',
  },
  factors_removed: {
    subject: 'Votre deuxième étape à {service} a été retirée',
    body: 'Les responsables de {service} viennent de retirer de votre compte l’application d’authentification, les clés d’accès et les codes de secours, et tous les appareils ont été déconnectés. Vous vous connectez avec votre mot de passe et pouvez configurer de nouveau une deuxième étape.',
    action: 'Voir vos moyens de connexion',
    note: 'Si vous ne l’avez pas demandé, prévenez-les immédiatement et choisissez un nouveau mot de passe.',
  },
  recovery_codes_renewed: {
    subject: 'Nouveaux codes de secours pour {service}',
    body: 'De nouveaux codes de secours viennent d’être créés pour votre compte {service}. Les précédents ne sont plus valables.',
    action: 'Voir vos moyens de connexion',
    note: 'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe et vérifiez vos appareils.',
  },
  api_key_added: {
    subject: 'Une nouvelle clé d’API pour votre compte {service}',
    body: 'Une clé d’API vient d’être créée pour votre compte {service}. Les programmes qui l’ont peuvent agir en votre nom.',
    action: 'Voir vos clés d’API',
    note: 'Si ce n’était pas vous, révoquez-la immédiatement et choisissez un nouveau mot de passe.',
  },
  api_key_revoked: {
    subject: 'Une clé d’API de votre compte {service} a été révoquée',
    body: 'Une ou plusieurs clés d’API de votre compte {service} viennent d’être révoquées. Les programmes qui les ont ne peuvent plus agir en votre nom.',
    action: 'Voir vos clés d’API',
    note: 'Si ce n’était ni vous ni les responsables de {service}, choisissez immédiatement un nouveau mot de passe.',
  },
  invitation: {
    subject: 'Votre compte chez {service}',
    body: 'Les responsables de {service} ont créé un compte pour vous. Ouvrez le lien pour choisir un mot de passe. Il fonctionne une seule fois.',
    action: 'Choisir un mot de passe',
    note: 'Si vous n’attendiez rien de tel, ne faites rien : sans le lien, le compte reste fermé.',
  },
  confirm_address: {
    subject: 'Confirmez votre adresse e-mail pour {service}',
    body: 'Quelqu’un, sans doute vous, a créé un compte chez {service} avec cette adresse. Le lien fonctionne une seule fois, pendant 24 heures.',
    action: 'Confirmer l’adresse',
    note: 'Si ce n’était pas vous, ne faites rien : sans le lien, le compte est supprimé.',
  },
  address_taken: {
    subject: 'Vous avez déjà un compte chez {service}',
    body: 'Quelqu’un, sans doute vous, a voulu utiliser cette adresse pour un autre compte chez {service}. Vous en avez déjà un : connectez-vous, ou choisissez un nouveau mot de passe si vous avez oublié l’ancien.',
    action: 'Se connecter',
    note: 'Si ce n’était pas vous, ne faites rien : personne n’a appris que vous avez un compte.',
  },
  change_address: {
    subject: 'Confirmez votre nouvelle adresse e-mail pour {service}',
    body: 'Quelqu’un, sans doute vous, veut désormais utiliser cette adresse pour un compte chez {service}. Le lien fonctionne une seule fois, pendant 24 heures.',
    action: 'Confirmer l’adresse',
    note: 'Si ce n’était pas vous, ne faites rien : le compte garde son adresse.',
  },
  email_changed: {
    subject: 'Votre adresse e-mail pour {service} a changé',
    body: 'L’adresse e-mail de votre compte chez {service} vient d’être changée. Désormais, les e-mails vont à la nouvelle.',
    action: 'Voir votre compte',
    note: 'Si ce n’était pas vous, prévenez aussitôt les responsables de {service}.',
  },
  password_changed: {
    subject: 'Votre mot de passe pour {service} a été modifié',
    body: 'Le mot de passe de votre compte {service} vient d’être modifié, et tous les autres appareils ont été déconnectés.',
    action: 'Voir votre compte',
    note: 'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe et vérifiez vos appareils.',
  },
};
