import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Hallo {name},',
  reason: 'Je krijgt deze e-mail omdat {address} bij een account van {service} hoort of daarvoor is ingevoerd.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Kies een nieuw wachtwoord voor {service}',
    body: 'Er is een nieuw wachtwoord aangevraagd voor je account bij {service}. De link werkt één keer, gedurende 30 minuten.',
    action: 'Nieuw wachtwoord kiezen',
    note: 'Was jij dit niet? Dan hoef je niets te doen: je wachtwoord blijft zoals het is.',
  },
  factor_added: {
    subject: 'Een nieuwe manier om in te loggen bij {service}',
    body: 'Er is zojuist een toegangssleutel of een authenticator-app toegevoegd aan je account bij {service}.',
    action: 'Bekijk hoe je inlogt',
    note: 'Was jij dit niet? Verwijder die dan meteen en kies een nieuw wachtwoord.',
  },
  factor_removed: {
    subject: 'Een manier om in te loggen bij {service} is verwijderd',
    body: 'Er is zojuist een toegangssleutel of een authenticator-app verwijderd uit je account bij {service}.',
    action: 'Bekijk hoe je inlogt',
    note: 'Was jij dit niet? Kies dan meteen een nieuw wachtwoord en controleer je apparaten.',
  },
  sign_in_code: {
    subject: 'Je code voor {service}',
    body: 'Er is zojuist met je wachtwoord ingelogd bij {service}. Voer daar deze code in om door te gaan. De code werkt één keer, gedurende 10 minuten.',
    action: 'Je code',
    note: 'Deel deze code met niemand. Was jij dit niet? Dan kent iemand je wachtwoord: kies meteen een nieuw.',
  },
  identity_linked: {
    subject: 'Er is een account gekoppeld om in te loggen bij {service}',
    body: 'Een account dat je elders hebt, is zojuist gekoppeld aan je account bij {service}. Vanaf nu kan ermee worden ingelogd.',
    action: 'Bekijk hoe je inlogt',
    note: 'Was jij dit niet? Ontkoppel het dan meteen en controleer je apparaten.',
  },
  identity_unlinked: {
    subject: 'Er is een account ontkoppeld van {service}',
    body: 'Een account dat je elders hebt, is zojuist ontkoppeld van je account bij {service}. Er kan niet meer mee worden ingelogd.',
    action: 'Bekijk hoe je inlogt',
    note: 'Was jij dit niet? Controleer dan meteen hoe je inlogt en neem contact op met de support van {service}.',
  },
  factors_removed: {
    subject: 'Verificatie in twee stappen is verwijderd van je account bij {service}',
    body: 'Een beheerder van {service} heeft zojuist de authenticator-app, de toegangssleutels en de herstelcodes van je account verwijderd en je op alle apparaten uitgelogd. Je logt in met je wachtwoord en kunt verificatie in twee stappen opnieuw instellen.',
    action: 'Bekijk hoe je inlogt',
    note: 'Heb je hier niet om gevraagd? Neem dan meteen contact op met je beheerder en kies een nieuw wachtwoord.',
  },
  recovery_codes_renewed: {
    subject: 'Nieuwe herstelcodes voor {service}',
    body: 'Er zijn zojuist nieuwe herstelcodes gemaakt voor je account bij {service}. De oude werken niet meer.',
    action: 'Bekijk hoe je inlogt',
    note: 'Was jij dit niet? Kies dan meteen een nieuw wachtwoord en controleer je apparaten.',
  },
  api_key_added: {
    subject: 'Een nieuwe API-sleutel voor je account bij {service}',
    body: 'Er is zojuist een API-sleutel gemaakt voor je account bij {service}. Applicaties die de sleutel hebben, kunnen namens jou handelen.',
    action: 'Bekijk je API-sleutels',
    note: 'Was jij dit niet? Trek de sleutel dan meteen in en kies een nieuw wachtwoord.',
  },
  api_key_revoked: {
    subject: 'Een API-sleutel van je account bij {service} is ingetrokken',
    body: 'Er zijn zojuist een of meer API-sleutels van je account bij {service} ingetrokken. Applicaties die ze gebruiken, kunnen niet meer namens jou handelen.',
    action: 'Bekijk je API-sleutels',
    note: 'Heb jij dit niet gedaan, en een beheerder van {service} ook niet? Kies dan meteen een nieuw wachtwoord.',
  },
  invitation: {
    subject: 'Je account bij {service}',
    body: 'Een beheerder van {service} heeft een account voor je gemaakt. Open de link om een wachtwoord te kiezen. De link werkt één keer.',
    action: 'Wachtwoord kiezen',
    note: 'Had je dit niet verwacht? Dan hoef je niets te doen: zonder de link kan niemand het account gebruiken.',
  },
  confirm_address: {
    subject: 'Bevestig je e-mailadres voor {service}',
    body: 'Er is bij {service} een account gemaakt met dit e-mailadres. De link werkt één keer, gedurende 24 uur.',
    action: 'Adres bevestigen',
    note: 'Was jij dit niet? Dan hoef je niets te doen: een account waarvan het adres niet is bevestigd, wordt verwijderd.',
  },
  address_taken: {
    subject: 'Je hebt al een account bij {service}',
    body: 'Dit e-mailadres is ingevoerd voor een nieuw account bij {service}. Je hebt er al een: log in, of kies daar een nieuw wachtwoord als je het oude bent vergeten.',
    action: 'Inloggen',
    note: 'Was jij dit niet? Dan hoef je niets te doen: niemand is te weten gekomen dat je een account hebt.',
  },
  change_address: {
    subject: 'Bevestig je nieuwe e-mailadres voor {service}',
    body: 'Dit e-mailadres is ingevoerd als het nieuwe adres van een account bij {service}. De link werkt één keer, gedurende 24 uur.',
    action: 'Adres bevestigen',
    note: 'Was jij dit niet? Dan hoef je niets te doen: het account houdt zijn adres.',
  },
  email_changed: {
    subject: 'Je e-mailadres voor {service} is gewijzigd',
    body: 'Het e-mailadres van je account bij {service} is zojuist gewijzigd. Vanaf nu gaan e-mails naar het nieuwe adres.',
    action: 'Bekijk je account',
    note: 'Was jij dit niet? Neem dan meteen contact op met een beheerder van {service}.',
  },
  password_changed: {
    subject: 'Je wachtwoord voor {service} is gewijzigd',
    body: 'Het wachtwoord van je account bij {service} is zojuist gewijzigd, en alle andere apparaten zijn uitgelogd.',
    action: 'Bekijk je account',
    note: 'Was jij dit niet? Kies dan meteen een nieuw wachtwoord en controleer je apparaten.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: 'Was jij dit niet? Controleer dan meteen hoe je inlogt en neem contact op met de support van {service}.',
  reset_password: {
    subject: 'Kies een wachtwoord voor {service}',
    body: 'Er is een wachtwoord aangevraagd voor je account bij {service}. Het heeft er geen: je logt op een andere manier in en kunt dat blijven doen. Wil je een wachtwoord, kies het dan via de link. De link werkt één keer, gedurende 30 minuten.',
    action: 'Wachtwoord kiezen',
    note: 'Was jij dit niet? Dan hoef je niets te doen: je account blijft zonder wachtwoord.',
  },
  factors_removed: {
    body: 'Een beheerder van {service} heeft zojuist de authenticator-app, de toegangssleutels en de herstelcodes van je account verwijderd en je op alle apparaten uitgelogd. Je account heeft geen wachtwoord: log in met een account dat je elders hebt, of kies een wachtwoord op de inlogpagina.',
    note: 'Heb je hier niet om gevraagd? Neem dan meteen contact op met je beheerder.',
  },
  sign_in_code: {
    body: 'Er is zojuist bij {service} ingelogd met een account dat je elders hebt. Voer daar deze code in om door te gaan. De code werkt één keer, gedurende 10 minuten.',
    note: 'Deel deze code met niemand. Was jij dit niet? Beveilig dat account dan meteen.',
  },
};
