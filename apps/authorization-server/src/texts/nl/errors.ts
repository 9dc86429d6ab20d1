import type { Catalog } from '../shape.ts';

export const formErrors: Catalog['formErrors'] = {
  login_missing: 'Voer je gebruikersnaam of e-mailadres in.',
  password_missing: 'Voer je wachtwoord in.',
  invalid_credentials: 'De gebruikersnaam of het wachtwoord klopt niet.',
  name_throttled: 'Te veel pogingen voor deze naam. Zelfs het juiste wachtwoord wordt maximaal {duration} geweigerd.',
  throttled: 'Er waren te veel pogingen. Wacht {duration} en probeer het dan opnieuw.',
  busy: 'Er wordt op dit moment heel vaak ingelogd. Wacht even en probeer het dan opnieuw.',
  otp_missing: 'Voer de code in.',
  invalid_otp: 'Deze code klopt niet of is niet meer geldig. Voer de nieuwste in.',
  email_invalid: 'Voer een e-mailadres in, zoals naam@example.com.',
  email_unconfirmed: 'Het adres is nog niet bevestigd. Open eerst de link in de e-mail.',
  email_same: 'Dat is je huidige adres. Voer een ander in.',
  name_missing: 'Voer je naam in.',
  new_password_missing: 'Voer een nieuw wachtwoord in.',
  wrong_password: 'Het huidige wachtwoord klopt niet.',
  password_too_short: 'Het nieuwe wachtwoord is te kort. Gebruik minstens {count}.',
  password_common:
    'Dit wachtwoord is er een dat aanvallers als eerste proberen. Kies iets wat niemand anders gebruikt: een paar woorden achter elkaar die niets met elkaar te maken hebben.',
  password_simple:
    'Dit wachtwoord herhaalt zichzelf of volgt de toetsen van het toetsenbord. Kies liever een paar woorden achter elkaar.',
  password_context:
    'Dit wachtwoord is weinig meer dan “{word}”, en dat weten anderen over jou of deze dienst. Kies een paar andere woorden achter elkaar.',
  password_breached:
    'Dit wachtwoord staat in een verzameling gestolen wachtwoorden, dus aanvallers hebben het ook. Kies er een dat je nergens anders gebruikt.',
  password_same: 'Dat is je huidige wachtwoord. Kies een ander.',
  not_confirmed: 'Wat je hebt ingevoerd, is niet je gebruikersnaam. Er is niets verwijderd.',
  passkey_missing: 'Je browser heeft geen toegangssleutel gestuurd. Probeer het opnieuw of kies een andere manier.',
  passkey_refused: 'Deze toegangssleutel is niet geaccepteerd. Probeer het opnieuw of kies een andere manier.',
  key_name_missing: 'Voer een naam voor de sleutel in.',
  key_scopes_missing: 'Kies wat de sleutel mag doen.',
  key_refused: 'Je sleutel mag dat niet hebben. Kies uit wat hier staat.',
  key_limit: 'Je hebt het maximale aantal API-sleutels. Trek er een in die je niet meer gebruikt.',
  factor_changed: 'Dit is intussen in een ander venster gewijzigd. Laad de pagina opnieuw.',
  user_code_missing: 'Voer de code in die je apparaat toont.',
  user_code_not_found: 'Deze code bestaat niet. Vergelijk hem met de code op je apparaat.',
  user_code_expired: 'Deze code is te oud. Vraag op je apparaat een nieuwe aan.',
  user_code_used: 'Deze code is al gebruikt. Vraag op je apparaat een nieuwe aan.',
  upstream_denied:
    '{name} heeft u niet binnengelaten, of u hebt daar geannuleerd. Er is niets veranderd. Probeer het opnieuw of kies een andere manier.',
  upstream_unavailable: '{name} is nu niet bereikbaar. Wacht even en probeer het opnieuw, of kies een andere manier.',
  upstream_misconfigured:
    'Inloggen met {name} werkt op dit moment niet. Kies een andere manier en laat het de helpdesk van deze dienst weten.',
  upstream_invalid_answer:
    'Het antwoord van {name} kon niet worden gecontroleerd, dus er is niemand ingelogd. Probeer het opnieuw; gebeurt het weer, laat het dan de helpdesk van deze dienst weten.',
  upstream_not_fresh: '{name} kan niet zeggen wanneer u daar hebt ingelogd. Log in met uw wachtwoord of een passkey.',
  upstream_not_here:
    'Niemand heeft hier een account met deze identiteit bij {name}, en er wordt er geen vanzelf gemaakt. Kies een andere manier of vraag om een account.',
  upstream_account_disabled:
    'Dit account kan op dit moment niet worden gebruikt. Vraag het de helpdesk van deze dienst.',
  identity_taken: 'Dat account bij {name} hoort hier bij iemand anders. Er is niets gewijzigd.',
  last_way_in:
    'Je hebt geen andere manier om in te loggen. Kies eerst een wachtwoord, voeg een toegangssleutel toe of koppel een ander account.',
  csrf_failed: 'Dit formulier stond te lang open of kwam van een andere pagina. Probeer het opnieuw.',
};

export const errorPage: Catalog['errorPage'] = {
  step: 'Er is iets misgegaan',
  whatToDo: 'Wat je kunt doen',
  details: 'Gegevens voor de helpdesk',
  code: 'Fout',
  description: 'Beschrijving',
  requestId: 'Verzoek',
  received: 'Ontvangen',
  registered: 'Geregistreerd',
  nothing: 'niets',
  add: 'Toevoegen aan het registerbestand',
  home: 'Naar je account',
  homeOf: 'Terug naar {client}',
  again: 'Opnieuw proberen',
};

export const errors: Catalog['errors'] = {
  session_not_found: {
    title: 'Je kunt hier niet verder inloggen',
    message:
      'We kunnen de inlogpoging waar deze pagina bij hoort niet vinden. Misschien duurde het te lang, heb je het inloggen in een ander tabblad afgerond of heb je de pagina met de terugknop opnieuw geopend.',
    hint: 'Ga terug naar de applicatie en begin daar opnieuw.\nKom je hier nog een keer terecht? Controleer dan of je browser cookies van deze site accepteert.\nGebruik één tabblad, in de browser waarin je bent begonnen.',
  },
  upstream_answer_unexpected: {
    title: 'Dit antwoord werd niet verwacht',
    message:
      'Een aanbieder die gebruikers inlogt, heeft je browser hierheen teruggestuurd, maar niet met een antwoord op de laatste vraag. Misschien heb je de terugknop gebruikt of ben je opnieuw begonnen in een tweede tabblad. Niemand is hiermee ingelogd en er is niets gekoppeld.',
    hint: 'Kies de aanbieder nog een keer. Leidt hier geen knop ernaar terug, begin dan opnieuw vanuit de applicatie.\nGebruik één tabblad, in de browser waarin je bent begonnen.\nBen je hier via een link die iemand je heeft gestuurd? Sluit dan deze pagina.',
  },
  interaction_expired: {
    title: 'Dit heeft te lang geduurd',
    message:
      'Voor je veiligheid moet je binnen een beperkte tijd inloggen, en die tijd is voorbij. Er is niets gewijzigd.',
    hint: 'Ga terug naar de applicatie en begin daar opnieuw.',
  },
  interaction_finished: {
    title: 'Deze stap is al gedaan',
    message:
      'Je bent teruggekomen op een inlogpagina die al is afgerond, misschien met de terugknop of in een tweede tabblad.',
    hint: 'Ga terug naar de applicatie. Waarschijnlijk ben je daar al ingelogd.\nZo niet, begin daar dan opnieuw.',
  },
  cookies_missing: {
    title: 'Deze link hoort bij een andere browser of is verlopen',
    message:
      'Deze pagina is een stap van het inloggen, en dat gaat alleen verder in de browser waarin je bent begonnen. Deze browser heeft ons geen cookie gestuurd waaraan we dat kunnen zien.',
    hint: 'Heb je deze pagina als bladwijzer bewaard of het adres ergens anders vandaan? Begin dan in de applicatie.\nWas je aan het inloggen? Sta dan in de instellingen van je browser cookies van deze site toe en begin opnieuw in de applicatie.',
  },
  link_used: {
    title: 'Deze link werkt niet meer',
    message: 'De link is al gebruikt, er is een nieuwere gestuurd, of hij is te oud.',
    hint: 'Vraag een nieuwe link aan op de pagina waar je inlogt.',
  },
  test_link_used: {
    title: 'Deze testlink werkt niet meer',
    message:
      'Een link die het inloggen bij een provider test, werkt één keer, gedurende 10 minuten. De link is al geopend of te oud. Er is niets gewijzigd.',
    hint: '“gatehouse connections test NAME --sign-in” toont een nieuwe link.',
  },
  account_changed: {
    title: 'Er is nu iemand anders ingelogd',
    message: 'Het account in deze browser is veranderd sinds je deze pagina opende. Daarom zijn we hier gestopt.',
    hint: 'Ga terug naar de applicatie en begin daar opnieuw.',
  },
  csrf_failed: {
    title: 'We konden dit formulier niet accepteren',
    message: 'Het stond te lang open of het kwam niet van een van onze eigen pagina’s. Er is niets gewijzigd.',
    hint: 'Ga terug, laad de pagina opnieuw en herhaal de stap.\nControleer of je browser cookies van deze site accepteert.',
  },
  invalid_redirect_uri: {
    title: 'We kunnen je niet terugbrengen naar deze applicatie',
    message:
      'Het adres waar de applicatie je naar wil terugsturen, is niet geregistreerd. We zijn hier gestopt, zodat er niets bij een onbekende terechtkomt.',
    hint: 'Er is niets mis met je account. Neem contact op met de helpdesk van de applicatie.\nVoor ontwikkelaars: redirect_uri moet teken voor teken gelijk zijn aan een geregistreerd adres.',
  },
  invalid_client: {
    title: 'We kennen deze applicatie niet',
    message: 'De applicatie die je hierheen heeft gestuurd, is niet geregistreerd of is uitgeschakeld.',
    hint: 'Neem contact op met de helpdesk van de applicatie.',
  },
  client_document_refused: {
    title: 'We konden deze applicatie niet toelaten',
    message:
      'Ze beschrijft zichzelf op een eigen website, en wat daar staat ontbreekt of is hier niet toegestaan. Met je account is niets mis.',
    hint: 'Neem contact op met de helpdesk van de applicatie.\nVoor ontwikkelaars: de details hieronder zeggen wat er mis is.',
  },
  logout_refused: {
    title: 'Het uitloggen is niet afgerond',
    message:
      'De applicatie wilde je uitloggen, maar er klopte iets niet aan het verzoek. Als je hier was ingelogd, ben je dat nog steeds.',
    hint: 'Je kunt toch uitloggen.\nGebeurt dit nog een keer? Neem dan contact op met de helpdesk van de applicatie.',
  },
  invalid_request: {
    title: 'Dit verzoek kon niet worden voltooid',
    message:
      'Er ontbreekt iets in wat de applicatie heeft gestuurd, of er is iets niet toegestaan. Het ligt niet aan jou.',
    hint: 'Ga terug naar de applicatie en probeer het opnieuw.\nHelpt dat niet? Neem dan contact op met de helpdesk van de applicatie en stuur de gegevens hieronder mee.',
  },
  access_denied: {
    title: 'De toegang is niet toegestaan',
    message: 'Het verzoek is geannuleerd. De applicatie heeft niets ontvangen.',
    hint: 'Je kunt dit venster sluiten of opnieuw beginnen in de applicatie.',
  },
  too_many_requests: {
    title: 'Te veel verzoeken',
    message: 'Vanaf jouw netwerk kwamen in korte tijd heel veel verzoeken. Daarom hebben we het tempo verlaagd.',
    hint: 'Wacht een paar minuten en probeer het dan opnieuw.',
  },
  not_found: {
    title: 'Deze pagina bestaat niet',
    message: 'Misschien zit er een typefout in het adres, of de pagina bestaat niet meer.',
    hint: 'Controleer het adres of ga terug naar de applicatie.',
  },
  method_not_allowed: {
    title: 'Dit kan hier niet worden verstuurd',
    message: 'Het adres klopt, maar het is aangeroepen op een manier waarop het niet reageert. Het ligt niet aan jou.',
    hint: 'Ga terug naar de applicatie en begin daar opnieuw.\nVoor ontwikkelaars: de header Allow van dit antwoord noemt de methoden die er zijn.',
  },
  temporarily_unavailable: {
    title: 'We zijn op dit moment niet bereikbaar',
    message: 'De dienst is overbelast of wordt bijgewerkt.',
    hint: 'Wacht even en laad deze pagina dan opnieuw.',
  },
  server_error: {
    title: 'Er is bij ons iets misgegaan',
    message: 'We konden je verzoek niet afronden. De fout is vastgelegd.',
    hint: 'Wacht even en begin dan opnieuw in de applicatie.\nGebeurt het nog een keer? Neem dan contact op met de helpdesk en stuur de gegevens hieronder mee.',
  },
};
