import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'Crea un account',
  heading: 'Crea un account',
  name: 'Nome',
  email: 'Indirizzo email',
  password: 'Password',
  submit: 'Crea account',
  haveAccount: 'Hai già un account?',
  signIn: 'Accedi',
  agreement: 'Per il tuo account valgono:',
  link: 'Crea un account',
  newHere: 'È la tua prima volta qui?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'Conferma il tuo indirizzo email',
  instruction:
    'Abbiamo inviato un’email a {address}. Apri il link che contiene, su questo dispositivo o su un altro: questa pagina proseguirà da sola. Non è arrivato nulla? Controlla la cartella dello spam.',
  done: 'L’ho confermato',
  resend: 'Invia di nuovo l’email',
  sentAgain: 'L’email è di nuovo in arrivo. Funziona solo il link più recente.',
  other: 'Ricomincia con un altro indirizzo',
  confirmedHeading: 'Il tuo indirizzo è confermato',
  goOn: 'Ora puoi continuare su {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'Conferma il tuo indirizzo email',
  asked: 'Conferma che {address} è il tuo indirizzo.',
  passwordNeeded:
    'Hai aperto il link in un browser diverso da quello in cui hai scelto la password. Inserisci quella password, così sappiamo che sei tu.',
  submit: 'Conferma',
  notYou: 'Se non hai creato un account qui, chiudi questa pagina. Non succederà nulla.',
  done: 'Torna alla pagina da cui hai iniziato oppure accedi.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'Cambia il tuo indirizzo email',
  consequence: 'Invieremo un link al nuovo indirizzo. Finché non lo apri, resta valido quello attuale.',
  next: 'Nuova email',
  submit: 'Invia il link',
  sent: 'Abbiamo inviato un link a {address}. Il tuo indirizzo cambierà quando lo aprirai.',
  confirmHeading: 'Usare questo indirizzo?',
  confirmAsked: '{address} diventerà l’indirizzo del tuo account.',
  confirmSubmit: 'Usa questo indirizzo',
};

export const terms: Catalog['terms'] = {
  step: 'Condizioni d’uso',
  heading: 'Condizioni d’uso',
  asked: 'Prima di continuare su {client}, leggi e accetta le condizioni d’uso.',
  read: 'Leggi le condizioni d’uso',
  accept: 'Accetta',
};
