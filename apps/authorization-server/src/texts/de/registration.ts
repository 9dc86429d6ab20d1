import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'Konto anlegen',
  heading: 'Konto anlegen',
  name: 'Ihr Name',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  submit: 'Konto anlegen',
  haveAccount: 'Schon ein Konto?',
  signIn: 'Anmelden',
  agreement: 'Für Ihr Konto gelten:',
  link: 'Konto anlegen',
  newHere: 'Neu hier?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
  instruction:
    'Wir haben eine E-Mail an {address} gesendet. Öffnen Sie den Link darin, auf diesem oder einem anderen Gerät; diese Seite geht dann von selbst weiter. Nichts angekommen? Sehen Sie im Spam-Ordner nach.',
  done: 'Ich habe sie bestätigt',
  resend: 'E-Mail noch einmal senden',
  sentAgain: 'Die E-Mail ist noch einmal unterwegs. Nur der neueste Link gilt.',
  other: 'Mit einer anderen Adresse neu beginnen',
  confirmedHeading: 'Ihre Adresse ist bestätigt',
  goOn: 'Sie können jetzt weiter zu {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
  asked: 'Bestätigen Sie, dass {address} Ihre Adresse ist.',
  passwordNeeded:
    'Sie haben den Link in einem anderen Browser geöffnet als dem, in dem Sie Ihr Passwort gewählt haben. Geben Sie dieses Passwort ein, damit wir wissen, dass Sie es waren.',
  submit: 'Bestätigen',
  notYou: 'Wenn Sie hier kein Konto angelegt haben, schließen Sie diese Seite. Dann geschieht nichts.',
  done: 'Gehen Sie zu der Seite zurück, auf der Sie begonnen haben, oder melden Sie sich an.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'E-Mail-Adresse ändern',
  consequence: 'Wir senden einen Link an die neue Adresse. Bis Sie ihn geöffnet haben, bleibt es bei der jetzigen.',
  next: 'Neue E-Mail-Adresse',
  submit: 'Link senden',
  sent: 'Wir haben einen Link an {address} gesendet. Ihre Adresse ändert sich, wenn Sie ihn öffnen.',
  confirmHeading: 'Diese Adresse verwenden?',
  confirmAsked: '{address} wird die Adresse Ihres Kontos.',
  confirmSubmit: 'Diese Adresse verwenden',
};

export const terms: Catalog['terms'] = {
  step: 'Nutzungsbedingungen',
  heading: 'Nutzungsbedingungen',
  asked: 'Bevor es weiter zu {client} geht, lesen Sie bitte die Nutzungsbedingungen und nehmen Sie sie an.',
  read: 'Nutzungsbedingungen lesen',
  accept: 'Annehmen',
};
