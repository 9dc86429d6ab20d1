import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** German; people are addressed as "Sie". */
export const de: Catalog = {
  language: 'de',
  direction: 'ltr',

  titleWithError: 'Fehler: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { one: '{count} Zeichen', other: '{count} Zeichen' },
  },
  cancel: 'Abbrechen',
  help: 'Hilfe',
  continue: 'Weiter',
  manageAccount: 'Konto verwalten',
  signedInAs: 'Anmeldung als {account}',
  errorLabel: 'Fehler',
  showPassword: 'Passwort anzeigen',
  typed: '{typed} von {least}',
  copy: 'Kopieren',
  copied: 'Kopiert',
  justNow: 'gerade eben',

  signIn: {
    step: 'Anmelden',
    heading: 'Anmelden',
    continueTo: 'weiter zu {client}',
    manageAccount: 'um Ihr Konto zu verwalten',
    login: 'Benutzername oder E-Mail-Adresse',
    password: 'Passwort',
    forgot: 'Passwort vergessen?',
    submit: 'Anmelden',
    or: 'oder',
    passkey: 'Mit einem Passkey anmelden',
    withPassword: 'Mit Passwort anmelden',
    again: {
      step: 'Bestätigen Sie, dass Sie es sind',
      heading: 'Willkommen zurück, {name}',
      reason: '{client} bittet Sie, Ihr Passwort noch einmal einzugeben.',
      submit: 'Weiter',
    },
    otherWays: 'Verwenden Sie einen Passkey oder setzen Sie Ihr Passwort zurück.',
  },

  upstream: {
    continueWith: 'Weiter mit {name}',
    connect: {
      step: 'Konto verbinden',
      heading: '{name} mit Ihrem Konto verbinden',
      reason:
        'Melden Sie sich mit dem Passwort an, das Sie hier haben, nicht mit dem von {name}, oder wie Sie es hier sonst tun. Danach können Sie auch {name} verwenden.',
      who: 'Bei {name} sind Sie {who}.',
      create: 'Ich habe noch kein Konto',
    },
  },

  secondFactor: {
    step: 'Zwei-Schritt-Verifizierung',
    heading: 'Geben Sie Ihren Code ein',
    totp: 'Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie für dieses Konto anzeigt.',
    email: 'Wir haben einen Code an {address} gesendet. Es kann eine Minute dauern, bis er ankommt.',
    recoveryCode:
      'Geben Sie einen der Wiederherstellungscodes ein, die Sie beim Einrichten der Zwei-Schritt-Verifizierung gespeichert haben. Jeder Code gilt nur einmal.',
    passkeyHeading: 'Verwenden Sie Ihren Passkey',
    passkey: 'Bestätigen Sie mit Ihrem Fingerabdruck, Ihrem Gesicht oder der Sperre Ihres Geräts, dass Sie es sind.',
    passkeySubmit: 'Passkey verwenden',
    code: 'Code (6 Ziffern)',
    recoveryCodeLabel: 'Wiederherstellungscode',
    submit: 'Weiter',
    resend: 'Neuen Code senden',
    instead: {
      totp: 'Authenticator-App verwenden',
      recovery_code: 'Wiederherstellungscode verwenden',
      email: 'Code per E-Mail senden',
      passkey: 'Passkey verwenden',
    },
  },

  passkey: {
    failed:
      'Das hat nicht geklappt oder wurde abgebrochen. Versuchen Sie es noch einmal oder nehmen Sie einen anderen Weg.',
    known: 'Dieses Gerät hat bereits einen Passkey für Ihr Konto.',
    needsScript: 'Passkeys brauchen JavaScript, und es läuft hier nicht. Nehmen Sie einen anderen Weg.',
  },

  addTotp: {
    step: 'Authenticator-App einrichten',
    heading: 'Authenticator-App einrichten',
    asked:
      '{client} verlangt die Zwei-Schritt-Verifizierung. Richten Sie einmal eine Authenticator-App ein; danach dauert es nur ein paar Sekunden.',
    openApp:
      'Öffnen Sie auf Ihrem Telefon eine Authenticator-App und fügen Sie dort ein Konto hinzu. Jede App für Einmalcodes ist geeignet.',
    openHere: 'In der Authenticator-App öffnen',
    scan: 'Scannen Sie diesen Code, oder geben Sie den Schlüssel darunter ein.',
    qrLabel: 'QR-Code für die Authenticator-App',
    typeInstead: 'Schlüssel',
    enterCode: 'Geben Sie den Code ein, den die App jetzt anzeigt.',
  },

  recoveryCodes: {
    step: 'Wiederherstellungscodes speichern',
    heading: 'Wiederherstellungscodes speichern',
    purpose: 'Wenn Sie Ihr Telefon verlieren, kommen Sie mit einem dieser Codes hinein. Jeder gilt nur einmal.',
    once: 'Sie werden nur jetzt angezeigt. Drucken Sie sie aus oder legen Sie sie in einem Passwortmanager ab, nicht auf dem Telefon selbst.',
    submit: 'Ich habe diese Codes gespeichert',
    download: 'Herunterladen',
    print: 'Drucken',
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
    heading: 'Willkommen',
    consequence: 'Für Sie wurde ein Konto angelegt; Sie melden sich als {login} an. Wählen Sie ein Passwort dafür.',
    doneHeading: 'Ihr Konto ist bereit',
    done: 'Melden Sie sich ab jetzt mit diesem Passwort an.',
  },

  recovery: {
    heading: 'Passwort vergessen?',
    instruction:
      'Geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein. Wenn es ein solches Konto gibt, senden wir einen Link an dessen E-Mail-Adresse.',
    submit: 'Link senden',
    sentHeading: 'Sehen Sie in Ihr Postfach',
    sent: 'Wenn es ein solches Konto gibt, ist ein Link unterwegs. Er gilt einmal, 30 Minuten lang. Wenn nichts ankommt, sehen Sie im Spam-Ordner nach.',
    resend: 'Noch einmal senden',
    resetHeading: 'Wählen Sie ein neues Passwort',
    resetConsequence: 'Sie werden danach überall abgemeldet, und Anwendungen müssen Sie erneut fragen.',
    doneHeading: 'Ihr Passwort ist geändert',
    done: 'Sie sind überall abgemeldet. Melden Sie sich ab jetzt mit dem neuen Passwort an.',
  },

  consent: {
    step: 'Zugriff erlauben',
    heading: '{client} bittet um Zugriff',
    site: 'Website: {host}',
    account: 'Sie sind angemeldet als {account}',
    otherAccount: 'Nicht Sie? Anderes Konto verwenden',
    yourAccount: 'Ihr Konto',
    mayDo: '{client} darf dann:',
    returnTo: 'Wie auch immer Sie entscheiden, Sie kehren zurück zu {origin}',
    policy: 'Datenschutzerklärung',
    terms: 'Nutzungsbedingungen',
    accept: 'Erlauben',
    cancel: 'Nicht erlauben',
    untilSignOut: 'Der Zugriff endet, wenn Sie sich abmelden; er dauert höchstens {duration}.',
    whileAway: 'Der Zugriff besteht auch in Ihrer Abwesenheit; er dauert höchstens {duration}.',
  },

  unchecked: {
    heading: 'Eine Anwendung unter {client} bittet um Zugriff',
    headingOnDevice: 'Eine App auf diesem Gerät bittet um Zugriff',
    headingOfDocumentOnDevice: 'Eine App auf diesem Gerät bittet um Zugriff im Namen von {client}',
    callsItself: 'Die Anwendung nennt sich selbst „{client}“.',
    onDevice: 'App auf Ihrem Gerät',
    onDeviceCalled: 'App auf Ihrem Gerät: „{client}“',
    continueToDevice: 'weiter zu einer App auf diesem Gerät',
    notice: 'Niemand hat diese Anwendung geprüft.',
    ofDocument:
      'Nur ihre Adresse ist bekannt: {host}. Erlauben Sie den Zugriff nur, wenn Sie diese Adresse kennen und dies gerade selbst angefordert haben.',
    ofDynamic:
      'Sie hat sich selbst registriert, und ihr Name kann erfunden sein. Erlauben Sie den Zugriff nur, wenn Sie dies gerade selbst angefordert haben.',
    documentOnDevice:
      'Jede App auf diesem Gerät kann sich als {host} ausgeben. Erlauben Sie den Zugriff nur, wenn Sie dies gerade selbst in einer App angefordert haben, der Sie vertrauen.',
    dynamicOnDevice:
      'Ihr Name kann erfunden sein, und jede App auf diesem Gerät kann den Zugriff erhalten. Erlauben Sie ihn nur, wenn Sie dies gerade selbst in einer App angefordert haben, der Sie vertrauen.',
    mayDo: 'Diese Anwendung darf dann:',
    returnTo: 'Sie werden zurückgeleitet zu {host}',
    returnToDevice: 'Sie werden auf dieses Gerät zurückgeleitet: {host}',
  },

  scopes: {
    openid: 'Sie anmelden',
    profile: 'Ihren Namen, Benutzernamen und Ihre Sprache sehen',
    email: 'Ihre E-Mail-Adresse sehen',
    address: 'Ihre Postanschrift sehen',
    phone: 'Ihre Telefonnummer sehen',
    groups: 'Ihre Gruppen und Rollen sehen',
    offline_access: 'Diesen Zugriff in Ihrer Abwesenheit behalten',
  },
  claimSentence: 'Die Angabe „{claim}“ Ihres Kontos sehen',
  scopeWithoutSentence: 'Die Berechtigung „{scope}“ nutzen',

  selectAccount: {
    step: 'Konto auswählen',
    heading: 'Wählen Sie ein Konto',
    continueTo: 'weiter zu {client}',
    other: 'Anderes Konto verwenden',
  },

  logout: {
    step: 'Abmelden',
    heading: 'Möchten Sie sich abmelden?',
    asked: '{client} möchte Sie abmelden.',
    consequence: 'Damit endet Ihre Sitzung hier. Anwendungen bitten Sie vielleicht, sich neu anzumelden.',
    opened: 'Mit diesem Konto geöffnet:',
    signedInAs: 'Sie sind angemeldet als {account}',
    submit: 'Abmelden',
    anyway: 'Trotzdem abmelden',
    cancel: 'Angemeldet bleiben',
    doneStep: 'Abgemeldet',
    doneHeading: 'Sie sind abgemeldet',
    done: 'Schließen Sie jetzt alle Fenster dieses Browsers, wenn auch andere diesen Computer benutzen.',
    backTo: 'Zurück zu {client}',
    again: 'Wieder anmelden',
  },

  device: {
    codeStep: 'Gerät verbinden',
    codeHeading: 'Gerät verbinden',
    codeInstruction: 'Geben Sie den Code ein, den Ihr Gerät anzeigt.',
    code: 'Code vom Gerät',
    codeSubmit: 'Weiter',
    confirmStep: 'Code prüfen',
    confirmHeading: 'Ist das der Code auf Ihrem Gerät?',
    confirmInstruction: '{client} möchte Ihr Konto auf einem anderen Gerät verwenden.',
    warning:
      'Fahren Sie nur fort, wenn Sie dies selbst begonnen haben und das Gerät vor Ihnen steht. Wenn Ihnen jemand den Code geschickt hat, fahren Sie nicht fort.',
    from: 'Angefragt von {address}',
    accept: 'Ja, weiter',
    cancel: 'Nein, abbrechen',
    doneStep: 'Gerät verbunden',
    doneHeading: 'Ihr Gerät ist verbunden',
    done: 'Sie können dieses Fenster schließen und auf Ihrem Gerät mit {client} weitermachen.',
  },

  continuePage: {
    step: 'Weiter',
    heading: 'Noch ein Schritt',
    instruction: 'Drücken Sie auf die Schaltfläche, um zu {client} zu gelangen.',
  },

  formErrors,
  errorPage,
  errors,
};
