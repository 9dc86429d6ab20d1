import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Dutch; people are addressed as "je". */
export const nl: Catalog = {
  language: 'nl',
  direction: 'ltr',

  titleWithError: 'Fout: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { one: '{count} teken', other: '{count} tekens' },
  },
  cancel: 'Annuleren',
  help: 'Hulp',
  continue: 'Doorgaan',
  manageAccount: 'Je account beheren',
  signedInAs: 'Inloggen als {account}',
  errorLabel: 'Fout',
  showPassword: 'Wachtwoord tonen',
  typed: '{typed} van {least}',
  copy: 'Kopiëren',
  copied: 'Gekopieerd',
  justNow: 'zojuist',

  signIn: {
    step: 'Inloggen',
    heading: 'Inloggen',
    continueTo: 'om door te gaan naar {client}',
    manageAccount: 'om je account te beheren',
    login: 'Gebruikersnaam of e-mailadres',
    password: 'Wachtwoord',
    forgot: 'Wachtwoord vergeten?',
    submit: 'Inloggen',
    or: 'of',
    passkey: 'Inloggen met een toegangssleutel',
    withPassword: 'Inloggen met een wachtwoord',
    again: {
      step: 'Bevestig dat jij het bent',
      heading: 'Welkom terug, {name}',
      reason: '{client} vraagt je om je wachtwoord opnieuw in te voeren.',
      submit: 'Doorgaan',
    },
    otherWays: 'Gebruik een toegangssleutel of stel je wachtwoord opnieuw in.',
  },

  upstream: {
    continueWith: 'Doorgaan met {name}',
    connect: {
      step: 'Uw account koppelen',
      heading: '{name} aan uw account koppelen',
      reason:
        'Log in met het wachtwoord dat u hier hebt, niet met dat van {name}, of zoals u dat hier gewoonlijk doet. Daarna kunt u ook {name} gebruiken.',
      who: 'Bij {name} bent u {who}.',
      create: 'Ik heb nog geen account',
    },
  },

  secondFactor: {
    step: 'Verificatie in twee stappen',
    heading: 'Voer je code in',
    totp: 'Open je authenticator-app en voer de code in die de app voor dit account toont.',
    email: 'We hebben een code naar {address} gestuurd. Het kan een minuut duren voordat die aankomt.',
    recoveryCode:
      'Voer een van de herstelcodes in die je hebt bewaard toen je verificatie in twee stappen instelde. Elke code werkt één keer.',
    code: 'Code (6 cijfers)',
    recoveryCodeLabel: 'Herstelcode',
    passkeyHeading: 'Gebruik je toegangssleutel',
    passkey: 'Bevestig met je vingerafdruk, je gezicht of de vergrendeling van je apparaat dat jij het bent.',
    passkeySubmit: 'Toegangssleutel gebruiken',
    submit: 'Doorgaan',
    resend: 'Nieuwe code sturen',
    instead: {
      totp: 'De authenticator-app gebruiken',
      recovery_code: 'Een herstelcode gebruiken',
      email: 'Een code per e-mail ontvangen',
      passkey: 'Een toegangssleutel gebruiken',
    },
  },

  passkey: {
    failed: 'Dat is niet gelukt of het is geannuleerd. Probeer het opnieuw of kies een andere manier.',
    known: 'Dit apparaat heeft al een toegangssleutel voor je account.',
    needsScript: 'Toegangssleutels hebben JavaScript nodig, en dat werkt hier niet. Kies een andere manier.',
  },

  addTotp: {
    step: 'Authenticator-app instellen',
    heading: 'Stel een authenticator-app in',
    asked:
      '{client} vereist verificatie in twee stappen. Stel één keer een authenticator-app in; daarna kost het maar een paar seconden.',
    openApp:
      'Open een authenticator-app op je telefoon en kies ervoor om een account toe te voegen. Elke app voor eenmalige codes is geschikt.',
    openHere: 'Openen in authenticator-app',
    scan: 'Scan deze code of voer de sleutel in die eronder staat.',
    qrLabel: 'QR-code voor de authenticator-app',
    typeInstead: 'Sleutel',
    enterCode: 'Voer de code in die de app nu toont.',
  },

  recoveryCodes: {
    step: 'Bewaar je herstelcodes',
    heading: 'Bewaar je herstelcodes',
    purpose: 'Als je je telefoon kwijtraakt, kun je met een van deze codes inloggen. Elke code werkt één keer.',
    once: 'Je ziet ze alleen nu. Druk ze af of bewaar ze in een wachtwoordmanager, niet op de telefoon zelf.',
    submit: 'Ik heb deze codes bewaard',
    download: 'Downloaden',
    print: 'Afdrukken',
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
    heading: 'Welkom',
    consequence: 'Er is een account voor je gemaakt; je logt in als {login}. Kies er een wachtwoord voor.',
    doneHeading: 'Je account is klaar',
    done: 'Vanaf nu log je in met dit wachtwoord.',
  },

  recovery: {
    heading: 'Wachtwoord vergeten?',
    instruction:
      'Voer je gebruikersnaam of e-mailadres in. Als dat account bestaat, sturen we een link naar het e-mailadres ervan.',
    submit: 'Link sturen',
    sentHeading: 'Bekijk je e-mail',
    sent: 'Als dat account bestaat, is er een link onderweg. Die werkt één keer, gedurende 30 minuten. Komt er niets aan? Kijk dan in je spammap.',
    resend: 'Opnieuw sturen',
    resetHeading: 'Kies een nieuw wachtwoord',
    resetConsequence: 'Je wordt overal uitgelogd, en applicaties moeten je opnieuw om toegang vragen.',
    doneHeading: 'Je wachtwoord is gewijzigd',
    done: 'Je bent overal uitgelogd. Log vanaf nu in met het nieuwe wachtwoord.',
  },

  consent: {
    step: 'Toegang toestaan',
    heading: '{client} vraagt om toegang',
    site: 'Website: {host}',
    account: 'Je bent ingelogd als {account}',
    otherAccount: 'Ben jij dit niet? Gebruik een ander account',
    yourAccount: 'Je account',
    mayDo: '{client} kan dan:',
    returnTo: 'Wat je ook kiest, je gaat terug naar {origin}',
    policy: 'Privacybeleid',
    terms: 'Servicevoorwaarden',
    accept: 'Toestaan',
    cancel: 'Niet toestaan',
    untilSignOut: 'De toegang eindigt als je uitlogt, en uiterlijk na {duration}.',
    whileAway: 'De toegang blijft ook bestaan als je er niet bent, maximaal {duration}.',
  },

  unchecked: {
    heading: 'Een applicatie op {client} vraagt om toegang',
    headingOnDevice: 'Een app op dit apparaat vraagt om toegang',
    headingOfDocumentOnDevice: 'Een app op dit apparaat vraagt om toegang namens {client}',
    callsItself: 'De applicatie noemt zichzelf “{client}”.',
    onDevice: 'App op je apparaat',
    onDeviceCalled: 'App op je apparaat: “{client}”',
    continueToDevice: 'om door te gaan naar een app op dit apparaat',
    notice: 'Niemand heeft deze applicatie gecontroleerd.',
    ofDocument:
      'Alleen het adres is bekend: {host}. Sta de toegang alleen toe als je dit adres kent en hier net zelf om hebt gevraagd.',
    ofDynamic:
      'De applicatie heeft zichzelf geregistreerd en de naam kan verzonnen zijn. Sta de toegang alleen toe als je hier net zelf om hebt gevraagd.',
    documentOnDevice:
      'Elke app op dit apparaat kan zich voordoen als {host}. Sta de toegang alleen toe als je hier net zelf om hebt gevraagd, in een app die je vertrouwt.',
    dynamicOnDevice:
      'De naam kan verzonnen zijn, en elke app op dit apparaat kan de toegang ontvangen. Sta die alleen toe als je hier net zelf om hebt gevraagd, in een app die je vertrouwt.',
    mayDo: 'Deze applicatie kan dan:',
    returnTo: 'Je gaat terug naar {host}',
    returnToDevice: 'Je gaat terug naar dit apparaat: {host}',
  },

  scopes: {
    openid: 'Je laten inloggen',
    profile: 'Je naam, gebruikersnaam en taal bekijken',
    email: 'Je e-mailadres bekijken',
    address: 'Je postadres bekijken',
    phone: 'Je telefoonnummer bekijken',
    groups: 'Je groepen en rollen bekijken',
    offline_access: 'Deze toegang houden als je er niet bent',
  },
  claimSentence: 'Het gegeven “{claim}” van je account bekijken',
  scopeWithoutSentence: 'De machtiging “{scope}” gebruiken',

  selectAccount: {
    step: 'Kies een account',
    heading: 'Kies een account',
    continueTo: 'om door te gaan naar {client}',
    other: 'Een ander account gebruiken',
  },

  logout: {
    step: 'Uitloggen',
    heading: 'Uitloggen?',
    asked: '{client} vraagt om je uit te loggen.',
    consequence: 'Hiermee eindigt je sessie hier. Applicaties kunnen je vragen om opnieuw in te loggen.',
    opened: 'Geopend met dit account:',
    signedInAs: 'Je bent ingelogd als {account}',
    submit: 'Uitloggen',
    anyway: 'Toch uitloggen',
    cancel: 'Ingelogd blijven',
    doneStep: 'Uitgelogd',
    doneHeading: 'Je bent uitgelogd',
    done: 'Gebruiken anderen deze computer ook? Sluit dan nu alle vensters van deze browser.',
    backTo: 'Terug naar {client}',
    again: 'Opnieuw inloggen',
  },

  device: {
    codeStep: 'Apparaat koppelen',
    codeHeading: 'Koppel een apparaat',
    codeInstruction: 'Voer de code in die je apparaat toont.',
    code: 'Code van het apparaat',
    codeSubmit: 'Doorgaan',
    confirmStep: 'Controleer de code',
    confirmHeading: 'Is dit de code op je apparaat?',
    confirmInstruction: '{client} wil je account op een ander apparaat gebruiken.',
    warning:
      'Ga alleen door als je hier zelf mee bent begonnen en het apparaat voor je staat. Heeft iemand je de code gestuurd? Ga dan niet door.',
    from: 'Aangevraagd vanaf {address}',
    accept: 'Ja, doorgaan',
    cancel: 'Nee, annuleren',
    doneStep: 'Apparaat gekoppeld',
    doneHeading: 'Je apparaat is gekoppeld',
    done: 'Je kunt dit venster sluiten en op je apparaat verdergaan met {client}.',
  },

  continuePage: {
    step: 'Doorgaan',
    heading: 'Nog één stap',
    instruction: 'Gebruik de knop om door te gaan naar {client}.',
  },

  formErrors,
  errorPage,
  errors,
};
