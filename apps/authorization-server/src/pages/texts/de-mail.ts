import type { Catalog } from './shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Guten Tag {name},',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Wählen Sie ein neues Passwort für {service}',
    body: 'Jemand, wahrscheinlich Sie selbst, hat für Ihr Konto bei {service} ein neues Passwort angefordert. Der Link gilt einmal, 30 Minuten lang.',
    action: 'Neues Passwort wählen',
    note: 'Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.',
  },
  factor_added: {
    subject: 'Ein neuer Weg zur Anmeldung bei {service}',
    body: 'Ihrem Konto bei {service} wurde soeben ein Passkey oder eine Authenticator-App hinzugefügt.',
    action: 'Anmeldewege ansehen',
    note: 'Wenn Sie es nicht waren, entfernen Sie ihn sofort und wählen Sie ein neues Passwort.',
  },
  factor_removed: {
    subject: 'Ein Weg zur Anmeldung bei {service} wurde entfernt',
    body: 'Aus Ihrem Konto bei {service} wurde soeben ein Passkey oder eine Authenticator-App entfernt.',
    action: 'Anmeldewege ansehen',
    note: 'Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort und sehen Sie Ihre Geräte durch.',
  },
  password_changed: {
    subject: 'Ihr Passwort für {service} wurde geändert',
    body: 'Das Passwort Ihres Kontos bei {service} wurde soeben geändert, und alle anderen Geräte wurden abgemeldet.',
    action: 'Konto ansehen',
    note: 'Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort und sehen Sie Ihre Geräte durch.',
  },
};
