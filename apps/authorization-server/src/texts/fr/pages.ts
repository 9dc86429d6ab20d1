import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** French; people are addressed as "vous". Spaces before double punctuation do not break. */
export const fr: Catalog = {
  language: 'fr',
  direction: 'ltr',

  titleWithError: 'Erreur : {title}',
  title: '{step} – {name}',
  counts: {
    characters: { one: '{count} caractère', other: '{count} caractères' },
  },
  cancel: 'Annuler',
  help: 'Aide',
  continue: 'Continuer',
  manageAccount: 'Gérer votre compte',
  signedInAs: 'Connexion en tant que {account}',
  errorLabel: 'Erreur',
  showPassword: 'Afficher le mot de passe',
  typed: '{typed} sur {least}',
  copy: 'Copier',
  copied: 'Copié',
  justNow: 'à l’instant',

  signIn: {
    step: 'Connexion',
    heading: 'Connexion',
    continueTo: 'pour continuer vers {client}',
    manageAccount: 'pour gérer votre compte',
    login: 'Nom d’utilisateur ou adresse e-mail',
    password: 'Mot de passe',
    forgot: 'Mot de passe oublié ?',
    submit: 'Se connecter',
    or: 'ou',
    passkey: 'Se connecter avec une clé d’accès',
    withPassword: 'Se connecter avec un mot de passe',
    again: {
      step: 'Confirmez que c’est bien vous',
      heading: 'Heureux de vous revoir, {name}',
      reason: '{client} vous demande de saisir à nouveau votre mot de passe.',
      submit: 'Continuer',
    },
    otherWays: 'Utilisez une clé d’accès ou réinitialisez votre mot de passe.',
  },

  upstream: {
    continueWith: 'Continuer avec {name}',
    connect: {
      step: 'Associer votre compte',
      heading: 'Associer {name} à votre compte',
      reason:
        'Connectez-vous avec le mot de passe que vous avez ici, et non celui de {name}, ou comme d’habitude ici. Ensuite, vous pourrez aussi utiliser {name}.',
      who: 'Chez {name}, vous êtes {who}.',
      create: 'Je n’ai pas encore de compte',
    },
  },

  secondFactor: {
    step: 'Validation en deux étapes',
    heading: 'Saisissez votre code',
    totp: 'Ouvrez votre application d’authentification et saisissez le code qu’elle affiche pour ce compte.',
    email: 'Nous avons envoyé un code à {address}. Il peut mettre une minute à arriver.',
    recoveryCode:
      'Saisissez l’un des codes de secours que vous avez enregistrés lors de la configuration de la validation en deux étapes. Chaque code ne sert qu’une fois.',
    passkeyHeading: 'Utilisez votre clé d’accès',
    passkey: 'Confirmez que c’est bien vous avec votre empreinte, votre visage ou le verrouillage de votre appareil.',
    passkeySubmit: 'Utiliser une clé d’accès',
    code: 'Code (6 chiffres)',
    recoveryCodeLabel: 'Code de secours',
    submit: 'Continuer',
    resend: 'Envoyer un nouveau code',
    instead: {
      totp: 'Utiliser l’application d’authentification',
      recovery_code: 'Utiliser un code de secours',
      email: 'Recevoir un code par e-mail',
      passkey: 'Utiliser une clé d’accès',
    },
  },

  passkey: {
    failed: 'Cela n’a pas fonctionné ou a été annulé. Réessayez ou utilisez un autre moyen.',
    known: 'Cet appareil a déjà une clé d’accès pour votre compte.',
    needsScript: 'Les clés d’accès ont besoin de JavaScript, qui ne fonctionne pas ici. Utilisez un autre moyen.',
  },

  addTotp: {
    step: 'Configurer une application d’authentification',
    heading: 'Configurer une application d’authentification',
    asked:
      '{client} exige la validation en deux étapes. Configurez une application d’authentification une fois ; ensuite, cela ne prend que quelques secondes.',
    openApp:
      'Ouvrez une application d’authentification sur votre téléphone et choisissez d’ajouter un compte. Toute application de codes à usage unique convient.',
    openHere: 'Ouvrir dans l’application d’authentification',
    scan: 'Scannez ce code, ou saisissez la clé indiquée en dessous.',
    qrLabel: 'QR code pour l’application d’authentification',
    typeInstead: 'Clé',
    enterCode: 'Saisissez le code que l’application affiche maintenant.',
  },

  recoveryCodes: {
    step: 'Enregistrez vos codes de secours',
    heading: 'Enregistrez vos codes de secours',
    purpose: 'Si vous perdez votre téléphone, l’un de ces codes vous permet d’entrer. Chacun ne sert qu’une fois.',
    once: 'Ils ne sont affichés que maintenant. Imprimez-les ou placez-les dans un gestionnaire de mots de passe, pas sur le téléphone lui-même.',
    submit: 'J’ai enregistré ces codes',
    download: 'Télécharger',
    print: 'Imprimer',
  },

  register,
  verifyEmail,
  confirmEmail,
  changeEmail,
  terms,
  account,
  events,
  mailFrame,
  mails,
  mailsWithoutPassword,

  invitation: {
    heading: 'Bienvenue',
    consequence:
      'Un compte a été créé pour vous ; vous vous connectez sous le nom {login}. Choisissez un mot de passe.',
    doneHeading: 'Votre compte est prêt',
    done: 'Connectez-vous désormais avec ce mot de passe.',
  },

  recovery: {
    heading: 'Mot de passe oublié ?',
    instruction:
      'Saisissez votre nom d’utilisateur ou votre adresse e-mail. Si ce compte existe, nous envoyons un lien à son adresse e-mail.',
    submit: 'Envoyer le lien',
    sentHeading: 'Consultez votre messagerie',
    sent: 'Si ce compte existe, un lien est en route. Il ne sert qu’une fois, pendant 30 minutes. Si rien n’arrive, regardez dans le dossier des indésirables.',
    resend: 'Renvoyer',
    resetHeading: 'Choisissez un nouveau mot de passe',
    resetConsequence: 'Vous serez déconnecté partout, et les applications devront vous redemander l’accès.',
    doneHeading: 'Votre mot de passe est modifié',
    done: 'Vous êtes déconnecté partout. Connectez-vous désormais avec le nouveau mot de passe.',
  },

  consent: {
    step: 'Autoriser l’accès',
    heading: '{client} demande un accès',
    site: 'Site web : {host}',
    account: 'Vous êtes connecté en tant que {account}',
    otherAccount: 'Ce n’est pas vous ? Utiliser un autre compte',
    yourAccount: 'Votre compte',
    mayDo: '{client} pourra :',
    returnTo: 'Quel que soit votre choix, vous retournerez à {origin}',
    policy: 'Politique de confidentialité',
    terms: 'Conditions d’utilisation',
    accept: 'Autoriser',
    cancel: 'Refuser',
    untilSignOut: 'L’accès prend fin à votre déconnexion, et au plus tard au bout de {duration}.',
    whileAway: 'L’accès continue en votre absence, pendant {duration} au maximum.',
  },

  unchecked: {
    heading: 'Une application à l’adresse {client} demande un accès',
    headingOnDevice: 'Une application de cet appareil demande un accès',
    headingOfDocumentOnDevice: 'Une application de cet appareil demande un accès au nom de {client}',
    callsItself: 'L’application se nomme elle-même « {client} ».',
    onDevice: 'Application de votre appareil',
    onDeviceCalled: 'Application de votre appareil : « {client} »',
    continueToDevice: 'pour continuer vers une application de cet appareil',
    notice: 'Personne n’a vérifié cette application.',
    ofDocument:
      'Seule son adresse est connue : {host}. N’autorisez l’accès que si vous connaissez cette adresse et venez d’en faire vous-même la demande.',
    ofDynamic:
      'Elle s’est enregistrée elle-même et son nom peut être inventé. N’autorisez l’accès que si vous venez d’en faire vous-même la demande.',
    documentOnDevice:
      'N’importe quelle application de cet appareil peut se faire passer pour {host}. N’autorisez l’accès que si vous venez d’en faire vous-même la demande, dans une application de confiance.',
    dynamicOnDevice:
      'Son nom peut être inventé, et n’importe quelle application de cet appareil peut recevoir l’accès. Ne l’autorisez que si vous venez d’en faire vous-même la demande, dans une application de confiance.',
    mayDo: 'Cette application pourra :',
    returnTo: 'Vous serez redirigé vers {host}',
    returnToDevice: 'Vous serez redirigé vers cet appareil : {host}',
  },

  scopes: {
    openid: 'Vous connecter',
    profile: 'Voir votre nom, votre nom d’utilisateur et votre langue',
    email: 'Voir votre adresse e-mail',
    address: 'Voir votre adresse postale',
    phone: 'Voir votre numéro de téléphone',
    groups: 'Voir vos groupes et vos rôles',
    offline_access: 'Conserver cet accès en votre absence',
  },
  claimSentence: 'Voir l’information « {claim} » de votre compte',
  scopeWithoutSentence: 'Utiliser l’autorisation « {scope} »',

  selectAccount: {
    step: 'Choisir un compte',
    heading: 'Choisissez un compte',
    continueTo: 'pour continuer vers {client}',
    other: 'Utiliser un autre compte',
  },

  logout: {
    step: 'Déconnexion',
    heading: 'Voulez-vous vous déconnecter ?',
    asked: '{client} demande votre déconnexion.',
    consequence: 'Cela met fin à votre session ici. Les applications pourront vous demander de vous reconnecter.',
    opened: 'Ouvertes avec ce compte :',
    signedInAs: 'Vous êtes connecté en tant que {account}',
    submit: 'Se déconnecter',
    anyway: 'Se déconnecter quand même',
    cancel: 'Rester connecté',
    doneStep: 'Déconnexion terminée',
    doneHeading: 'Vous êtes déconnecté',
    done: 'Si d’autres personnes utilisent aussi cet ordinateur, fermez maintenant toutes les fenêtres de ce navigateur.',
    backTo: 'Retour à {client}',
    again: 'Se reconnecter',
  },

  device: {
    codeStep: 'Connecter un appareil',
    codeHeading: 'Connecter un appareil',
    codeInstruction: 'Saisissez le code affiché par votre appareil.',
    code: 'Code de l’appareil',
    codeSubmit: 'Continuer',
    confirmStep: 'Vérifier le code',
    confirmHeading: 'Est-ce le code affiché par votre appareil ?',
    confirmInstruction: '{client} veut utiliser votre compte sur un autre appareil.',
    warning:
      'Ne continuez que si vous avez commencé cela vous-même et que l’appareil est devant vous. Si quelqu’un vous a envoyé le code, ne continuez pas.',
    from: 'Demandé depuis {address}',
    accept: 'Oui, continuer',
    cancel: 'Non, annuler',
    doneStep: 'Appareil connecté',
    doneHeading: 'Votre appareil est connecté',
    done: 'Vous pouvez fermer cette fenêtre et continuer avec {client} sur votre appareil.',
  },

  continuePage: {
    step: 'Continuer',
    heading: 'Encore une étape',
    instruction: 'Appuyez sur le bouton pour continuer vers {client}.',
  },

  formErrors,
  errorPage,
  errors,
};
