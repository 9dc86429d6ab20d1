import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/**
 * Polish; people are addressed as "Ty", in words that suit women and men. Names and lengths of time stand where they are not
 * declined; a word of one letter does not end a line.
 */
export const pl: Catalog = {
  language: 'pl',
  direction: 'ltr',

  titleWithError: 'Błąd: {title}',
  title: '{step} – {name}',
  counts: {
    characters: {
      one: '{count} znak',
      few: '{count} znaki',
      many: '{count} znaków',
      other: '{count} znaku',
    },
  },
  cancel: 'Anuluj',
  help: 'Pomoc',
  continue: 'Dalej',
  manageAccount: 'Zarządzaj kontem',
  signedInAs: 'Logowanie jako {account}',
  errorLabel: 'Błąd',
  showPassword: 'Pokaż hasło',
  typed: '{typed} z {least}',
  copy: 'Kopiuj',
  copied: 'Skopiowano',
  justNow: 'przed chwilą',

  signIn: {
    step: 'Zaloguj się',
    heading: 'Zaloguj się',
    continueTo: 'aby przejść do aplikacji {client}',
    manageAccount: 'aby zarządzać kontem',
    login: 'Nazwa użytkownika lub e-mail',
    password: 'Hasło',
    forgot: 'Nie pamiętasz hasła?',
    submit: 'Zaloguj się',
    or: 'lub',
    passkey: 'Zaloguj się kluczem dostępu',
    withPassword: 'Zaloguj się hasłem',
    again: {
      step: 'Potwierdź, że to Ty',
      heading: 'Witaj ponownie, {name}',
      reason: 'Aplikacja {client} prosi o ponowne wpisanie hasła.',
      submit: 'Dalej',
    },
    otherWays: 'Użyj klucza dostępu lub zresetuj hasło.',
  },

  upstream: {
    continueWith: 'Kontynuuj przez {name}',
    connect: {
      step: 'Połącz konto',
      heading: 'Połącz {name} ze swoim kontem',
      reason:
        'Zaloguj się hasłem, które masz tutaj, a nie hasłem do {name}, albo tak jak tu zwykle. Od tej chwili możesz używać także {name}.',
      who: 'W {name} to {who}.',
      create: 'Nie mam jeszcze konta',
    },
  },

  secondFactor: {
    step: 'Weryfikacja dwuetapowa',
    heading: 'Wpisz kod',
    totp: 'Otwórz aplikację uwierzytelniającą i wpisz kod, który pokazuje dla tego konta.',
    email: 'Wysłaliśmy kod na adres {address}. Może dotrzeć dopiero po minucie.',
    recoveryCode:
      'Wpisz jeden z kodów zapasowych zapisanych podczas konfigurowania weryfikacji dwuetapowej. Każdy kod działa tylko raz.',
    code: 'Kod (6 cyfr)',
    recoveryCodeLabel: 'Kod zapasowy',
    passkeyHeading: 'Użyj klucza dostępu',
    passkey: 'Potwierdź, że to Ty: odciskiem palca, twarzą lub blokadą urządzenia.',
    passkeySubmit: 'Użyj klucza dostępu',
    submit: 'Dalej',
    resend: 'Wyślij nowy kod',
    instead: {
      totp: 'Użyj aplikacji uwierzytelniającej',
      recovery_code: 'Użyj kodu zapasowego',
      email: 'Wyślij kod e-mailem',
      passkey: 'Użyj klucza dostępu',
    },
  },

  passkey: {
    failed: 'Nie udało się lub operacja została anulowana. Spróbuj ponownie albo wybierz inny sposób.',
    known: 'To urządzenie ma już klucz dostępu do Twojego konta.',
    needsScript: 'Klucze dostępu wymagają JavaScriptu, który tu nie działa. Wybierz inny sposób.',
  },

  addTotp: {
    step: 'Skonfiguruj aplikację uwierzytelniającą',
    heading: 'Skonfiguruj aplikację uwierzytelniającą',
    asked:
      'Aplikacja {client} wymaga weryfikacji dwuetapowej. Wystarczy raz skonfigurować aplikację uwierzytelniającą; potem zajmuje to kilka sekund.',
    openApp:
      'Otwórz na telefonie aplikację uwierzytelniającą i wybierz dodanie konta. Nadaje się każda aplikacja do kodów jednorazowych.',
    openHere: 'Otwórz w aplikacji uwierzytelniającej',
    scan: 'Zeskanuj ten kod lub wpisz klucz widoczny poniżej.',
    qrLabel: 'Kod QR dla aplikacji uwierzytelniającej',
    typeInstead: 'Klucz',
    enterCode: 'Wpisz kod, który aplikacja teraz pokazuje.',
  },

  recoveryCodes: {
    step: 'Zapisz kody zapasowe',
    heading: 'Zapisz kody zapasowe',
    purpose: 'Jeśli stracisz telefon, zalogujesz się jednym z tych kodów. Każdy działa tylko raz.',
    once: 'Widać je tylko teraz. Wydrukuj je lub umieść w menedżerze haseł, ale nie na samym telefonie.',
    submit: 'Mam już zapisane kody',
    download: 'Pobierz',
    print: 'Drukuj',
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
    heading: 'Witaj',
    consequence: 'Utworzono dla Ciebie konto; Twoja nazwa użytkownika to {login}. Wybierz do niego hasło.',
    doneHeading: 'Twoje konto jest gotowe',
    done: 'Od teraz loguj się tym hasłem.',
  },

  recovery: {
    heading: 'Nie pamiętasz hasła?',
    instruction:
      'Wpisz nazwę użytkownika lub adres e-mail. Jeśli takie konto istnieje, wyślemy link na jego adres e-mail.',
    submit: 'Wyślij link',
    sentHeading: 'Sprawdź pocztę',
    sent: 'Jeśli takie konto istnieje, link jest już w drodze. Działa tylko raz, przez 30 minut. Jeśli nic nie przyjdzie, sprawdź folder ze spamem.',
    resend: 'Wyślij ponownie',
    resetHeading: 'Wybierz nowe hasło',
    resetConsequence:
      'Nastąpi wylogowanie ze wszystkich urządzeń, a aplikacje będą musiały ponownie poprosić o dostęp.',
    doneHeading: 'Hasło zostało zmienione',
    done: 'Nastąpiło wylogowanie ze wszystkich urządzeń. Od teraz loguj się nowym hasłem.',
  },

  consent: {
    step: 'Zezwól na dostęp',
    heading: 'Aplikacja {client} prosi o dostęp',
    site: 'Strona internetowa: {host}',
    account: 'Zalogowano jako {account}',
    otherAccount: 'To nie Ty? Użyj innego konta',
    yourAccount: 'Twoje konto',
    mayDo: 'Aplikacja {client} będzie mogła:',
    returnTo: 'Niezależnie od wyboru wrócisz na stronę {origin}',
    policy: 'Polityka prywatności',
    terms: 'Warunki korzystania z usługi',
    accept: 'Zezwól',
    cancel: 'Nie zezwalaj',
    untilSignOut: 'Dostęp kończy się po wylogowaniu. Najdłuższy czas dostępu: {duration}.',
    whileAway: 'Dostęp trwa także pod Twoją nieobecność. Najdłuższy czas dostępu: {duration}.',
  },

  unchecked: {
    heading: 'Aplikacja pod adresem {client} prosi o dostęp',
    headingOnDevice: 'Aplikacja na tym urządzeniu prosi o dostęp',
    headingOfDocumentOnDevice: 'Aplikacja na tym urządzeniu prosi o dostęp w imieniu {client}',
    callsItself: 'Aplikacja sama podaje nazwę „{client}”.',
    onDevice: 'Aplikacja na Twoim urządzeniu',
    onDeviceCalled: 'Aplikacja na Twoim urządzeniu: „{client}”',
    continueToDevice: 'aby przejść do aplikacji na tym urządzeniu',
    notice: 'Nikt nie sprawdził tej aplikacji.',
    ofDocument:
      'Znany jest tylko jej adres: {host}. Zezwól na dostęp tylko wtedy, gdy znasz ten adres, a prośba przed chwilą wyszła od Ciebie.',
    ofDynamic:
      'Aplikacja zarejestrowała się sama, a jej nazwa może być zmyślona. Zezwól na dostęp tylko wtedy, gdy prośba przed chwilą wyszła od Ciebie.',
    documentOnDevice:
      'Każda aplikacja na tym urządzeniu może podać się za {host}. Zezwól na dostęp tylko wtedy, gdy prośba przed chwilą wyszła od Ciebie z zaufanej aplikacji.',
    dynamicOnDevice:
      'Jej nazwa może być zmyślona, a dostęp może przejąć dowolna aplikacja na tym urządzeniu. Zezwól tylko wtedy, gdy prośba przed chwilą wyszła od Ciebie z zaufanej aplikacji.',
    mayDo: 'Ta aplikacja będzie mogła:',
    returnTo: 'Wrócisz na adres {host}',
    returnToDevice: 'Wrócisz na to urządzenie: {host}',
  },

  scopes: {
    openid: 'Logować Cię tym kontem',
    profile: 'Wyświetlać Twoje imię i nazwisko, nazwę użytkownika i język',
    email: 'Wyświetlać Twój adres e-mail',
    address: 'Wyświetlać Twój adres pocztowy',
    phone: 'Wyświetlać Twój numer telefonu',
    groups: 'Wyświetlać Twoje grupy i role',
    offline_access: 'Zachować ten dostęp pod Twoją nieobecność',
  },
  claimSentence: 'Wyświetlać „{claim}” z Twojego konta',
  scopeWithoutSentence: 'Korzystać z uprawnienia „{scope}”',

  selectAccount: {
    step: 'Wybierz konto',
    heading: 'Wybierz konto',
    continueTo: 'aby przejść do aplikacji {client}',
    other: 'Użyj innego konta',
  },

  logout: {
    step: 'Wyloguj się',
    heading: 'Wylogować?',
    asked: 'Aplikacja {client} chce Cię wylogować.',
    consequence: 'To zakończy Twoją sesję tutaj. Aplikacje mogą poprosić o ponowne zalogowanie.',
    opened: 'Otwarte z tym kontem:',
    signedInAs: 'Zalogowano jako {account}',
    submit: 'Wyloguj się',
    anyway: 'Wyloguj się mimo to',
    cancel: 'Nie wylogowuj mnie',
    doneStep: 'Wylogowano',
    doneHeading: 'Wylogowano Cię',
    done: 'Jeśli z tego komputera korzystają też inni, zamknij teraz wszystkie okna tej przeglądarki.',
    backTo: 'Wróć do aplikacji {client}',
    again: 'Zaloguj się ponownie',
  },

  device: {
    codeStep: 'Połącz urządzenie',
    codeHeading: 'Połącz urządzenie',
    codeInstruction: 'Wpisz kod, który pokazuje Twoje urządzenie.',
    code: 'Kod z urządzenia',
    codeSubmit: 'Dalej',
    confirmStep: 'Sprawdź kod',
    confirmHeading: 'Czy to jest kod na Twoim urządzeniu?',
    confirmInstruction: 'Aplikacja {client} chce użyć Twojego konta na innym urządzeniu.',
    warning:
      'Kontynuuj tylko wtedy, gdy ta próba pochodzi od Ciebie i masz urządzenie przed sobą. Jeśli ktoś przysłał Ci ten kod, nie kontynuuj.',
    from: 'Adres, z którego wysłano prośbę: {address}',
    accept: 'Tak, dalej',
    cancel: 'Nie, anuluj',
    doneStep: 'Urządzenie połączone',
    doneHeading: 'Twoje urządzenie jest połączone',
    done: 'Możesz zamknąć to okno i dalej korzystać z aplikacji {client} na swoim urządzeniu.',
  },

  continuePage: {
    step: 'Dalej',
    heading: 'Jeszcze jeden krok',
    instruction: 'Naciśnij przycisk, aby przejść do aplikacji {client}.',
  },

  formErrors,
  errorPage,
  errors,
};
