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
  password_changed: {
    subject: 'Ihr Passwort für {service} wurde geändert',
    body: 'Das Passwort Ihres Kontos bei {service} wurde soeben geändert, und alle anderen Geräte wurden abgemeldet.',
    action: 'Konto ansehen',
    note: 'Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort und sehen Sie Ihre Geräte durch.',
  },
};
