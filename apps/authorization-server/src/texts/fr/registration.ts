import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'Créer un compte',
  heading: 'Créer un compte',
  name: 'Nom',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  submit: 'Créer un compte',
  haveAccount: 'Vous avez déjà un compte ?',
  signIn: 'Se connecter',
  agreement: 'Ces textes s’appliquent à votre compte :',
  link: 'Créer un compte',
  newHere: 'Nouveau ici ?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'Confirmez votre adresse e-mail',
  instruction:
    'Nous avons envoyé un e-mail à {address}. Ouvrez le lien qu’il contient, sur cet appareil ou un autre ; cette page continuera d’elle-même. Rien reçu ? Regardez dans vos courriers indésirables.',
  done: 'Je l’ai confirmée',
  resend: 'Renvoyer l’e-mail',
  sentAgain: 'L’e-mail est de nouveau en route. Seul le lien le plus récent fonctionne.',
  other: 'Recommencer avec une autre adresse',
  confirmedHeading: 'Votre adresse est confirmée',
  goOn: 'Vous pouvez maintenant continuer vers {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'Confirmez votre adresse e-mail',
  asked: 'Confirmez que {address} est votre adresse.',
  passwordNeeded:
    'Vous avez ouvert le lien dans un autre navigateur que celui où vous avez choisi votre mot de passe. Saisissez ce mot de passe, pour que nous sachions que c’était vous.',
  submit: 'Confirmer',
  notYou: 'Si vous n’avez pas créé de compte ici, fermez cette page. Il ne se passera rien.',
  done: 'Revenez à la page où vous avez commencé, ou connectez-vous.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'Changer d’adresse e-mail',
  consequence:
    'Nous envoyons un lien à la nouvelle adresse. Tant que vous ne l’avez pas ouvert, l’adresse actuelle reste.',
  next: 'Nouvelle adresse e-mail',
  submit: 'Envoyer le lien',
  sent: 'Nous avons envoyé un lien à {address}. Votre adresse change quand vous l’ouvrez.',
  confirmHeading: 'Utiliser cette adresse ?',
  confirmAsked: '{address} devient l’adresse de votre compte.',
  confirmSubmit: 'Utiliser cette adresse',
};

export const terms: Catalog['terms'] = {
  step: 'Conditions d’utilisation',
  heading: 'Conditions d’utilisation',
  asked: 'Avant de continuer vers {client}, veuillez lire et accepter les conditions d’utilisation.',
  read: 'Lire les conditions d’utilisation',
  accept: 'Accepter',
};
