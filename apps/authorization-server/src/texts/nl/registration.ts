import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'Account maken',
  heading: 'Maak een account',
  name: 'Naam',
  email: 'E-mailadres',
  password: 'Wachtwoord',
  submit: 'Account maken',
  haveAccount: 'Heb je al een account?',
  signIn: 'Inloggen',
  agreement: 'Dit geldt voor je account:',
  link: 'Maak een account',
  newHere: 'Nieuw hier?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'Bevestig je e-mailadres',
  instruction:
    'We hebben een e-mail naar {address} gestuurd. Open de link daarin, op dit apparaat of een ander; deze pagina gaat vanzelf verder. Niets ontvangen? Kijk in je spammap.',
  done: 'Ik heb het bevestigd',
  resend: 'E-mail opnieuw sturen',
  sentAgain: 'De e-mail is opnieuw onderweg. Alleen de nieuwste link werkt.',
  other: 'Opnieuw beginnen met een ander adres',
  confirmedHeading: 'Je adres is bevestigd',
  goOn: 'Je kunt nu doorgaan naar {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'Bevestig je e-mailadres',
  asked: 'Bevestig dat {address} jouw adres is.',
  passwordNeeded:
    'Je hebt de link in een andere browser geopend dan die waarin je je wachtwoord hebt gekozen. Voer dat wachtwoord in, zodat we weten dat jij het was.',
  submit: 'Bevestigen',
  notYou: 'Heb je hier geen account gemaakt? Sluit dan deze pagina. Er gebeurt dan niets.',
  done: 'Ga terug naar de pagina waar je bent begonnen, of log in.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'Wijzig je e-mailadres',
  consequence: 'We sturen een link naar het nieuwe adres. Totdat je die hebt geopend, blijft je huidige adres gelden.',
  next: 'Nieuw e-mailadres',
  submit: 'Link sturen',
  sent: 'We hebben een link naar {address} gestuurd. Je adres wordt gewijzigd als je die opent.',
  confirmHeading: 'Dit adres gebruiken?',
  confirmAsked: '{address} wordt het adres van je account.',
  confirmSubmit: 'Dit adres gebruiken',
};

export const terms: Catalog['terms'] = {
  step: 'Gebruiksvoorwaarden',
  heading: 'Gebruiksvoorwaarden',
  asked: 'Lees en accepteer de gebruiksvoorwaarden voordat je doorgaat naar {client}.',
  read: 'Gebruiksvoorwaarden lezen',
  accept: 'Accepteren',
};
