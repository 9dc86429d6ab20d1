import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Guten Tag {name},',
  reason: 'Sie erhalten diese E-Mail, weil {address} zu einem Konto bei {service} gehört oder dafür angegeben wurde.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Wählen Sie ein neues Passwort für {service}',
    body: 'Für Ihr Konto bei {service} wurde ein neues Passwort angefordert. Der Link gilt einmal, 30 Minuten lang.',
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
    body: 'Mit Ihrem Passwort wurde soeben eine Anmeldung bei {service} begonnen. Geben Sie dort diesen Code ein, um fortzufahren. Er gilt einmal, 10 Minuten lang.',
    action: 'Ihr Code',
    note: 'Geben Sie diesen Code niemandem weiter. Wenn Sie es nicht waren, kennt jemand Ihr Passwort: Wählen Sie sofort ein neues.',
  },
  identity_linked: {
    subject: 'Ein Konto wurde für die Anmeldung bei {service} verbunden',
    body: 'Ein Konto, das Sie anderswo haben, wurde soeben mit Ihrem Konto bei {service} verbunden. Ab jetzt kann man sich damit anmelden.',
    action: 'Anmeldewege ansehen',
    note: 'Wenn Sie es nicht waren, trennen Sie es sofort und sehen Sie Ihre Geräte durch.',
  },
  identity_unlinked: {
    subject: 'Ein Konto wurde von {service} getrennt',
    body: 'Ein Konto, das Sie anderswo haben, wurde soeben von Ihrem Konto bei {service} getrennt. Man kann sich damit nicht mehr anmelden.',
    action: 'Anmeldewege ansehen',
    note: 'Wenn Sie es nicht waren, sehen Sie sofort Ihre Anmeldewege durch und wenden Sie sich an den Support von {service}.',
  },
  factors_removed: {
    subject: 'Die Zwei-Schritt-Verifizierung für Ihr Konto bei {service} wurde entfernt',
    body: 'Die Administration von {service} hat soeben Authenticator-App, Passkeys und Wiederherstellungscodes aus Ihrem Konto entfernt, und alle Geräte wurden abgemeldet. Sie melden sich mit Ihrem Passwort an und können die Zwei-Schritt-Verifizierung neu einrichten.',
    action: 'Anmeldewege ansehen',
    note: 'Wenn Sie nicht darum gebeten haben, wenden Sie sich sofort an Ihre Administration und wählen Sie ein neues Passwort.',
  },
  recovery_codes_renewed: {
    subject: 'Neue Wiederherstellungscodes für {service}',
    body: 'Für Ihr Konto bei {service} wurden soeben neue Wiederherstellungscodes erstellt. Die früheren gelten nicht mehr.',
    action: 'Anmeldewege ansehen',
    note: 'Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort und sehen Sie Ihre Geräte durch.',
  },
  api_key_added: {
    subject: 'Ein neuer API-Schlüssel für Ihr Konto bei {service}',
    body: 'Für Ihr Konto bei {service} wurde soeben ein API-Schlüssel erstellt. Anwendungen, die ihn haben, können in Ihrem Namen handeln.',
    action: 'API-Schlüssel ansehen',
    note: 'Wenn Sie es nicht waren, widerrufen Sie ihn sofort und wählen Sie ein neues Passwort.',
  },
  api_key_revoked: {
    subject: 'Ein API-Schlüssel Ihres Kontos bei {service} wurde widerrufen',
    body: 'Ein oder mehrere API-Schlüssel Ihres Kontos bei {service} wurden soeben widerrufen. Anwendungen, die sie verwenden, können nicht mehr in Ihrem Namen handeln.',
    action: 'API-Schlüssel ansehen',
    note: 'Wenn weder Sie noch die Administration von {service} es waren, wählen Sie sofort ein neues Passwort.',
  },
  invitation: {
    subject: 'Ihr Konto bei {service}',
    body: 'Die Administration von {service} hat ein Konto für Sie angelegt. Öffnen Sie den Link, um ein Passwort zu wählen. Er gilt einmal.',
    action: 'Passwort wählen',
    note: 'Wenn Sie nichts dergleichen erwartet haben, müssen Sie nichts tun: Ohne den Link kann niemand das Konto benutzen.',
  },
  confirm_address: {
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse für {service}',
    body: 'Mit dieser E-Mail-Adresse wurde ein Konto bei {service} angelegt. Der Link gilt einmal, 24 Stunden lang.',
    action: 'Adresse bestätigen',
    note: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Ein Konto, dessen Adresse nicht bestätigt ist, wird entfernt.',
  },
  address_taken: {
    subject: 'Sie haben schon ein Konto bei {service}',
    body: 'Diese E-Mail-Adresse wurde für ein neues Konto bei {service} angegeben. Sie haben schon eines: Melden Sie sich dort an, oder wählen Sie ein neues Passwort, wenn Sie das alte vergessen haben.',
    action: 'Anmelden',
    note: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Niemand hat erfahren, dass Sie ein Konto haben.',
  },
  change_address: {
    subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse für {service}',
    body: 'Diese E-Mail-Adresse wurde als neue Adresse eines Kontos bei {service} angegeben. Der Link gilt einmal, 24 Stunden lang.',
    action: 'Adresse bestätigen',
    note: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Das Konto behält seine Adresse.',
  },
  email_changed: {
    subject: 'Ihre E-Mail-Adresse für {service} wurde geändert',
    body: 'Die E-Mail-Adresse Ihres Kontos bei {service} wurde soeben geändert. Von nun an gehen E-Mails an die neue.',
    action: 'Konto ansehen',
    note: 'Wenn Sie das nicht waren, wenden Sie sich sofort an die Administration von {service}.',
  },
  password_changed: {
    subject: 'Ihr Passwort für {service} wurde geändert',
    body: 'Das Passwort Ihres Kontos bei {service} wurde soeben geändert, und alle anderen Geräte wurden abgemeldet.',
    action: 'Konto ansehen',
    note: 'Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort und sehen Sie Ihre Geräte durch.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice:
    'Wenn Sie es nicht waren, sehen Sie sofort Ihre Anmeldewege durch und wenden Sie sich an den Support von {service}.',
  reset_password: {
    subject: 'Wählen Sie ein Passwort für {service}',
    body: 'Für Ihr Konto bei {service} wurde ein Passwort angefordert. Es hat keines: Sie melden sich auf andere Weise an und können das weiter tun. Wenn Sie ein Passwort möchten, wählen Sie es über den Link. Er gilt einmal, 30 Minuten lang.',
    action: 'Passwort wählen',
    note: 'Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Ihr Konto bleibt ohne Passwort.',
  },
  factors_removed: {
    body: 'Die Administration von {service} hat soeben Authenticator-App, Passkeys und Wiederherstellungscodes aus Ihrem Konto entfernt, und alle Geräte wurden abgemeldet. Ihr Konto hat kein Passwort: Melden Sie sich mit einem Konto an, das Sie anderswo haben, oder wählen Sie auf der Anmeldeseite ein Passwort.',
    note: 'Wenn Sie nicht darum gebeten haben, wenden Sie sich sofort an Ihre Administration.',
  },
  sign_in_code: {
    body: 'Mit einem Konto, das Sie anderswo haben, wurde soeben eine Anmeldung bei {service} begonnen. Geben Sie dort diesen Code ein, um fortzufahren. Er gilt einmal, 10 Minuten lang.',
    note: 'Geben Sie diesen Code niemandem weiter. Wenn Sie es nicht waren, sichern Sie jenes Konto sofort.',
  },
};
