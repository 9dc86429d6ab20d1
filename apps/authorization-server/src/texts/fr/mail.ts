import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Bonjour {name},',
  reason:
    'Vous recevez cet e-mail parce que {address} appartient à un compte {service} ou a été indiquée pour un compte.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Choisissez un nouveau mot de passe pour {service}',
    body: 'Un nouveau mot de passe a été demandé pour votre compte {service}. Le lien ne sert qu’une fois, pendant 30 minutes.',
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
    body: 'Votre mot de passe vient d’être utilisé pour se connecter à {service}. Saisissez-y ce code pour continuer. Il est valable une seule fois, pendant 10 minutes.',
    action: 'Votre code',
    note: 'Ne donnez ce code à personne. Si ce n’était pas vous, quelqu’un connaît votre mot de passe : choisissez-en immédiatement un nouveau.',
  },
  identity_linked: {
    subject: 'Un compte a été associé pour la connexion à {service}',
    body: 'Un compte que vous avez ailleurs vient d’être associé à votre compte {service}. Il permet désormais de se connecter.',
    action: 'Voir vos moyens de connexion',
    note: 'Si ce n’était pas vous, dissociez-le immédiatement et vérifiez vos appareils.',
  },
  identity_unlinked: {
    subject: 'Un compte a été dissocié de {service}',
    body: 'Un compte que vous avez ailleurs vient d’être dissocié de votre compte {service}. Il ne permet plus de se connecter.',
    action: 'Voir vos moyens de connexion',
    note: 'Si ce n’était pas vous, vérifiez immédiatement vos moyens de connexion et contactez l’assistance de {service}.',
  },
  factors_removed: {
    subject: 'La validation en deux étapes a été retirée de votre compte {service}',
    body: 'Un administrateur de {service} vient de retirer de votre compte l’application d’authentification, les clés d’accès et les codes de secours, et tous les appareils ont été déconnectés. Vous vous connectez avec votre mot de passe et pouvez configurer de nouveau la validation en deux étapes.',
    action: 'Voir vos moyens de connexion',
    note: 'Si vous ne l’avez pas demandé, prévenez immédiatement votre administrateur et choisissez un nouveau mot de passe.',
  },
  recovery_codes_renewed: {
    subject: 'Nouveaux codes de secours pour {service}',
    body: 'De nouveaux codes de secours viennent d’être créés pour votre compte {service}. Les précédents ne sont plus valables.',
    action: 'Voir vos moyens de connexion',
    note: 'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe et vérifiez vos appareils.',
  },
  api_key_added: {
    subject: 'Une nouvelle clé d’API pour votre compte {service}',
    body: 'Une clé d’API vient d’être créée pour votre compte {service}. Les applications qui l’ont peuvent agir en votre nom.',
    action: 'Voir vos clés d’API',
    note: 'Si ce n’était pas vous, révoquez-la immédiatement et choisissez un nouveau mot de passe.',
  },
  api_key_revoked: {
    subject: 'Une clé d’API de votre compte {service} a été révoquée',
    body: 'Une ou plusieurs clés d’API de votre compte {service} viennent d’être révoquées. Les applications qui les utilisent ne peuvent plus agir en votre nom.',
    action: 'Voir vos clés d’API',
    note: 'Si ce n’était ni vous ni un administrateur de {service}, choisissez immédiatement un nouveau mot de passe.',
  },
  invitation: {
    subject: 'Votre compte {service}',
    body: 'Un administrateur de {service} a créé un compte pour vous. Ouvrez le lien pour choisir un mot de passe. Il ne sert qu’une fois.',
    action: 'Choisir un mot de passe',
    note: 'Si vous n’attendiez rien de tel, ne faites rien : sans le lien, personne ne peut utiliser le compte.',
  },
  confirm_address: {
    subject: 'Confirmez votre adresse e-mail pour {service}',
    body: 'Un compte {service} a été créé avec cette adresse e-mail. Le lien ne sert qu’une fois, pendant 24 heures.',
    action: 'Confirmer l’adresse',
    note: 'Si ce n’était pas vous, ne faites rien : un compte dont l’adresse n’est pas confirmée est supprimé.',
  },
  address_taken: {
    subject: 'Vous avez déjà un compte {service}',
    body: 'Cette adresse e-mail a été indiquée pour un nouveau compte {service}. Vous en avez déjà un : connectez-vous, ou choisissez un nouveau mot de passe si vous avez oublié l’ancien.',
    action: 'Se connecter',
    note: 'Si ce n’était pas vous, ne faites rien : personne n’a appris que vous avez un compte.',
  },
  change_address: {
    subject: 'Confirmez votre nouvelle adresse e-mail pour {service}',
    body: 'Cette adresse e-mail a été indiquée comme nouvelle adresse d’un compte {service}. Le lien ne sert qu’une fois, pendant 24 heures.',
    action: 'Confirmer l’adresse',
    note: 'Si ce n’était pas vous, ne faites rien : le compte garde son adresse.',
  },
  email_changed: {
    subject: 'Votre adresse e-mail pour {service} a changé',
    body: 'L’adresse e-mail de votre compte {service} vient d’être changée. Désormais, les e-mails vont à la nouvelle.',
    action: 'Voir votre compte',
    note: 'Si ce n’était pas vous, prévenez immédiatement un administrateur de {service}.',
  },
  password_changed: {
    subject: 'Votre mot de passe pour {service} a été modifié',
    body: 'Le mot de passe de votre compte {service} vient d’être modifié, et tous les autres appareils ont été déconnectés.',
    action: 'Voir votre compte',
    note: 'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe et vérifiez vos appareils.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice:
    'Si ce n’était pas vous, vérifiez immédiatement vos moyens de connexion et contactez l’assistance de {service}.',
  reset_password: {
    subject: 'Choisissez un mot de passe pour {service}',
    body: 'Un mot de passe a été demandé pour votre compte {service}. Il n’en a pas : vous vous connectez autrement et pouvez continuer ainsi. Si vous souhaitez un mot de passe, choisissez-le avec le lien. Il ne sert qu’une fois, pendant 30 minutes.',
    action: 'Choisir un mot de passe',
    note: 'Si ce n’était pas vous, ne faites rien : votre compte reste sans mot de passe.',
  },
  factors_removed: {
    body: 'Un administrateur de {service} vient de retirer de votre compte l’application d’authentification, les clés d’accès et les codes de secours, et tous les appareils ont été déconnectés. Votre compte n’a pas de mot de passe : connectez-vous avec un compte que vous avez ailleurs, ou choisissez un mot de passe sur la page de connexion.',
    note: 'Si vous ne l’avez pas demandé, prévenez immédiatement votre administrateur.',
  },
  sign_in_code: {
    body: 'Un compte que vous avez ailleurs vient d’être utilisé pour se connecter à {service}. Saisissez-y ce code pour continuer. Il est valable une seule fois, pendant 10 minutes.',
    note: 'Ne donnez ce code à personne. Si ce n’était pas vous, sécurisez immédiatement cet autre compte.',
  },
};
