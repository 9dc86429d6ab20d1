import type { Catalog } from '../shape.ts';

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
  sign_in_code: {
    subject: 'Ihr Code für {service}',
    body: 'Jemand, vermutlich Sie, hat sich soeben mit Ihrem Passwort bei {service} angemeldet. Geben Sie dort diesen Code ein, um fortzufahren. Er gilt einmal und 10 Minuten lang.',
    action: 'Ihr Code',
    note: 'Geben Sie diesen Code niemandem weiter. Wenn Sie es nicht waren, kennt jemand Ihr Passwort: Wählen Sie sofort ein neues.',
  },
  factors_removed: {
    subject: 'Ihr zweiter Schritt bei {service} wurde entfernt',
    body: 'Die Betreiber von {service} haben soeben Authenticator-App, Passkeys und Wiederherstellungscodes Ihres Kontos entfernt, und alle Geräte wurden abgemeldet. Sie melden sich mit Ihrem Passwort an und können den zweiten Schritt neu einrichten.',
    action: 'Anmeldewege ansehen',
    note: 'Wenn Sie nicht darum gebeten haben, sagen Sie es ihnen sofort und wählen Sie ein neues Passwort.',
  },
  recovery_codes_renewed: {
    subject: 'Neue Wiederherstellungscodes für {service}',
    body: 'Für Ihr Konto bei {service} wurden soeben neue Wiederherstellungscodes erstellt. Die früheren gelten nicht mehr.',
    action: 'Anmeldewege ansehen',
    note: 'Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort und sehen Sie Ihre Geräte durch.',
  },
  api_key_added: {
    subject: 'Ein neuer API-Schlüssel für Ihr Konto bei {service}',
    body: 'Für Ihr Konto bei {service} wurde soeben ein API-Schlüssel erstellt. Programme, die ihn haben, können in Ihrem Namen handeln.',
    action: 'API-Schlüssel ansehen',
    note: 'Wenn Sie es nicht waren, widerrufen Sie ihn sofort und wählen Sie ein neues Passwort.',
  },
  api_key_revoked: {
    subject: 'Ein API-Schlüssel Ihres Kontos bei {service} wurde widerrufen',
    body: 'Ein oder mehrere API-Schlüssel Ihres Kontos bei {service} wurden soeben widerrufen. Programme, die sie haben, können nicht mehr in Ihrem Namen handeln.',
    action: 'API-Schlüssel ansehen',
    note: 'Wenn weder Sie noch die Betreiber von {service} es waren, wählen Sie sofort ein neues Passwort.',
  },
  invitation: {
    subject: 'Ihr Konto bei {service}',
    body: 'Die Betreiber von {service} haben ein Konto für Sie angelegt. Öffnen Sie den Link, um ein Passwort zu wählen. Er gilt einmal.',
    action: 'Passwort wählen',
    note: 'Wenn Sie nichts dergleichen erwartet haben, müssen Sie nichts tun: Ohne den Link bleibt das Konto geschlossen.',
  },
  confirm_address: {
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse für {service}',
    body: 'Jemand, wahrscheinlich Sie, hat mit dieser Adresse ein Konto bei {service} angelegt. Der Link gilt einmal, 24 Stunden lang.',
    action: 'Adresse bestätigen',
    note: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Ohne den Link wird das Konto entfernt.',
  },
  address_taken: {
    subject: 'Sie haben schon ein Konto bei {service}',
    body: 'Jemand, wahrscheinlich Sie, wollte diese Adresse für ein weiteres Konto bei {service} verwenden. Sie haben schon eines: Melden Sie sich dort an, oder wählen Sie ein neues Passwort, wenn Sie das alte vergessen haben.',
    action: 'Anmelden',
    note: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Niemand hat erfahren, dass Sie ein Konto haben.',
  },
  change_address: {
    subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse für {service}',
    body: 'Jemand, wahrscheinlich Sie, möchte diese Adresse von nun an für ein Konto bei {service} verwenden. Der Link gilt einmal, 24 Stunden lang.',
    action: 'Adresse bestätigen',
    note: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Das Konto behält seine Adresse.',
  },
  email_changed: {
    subject: 'Ihre E-Mail-Adresse für {service} wurde geändert',
    body: 'Die E-Mail-Adresse Ihres Kontos bei {service} wurde soeben geändert. Von nun an gehen E-Mails an die neue.',
    action: 'Konto ansehen',
    note: 'Wenn Sie das nicht waren, wenden Sie sich sofort an die Betreiber von {service}.',
  },
  password_changed: {
    subject: 'Ihr Passwort für {service} wurde geändert',
    body: 'Das Passwort Ihres Kontos bei {service} wurde soeben geändert, und alle anderen Geräte wurden abgemeldet.',
    action: 'Konto ansehen',
    note: 'Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort und sehen Sie Ihre Geräte durch.',
  },
};
