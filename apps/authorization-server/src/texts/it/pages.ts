import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Italian; people are addressed as "tu", in words that suit women and men. */
export const it: Catalog = {
  language: 'it',
  direction: 'ltr',

  titleWithError: 'Errore: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { one: '{count} carattere', other: '{count} caratteri' },
  },
  cancel: 'Annulla',
  help: 'Assistenza',
  continue: 'Continua',
  manageAccount: 'Gestisci il tuo account',
  signedInAs: 'Accesso come {account}',
  errorLabel: 'Errore',
  showPassword: 'Mostra la password',
  typed: '{typed} di {least}',
  copy: 'Copia',
  copied: 'Copiato',
  justNow: 'poco fa',

  signIn: {
    step: 'Accedi',
    heading: 'Accedi',
    continueTo: 'per continuare su {client}',
    manageAccount: 'per gestire il tuo account',
    login: 'Nome utente o email',
    password: 'Password',
    forgot: 'Password dimenticata?',
    submit: 'Accedi',
    or: 'oppure',
    passkey: 'Accedi con una passkey',
    withPassword: 'Accedi con una password',
    again: {
      step: 'Conferma la tua identità',
      heading: 'È bello rivederti, {name}',
      reason: '{client} ti chiede di inserire di nuovo la password.',
      submit: 'Continua',
    },
    otherWays: 'Usa una passkey o reimposta la password.',
  },

  upstream: {
    continueWith: 'Continua con {name}',
    connect: {
      step: 'Collegare l’account',
      heading: 'Collegare {name} al suo account',
      reason:
        'Acceda con la password che ha qui, non con quella di {name}, o come fa qui di solito. Da quel momento potrà usare anche {name}.',
      who: 'Su {name} lei è {who}.',
      create: 'Non ho ancora un account',
    },
  },

  secondFactor: {
    step: 'Verifica in due passaggi',
    heading: 'Inserisci il codice',
    totp: 'Apri la tua app di autenticazione e inserisci il codice che mostra per questo account.',
    email: 'Abbiamo inviato un codice a {address}. Potrebbe metterci un minuto ad arrivare.',
    recoveryCode:
      'Inserisci uno dei codici di recupero che hai salvato quando hai attivato la verifica in due passaggi. Ogni codice funziona una sola volta.',
    code: 'Codice (6 cifre)',
    recoveryCodeLabel: 'Codice di recupero',
    passkeyHeading: 'Usa la tua passkey',
    passkey: 'Conferma la tua identità con l’impronta digitale, il volto o il blocco del dispositivo.',
    passkeySubmit: 'Usa una passkey',
    submit: 'Continua',
    resend: 'Invia un nuovo codice',
    instead: {
      totp: 'Usa l’app di autenticazione',
      recovery_code: 'Usa un codice di recupero',
      email: 'Ricevi un codice per email',
      passkey: 'Usa una passkey',
    },
  },

  passkey: {
    failed: 'Non ha funzionato, oppure l’operazione è stata annullata. Riprova o usa un altro metodo.',
    known: 'Questo dispositivo ha già una passkey per il tuo account.',
    needsScript: 'Le passkey richiedono JavaScript, che qui non è attivo. Usa un altro metodo.',
  },

  addTotp: {
    step: 'Configura un’app di autenticazione',
    heading: 'Configura un’app di autenticazione',
    asked:
      '{client} richiede la verifica in due passaggi. Configura un’app di autenticazione una volta sola: poi basteranno pochi secondi.',
    openApp:
      'Apri un’app di autenticazione sul telefono e scegli di aggiungere un account. Va bene qualsiasi app per codici monouso.',
    openHere: 'Apri nell’app di autenticazione',
    scan: 'Inquadra questo codice oppure inserisci la chiave riportata sotto.',
    qrLabel: 'Codice QR per l’app di autenticazione',
    typeInstead: 'Chiave',
    enterCode: 'Inserisci il codice che l’app mostra adesso.',
  },

  recoveryCodes: {
    step: 'Salva i tuoi codici di recupero',
    heading: 'Salva i tuoi codici di recupero',
    purpose: 'Se perdi il telefono, puoi accedere con uno di questi codici. Ognuno funziona una sola volta.',
    once: 'Vengono mostrati solo adesso. Stampali o conservali in un gestore di password, non sul telefono stesso.',
    submit: 'Ho salvato questi codici',
    download: 'Scarica',
    print: 'Stampa',
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
    heading: 'Ti diamo il benvenuto',
    consequence: 'È stato creato un account per te; accedi come {login}. Scegli una password.',
    doneHeading: 'Il tuo account è pronto',
    done: 'D’ora in poi accedi con questa password.',
  },

  recovery: {
    heading: 'Password dimenticata?',
    instruction:
      'Inserisci il tuo nome utente o la tua email. Se l’account esiste, invieremo un link al suo indirizzo email.',
    submit: 'Invia il link',
    sentHeading: 'Controlla la posta',
    sent: 'Se l’account esiste, un link è in arrivo. Funziona una sola volta, per 30 minuti. Se non arriva nulla, controlla la cartella dello spam.',
    resend: 'Invia di nuovo',
    resetHeading: 'Scegli una nuova password',
    resetConsequence:
      'Le tue sessioni su tutti i dispositivi verranno terminate e le applicazioni dovranno chiederti di nuovo l’accesso.',
    doneHeading: 'La password è stata cambiata',
    done: 'Tutte le tue sessioni sono terminate. D’ora in poi accedi con la nuova password.',
  },

  consent: {
    step: 'Consenti l’accesso',
    heading: '{client} chiede l’accesso',
    site: 'Sito web: {host}',
    account: 'Hai effettuato l’accesso come {account}',
    otherAccount: 'Non sei tu? Usa un altro account',
    yourAccount: 'Il tuo account',
    mayDo: '{client} potrà:',
    returnTo: 'Qualunque cosa tu scelga, tornerai su {origin}',
    policy: 'Informativa sulla privacy',
    terms: 'Termini di servizio',
    accept: 'Consenti',
    cancel: 'Non consentire',
    untilSignOut: 'L’accesso termina quando esci e, al più tardi, dopo {duration}.',
    whileAway: 'L’accesso continua anche quando non ci sei, per un massimo di {duration}.',
  },

  unchecked: {
    heading: 'Un’applicazione all’indirizzo {client} chiede l’accesso',
    headingOnDevice: 'Un’app su questo dispositivo chiede l’accesso',
    headingOfDocumentOnDevice: 'Un’app su questo dispositivo chiede l’accesso a nome di {client}',
    callsItself: 'Dice di chiamarsi “{client}”.',
    onDevice: 'App sul tuo dispositivo',
    onDeviceCalled: 'App sul tuo dispositivo: “{client}”',
    continueToDevice: 'per continuare su un’app di questo dispositivo',
    notice: 'Nessuno ha controllato questa applicazione.',
    ofDocument:
      'Se ne conosce solo l’indirizzo: {host}. Consenti l’accesso solo se conosci questo indirizzo e la richiesta è appena partita da te.',
    ofDynamic:
      'Si è registrata da sola e il suo nome può essere inventato. Consenti l’accesso solo se la richiesta è appena partita da te.',
    documentOnDevice:
      'Qualsiasi app su questo dispositivo può spacciarsi per {host}. Consenti l’accesso solo se la richiesta è appena partita da te, in un’app di cui ti fidi.',
    dynamicOnDevice:
      'Il suo nome può essere inventato, e qualsiasi app su questo dispositivo può ricevere l’accesso. Consentilo solo se la richiesta è appena partita da te, in un’app di cui ti fidi.',
    mayDo: 'Questa applicazione potrà:',
    returnTo: 'Tornerai su {host}',
    returnToDevice: 'Tornerai su questo dispositivo: {host}',
  },

  scopes: {
    openid: 'Farti accedere con questo account',
    profile: 'Vedere il tuo nome, il nome utente e la lingua',
    email: 'Vedere il tuo indirizzo email',
    address: 'Vedere il tuo indirizzo postale',
    phone: 'Vedere il tuo numero di telefono',
    groups: 'Vedere i tuoi gruppi e ruoli',
    offline_access: 'Mantenere questo accesso quando non ci sei',
  },
  claimSentence: 'Vedere “{claim}” del tuo account',
  scopeWithoutSentence: 'Usare l’autorizzazione “{scope}”',

  selectAccount: {
    step: 'Scegli un account',
    heading: 'Scegli un account',
    continueTo: 'per continuare su {client}',
    other: 'Usa un altro account',
  },

  logout: {
    step: 'Esci',
    heading: 'Vuoi uscire?',
    asked: '{client} chiede di farti uscire.',
    consequence: 'La tua sessione qui terminerà. Le applicazioni potrebbero chiederti di accedere di nuovo.',
    opened: 'Aperte con questo account:',
    signedInAs: 'Hai effettuato l’accesso come {account}',
    submit: 'Esci',
    anyway: 'Esci comunque',
    cancel: 'Resta nell’account',
    doneStep: 'Uscita effettuata',
    doneHeading: 'Hai effettuato l’uscita',
    done: 'Se questo computer è usato anche da altre persone, chiudi ora tutte le finestre di questo browser.',
    backTo: 'Torna a {client}',
    again: 'Accedi di nuovo',
  },

  device: {
    codeStep: 'Collega un dispositivo',
    codeHeading: 'Collega un dispositivo',
    codeInstruction: 'Inserisci il codice mostrato dal tuo dispositivo.',
    code: 'Codice del dispositivo',
    codeSubmit: 'Continua',
    confirmStep: 'Controlla il codice',
    confirmHeading: 'È questo il codice sul tuo dispositivo?',
    confirmInstruction: '{client} vuole usare il tuo account su un altro dispositivo.',
    warning:
      'Continua solo se la richiesta è partita da te e il dispositivo è davanti a te. Se qualcuno ti ha mandato il codice, non continuare.',
    from: 'Richiesto da {address}',
    accept: 'Sì, continua',
    cancel: 'No, annulla',
    doneStep: 'Dispositivo collegato',
    doneHeading: 'Il tuo dispositivo è collegato',
    done: 'Puoi chiudere questa finestra e continuare con {client} sul tuo dispositivo.',
  },

  continuePage: {
    step: 'Continua',
    heading: 'Ancora un passaggio',
    instruction: 'Premi il pulsante per continuare su {client}.',
  },

  formErrors,
  errorPage,
  errors,
};
