import type { Catalog } from '../shape.ts';

export const formErrors: Catalog['formErrors'] = {
  login_missing: 'Geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein.',
  password_missing: 'Geben Sie Ihr Passwort ein.',
  invalid_credentials: 'Benutzername oder Passwort stimmt nicht.',
  name_throttled:
    'Zu viele Versuche für diesen Namen. Auch das richtige Passwort wird bis zu {duration} lang abgelehnt.',
  throttled: 'Es gab zu viele Versuche. Warten Sie {duration} und versuchen Sie es dann noch einmal.',
  busy: 'Im Moment laufen sehr viele Anmeldungen. Warten Sie einen Augenblick und versuchen Sie es dann noch einmal.',
  otp_missing: 'Geben Sie den Code ein.',
  invalid_otp: 'Dieser Code stimmt nicht oder gilt nicht mehr. Geben Sie den neuesten ein.',
  email_invalid: 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.',
  email_unconfirmed: 'Die Adresse ist noch nicht bestätigt. Öffnen Sie zuerst den Link in der E-Mail.',
  email_same: 'Das ist Ihre jetzige Adresse. Geben Sie eine andere ein.',
  name_missing: 'Geben Sie Ihren Namen ein.',
  new_password_missing: 'Geben Sie ein neues Passwort ein.',
  wrong_password: 'Das aktuelle Passwort stimmt nicht.',
  password_too_short: 'Das neue Passwort ist zu kurz. Verwenden Sie mindestens {count}.',
  password_common:
    'Dieses Passwort gehört zu denen, die Angreifer zuerst probieren. Nehmen Sie etwas, das sonst niemand verwendet: einige Wörter hintereinander, die nichts miteinander zu tun haben.',
  password_simple:
    'Dieses Passwort wiederholt sich oder folgt den Tasten der Tastatur. Nehmen Sie stattdessen einige Wörter hintereinander.',
  password_context:
    'Dieses Passwort ist kaum mehr als „{word}“, und das wissen andere über Sie oder diesen Dienst. Nehmen Sie einige andere Wörter hintereinander.',
  password_breached:
    'Dieses Passwort steht in einer Sammlung gestohlener Passwörter, also haben es auch Angreifer. Nehmen Sie eines, das Sie nirgendwo sonst verwenden.',
  password_same: 'Das ist Ihr jetziges Passwort. Wählen Sie ein anderes.',
  not_confirmed: 'Ihre Eingabe ist nicht Ihr Benutzername. Es wurde nichts gelöscht.',
  passkey_missing:
    'Ihr Browser hat keinen Passkey gesendet. Versuchen Sie es noch einmal oder nehmen Sie einen anderen Weg.',
  passkey_refused:
    'Dieser Passkey wurde nicht angenommen. Versuchen Sie es noch einmal oder nehmen Sie einen anderen Weg.',
  key_name_missing: 'Geben Sie einen Namen für den Schlüssel ein.',
  key_scopes_missing: 'Wählen Sie, was der Schlüssel darf.',
  key_refused: 'Das darf Ihr Schlüssel nicht haben. Wählen Sie aus dem, was hier aufgeführt ist.',
  key_limit: 'Sie haben die Höchstzahl an API-Schlüsseln erreicht. Widerrufen Sie einen, den Sie nicht mehr verwenden.',
  factor_changed: 'Dies wurde inzwischen in einem anderen Fenster geändert. Laden Sie die Seite neu.',
  user_code_missing: 'Geben Sie den Code ein, den Ihr Gerät anzeigt.',
  user_code_not_found: 'Diesen Code gibt es nicht. Vergleichen Sie ihn mit dem auf Ihrem Gerät.',
  user_code_expired: 'Dieser Code ist zu alt. Lassen Sie sich von Ihrem Gerät einen neuen geben.',
  user_code_used: 'Dieser Code wurde schon benutzt. Lassen Sie sich von Ihrem Gerät einen neuen geben.',
  upstream_denied:
    '{name} hat Sie nicht angemeldet, oder Sie haben dort abgebrochen. Es wurde nichts geändert. Versuchen Sie es noch einmal oder nehmen Sie einen anderen Weg.',
  upstream_unavailable:
    '{name} ist im Moment nicht erreichbar. Warten Sie einen Augenblick und versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.',
  upstream_misconfigured:
    'Die Anmeldung mit {name} funktioniert im Moment nicht. Nehmen Sie einen anderen Weg und sagen Sie dem Support dieses Dienstes Bescheid.',
  upstream_invalid_answer:
    'Die Antwort von {name} ließ sich nicht prüfen, deshalb wurde niemand angemeldet. Versuchen Sie es noch einmal; wenn es wieder geschieht, sagen Sie dem Support dieses Dienstes Bescheid.',
  upstream_not_fresh:
    '{name} kann nicht sagen, wann Sie sich dort angemeldet haben. Melden Sie sich mit Ihrem Passwort oder einem Passkey an.',
  upstream_not_here:
    'Niemand hat hier ein Konto mit dieser Identität bei {name}, und es wird keines von selbst angelegt. Nehmen Sie einen anderen Weg oder bitten Sie um ein Konto.',
  upstream_account_disabled:
    'Dieses Konto kann im Moment nicht verwendet werden. Fragen Sie den Support dieses Dienstes.',
  identity_taken: 'Dieses Konto bei {name} gehört hier zu einer anderen Person. Es wurde nichts geändert.',
  last_way_in:
    'Sie haben keinen anderen Weg zur Anmeldung. Wählen Sie zuerst ein Passwort, fügen Sie einen Passkey hinzu oder verbinden Sie ein anderes Konto.',
  csrf_failed:
    'Dieses Formular war zu lange offen oder kam von einer anderen Seite. Bitte versuchen Sie es noch einmal.',
};

export const errorPage: Catalog['errorPage'] = {
  step: 'Etwas ist schiefgegangen',
  whatToDo: 'Was Sie tun können',
  details: 'Angaben für den Support',
  code: 'Fehler',
  description: 'Beschreibung',
  requestId: 'Anfrage',
  received: 'Erhalten',
  registered: 'Registriert',
  nothing: 'nichts',
  add: 'In die Registry-Datei eintragen',
  home: 'Zu Ihrem Konto',
  homeOf: 'Zurück zu {client}',
  again: 'Erneut versuchen',
};

export const errors: Catalog['errors'] = {
  session_not_found: {
    title: 'Diese Anmeldung kann nicht fortgesetzt werden',
    message:
      'Wir finden die Anmeldung nicht, zu der diese Seite gehört. Vielleicht hat sie zu lange gedauert, wurde in einem anderen Tab abgeschlossen oder mit der Zurück-Taste wieder geöffnet.',
    hint: 'Gehen Sie zurück zur Anwendung und beginnen Sie dort von vorn.\nWenn Sie wieder hier ankommen, prüfen Sie, ob Ihr Browser für diese Website Cookies zulässt.\nVerwenden Sie nur einen Tab, und zwar in dem Browser, in dem Sie begonnen haben.',
  },
  upstream_answer_unexpected: {
    title: 'Diese Antwort wurde nicht erwartet',
    message:
      'Ein Anbieter, der Benutzer anmeldet, hat Ihren Browser hierher zurückgeschickt, aber nicht mit einer Antwort auf die letzte Anfrage. Vielleicht haben Sie die Zurück-Taste benutzt oder in einem zweiten Tab neu begonnen. Niemand wurde damit angemeldet und nichts wurde verbunden.',
    hint: 'Wählen Sie den Anbieter noch einmal. Führt hier keine Schaltfläche dorthin zurück, beginnen Sie in der Anwendung von vorn.\nVerwenden Sie nur einen Tab, und zwar in dem Browser, in dem Sie begonnen haben.\nWenn Sie über einen Link gekommen sind, den Ihnen jemand geschickt hat, schließen Sie diese Seite.',
  },
  interaction_expired: {
    title: 'Das hat zu lange gedauert',
    message:
      'Zu Ihrer Sicherheit muss eine Anmeldung innerhalb einer begrenzten Zeit abgeschlossen werden. Diese Zeit ist abgelaufen. Es wurde nichts geändert.',
    hint: 'Gehen Sie zurück zur Anwendung und beginnen Sie dort von vorn.',
  },
  interaction_finished: {
    title: 'Dieser Schritt ist schon erledigt',
    message:
      'Sie sind auf eine Seite einer abgeschlossenen Anmeldung zurückgekommen, vielleicht mit der Zurück-Taste oder in einem zweiten Tab.',
    hint: 'Gehen Sie zurück zur Anwendung. Wahrscheinlich sind Sie dort schon angemeldet.\nWenn nicht, beginnen Sie dort von vorn.',
  },
  cookies_missing: {
    title: 'Dieser Link gehört zu einem anderen Browser oder ist abgelaufen',
    message:
      'Diese Seite ist ein Schritt einer Anmeldung, die nur in dem Browser weitergeht, in dem sie begonnen hat. Dieser Browser hat uns kein Cookie gesendet, an dem wir das erkennen könnten.',
    hint: 'Wenn Sie diese Seite als Lesezeichen gespeichert oder ihre Adresse von anderswo haben, beginnen Sie stattdessen in der Anwendung.\nWenn Sie gerade dabei waren, sich anzumelden, lassen Sie in den Einstellungen Ihres Browsers Cookies für diese Website zu und beginnen Sie in der Anwendung von vorn.',
  },
  link_used: {
    title: 'Dieser Link funktioniert nicht mehr',
    message: 'Er wurde schon benutzt, es wurde ein neuerer gesendet, oder er ist zu alt.',
    hint: 'Fordern Sie auf der Anmeldeseite einen neuen Link an.',
  },
  test_link_used: {
    title: 'Dieser Testlink funktioniert nicht mehr',
    message:
      'Ein Link, der die Anmeldung bei einem Anbieter testet, gilt einmal, 10 Minuten lang. Er wurde schon geöffnet oder ist zu alt. Nichts wurde geändert.',
    hint: '„gatehouse connections test NAME --sign-in“ gibt einen neuen Link aus.',
  },
  account_changed: {
    title: 'Jetzt ist jemand anderes angemeldet',
    message:
      'Seit Sie diese Seite geöffnet haben, hat in diesem Browser das Konto gewechselt. Deshalb haben wir hier angehalten.',
    hint: 'Gehen Sie zurück zur Anwendung und beginnen Sie dort von vorn.',
  },
  csrf_failed: {
    title: 'Wir konnten dieses Formular nicht annehmen',
    message: 'Es war zu lange offen oder kam nicht von einer unserer Seiten. Es wurde nichts geändert.',
    hint: 'Gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie den Schritt.\nPrüfen Sie, ob Ihr Browser für diese Website Cookies zulässt.',
  },
  invalid_redirect_uri: {
    title: 'Wir können Sie nicht zu dieser Anwendung zurückbringen',
    message:
      'Die Adresse, zu der Sie zurückkehren sollen, ist nicht registriert. Wir haben hier angehalten, damit nichts in fremde Hände gerät.',
    hint: 'Mit Ihrem Konto ist alles in Ordnung. Wenden Sie sich an die Betreiber der Anwendung.\nFür Entwickler: redirect_uri muss Zeichen für Zeichen mit einer registrierten Adresse übereinstimmen.',
  },
  invalid_client: {
    title: 'Wir kennen diese Anwendung nicht',
    message: 'Die Anwendung, die Sie hierher geschickt hat, ist nicht registriert oder wurde abgeschaltet.',
    hint: 'Wenden Sie sich an die Betreiber der Anwendung.',
  },
  client_document_refused: {
    title: 'Wir konnten diese Anwendung nicht zulassen',
    message:
      'Sie beschreibt sich auf einer eigenen Website; was dort steht, fehlt oder ist hier nicht erlaubt. Mit Ihrem Konto ist alles in Ordnung.',
    hint: 'Wenden Sie sich an die Betreiber der Anwendung.\nFür Entwickler: Die Einzelheiten unten sagen, was nicht stimmt.',
  },
  logout_refused: {
    title: 'Die Abmeldung wurde nicht abgeschlossen',
    message:
      'Die Anwendung wollte Sie abmelden, aber etwas an ihrer Anfrage stimmte nicht. Wenn Sie hier angemeldet waren, sind Sie es noch.',
    hint: 'Sie können sich trotzdem abmelden.\nWenn es wieder vorkommt, sagen Sie es den Betreibern der Anwendung.',
  },
  invalid_request: {
    title: 'Diese Anfrage ließ sich nicht ausführen',
    message:
      'In dem, was die Anwendung gesendet hat, fehlt etwas oder ist etwas nicht erlaubt. Es liegt nicht an Ihnen.',
    hint: 'Gehen Sie zurück zur Anwendung und versuchen Sie es noch einmal.\nWenn das nicht hilft, wenden Sie sich mit den Angaben unten an die Betreiber.',
  },
  access_denied: {
    title: 'Der Zugriff wurde nicht erlaubt',
    message: 'Die Anfrage wurde abgebrochen. Die Anwendung hat nichts erhalten.',
    hint: 'Sie können dieses Fenster schließen oder in der Anwendung von vorn beginnen.',
  },
  too_many_requests: {
    title: 'Zu viele Anfragen',
    message: 'Aus Ihrem Netzwerk kamen in kurzer Zeit sehr viele Anfragen. Deshalb bremsen wir im Moment.',
    hint: 'Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
  },
  not_found: {
    title: 'Diese Seite gibt es nicht',
    message: 'Vielleicht ist die Adresse falsch geschrieben, oder die Seite gibt es nicht mehr.',
    hint: 'Prüfen Sie die Adresse oder gehen Sie zurück zur Anwendung.',
  },
  method_not_allowed: {
    title: 'So lässt sich diese Seite nicht aufrufen',
    message:
      'Die Adresse stimmt, wurde aber auf eine Weise aufgerufen, auf die sie nicht antwortet. Das ist nicht Ihre Schuld.',
    hint: 'Gehen Sie zurück zur Anwendung und beginnen Sie dort von vorn.\nFür Entwickler: Der Header Allow dieser Antwort nennt die Methoden, die es gibt.',
  },
  temporarily_unavailable: {
    title: 'Wir sind im Moment nicht erreichbar',
    message: 'Der Dienst ist ausgelastet oder wird gerade aktualisiert.',
    hint: 'Warten Sie einen Augenblick und laden Sie diese Seite dann neu.',
  },
  server_error: {
    title: 'Bei uns ist etwas schiefgegangen',
    message: 'Wir konnten Ihre Anfrage nicht abschließen. Der Fehler wurde aufgezeichnet.',
    hint: 'Warten Sie einen Augenblick und beginnen Sie dann in der Anwendung von vorn.\nWenn es wieder geschieht, wenden Sie sich mit den Angaben unten an den Support.',
  },
};
