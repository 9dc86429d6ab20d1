import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'Utwórz konto',
  heading: 'Utwórz konto',
  name: 'Imię i nazwisko',
  email: 'Adres e-mail',
  password: 'Hasło',
  submit: 'Utwórz konto',
  haveAccount: 'Masz już konto?',
  signIn: 'Zaloguj się',
  agreement: 'Twojego konta dotyczą:',
  link: 'Utwórz konto',
  newHere: 'Nie masz konta?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'Potwierdź swój adres e-mail',
  instruction:
    'Wysłaliśmy e-mail na adres {address}. Otwórz zawarty w nim link na tym lub innym urządzeniu; ta strona sama przejdzie dalej. Nic nie przyszło? Sprawdź folder ze spamem.',
  done: 'Adres już potwierdzony',
  resend: 'Wyślij e-mail ponownie',
  sentAgain: 'E-mail znów jest w drodze. Działa tylko najnowszy link.',
  other: 'Zacznij od nowa z innym adresem',
  confirmedHeading: 'Twój adres jest potwierdzony',
  goOn: 'Możesz teraz przejść do aplikacji {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'Potwierdź swój adres e-mail',
  asked: 'Potwierdź, że {address} to Twój adres.',
  passwordNeeded:
    'Link został otwarty w innej przeglądarce niż ta, w której wybrano hasło. Wpisz to hasło, abyśmy wiedzieli, że to Ty.',
  submit: 'Potwierdź',
  notYou: 'Jeśli to nie Ty zakładasz tu konto, zamknij tę stronę. Nic się wtedy nie stanie.',
  done: 'Wróć na stronę, na której wszystko się zaczęło, lub zaloguj się.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'Zmień adres e-mail',
  consequence: 'Wyślemy link na nowy adres. Dopóki go nie otworzysz, obowiązuje obecny adres.',
  next: 'Nowy adres e-mail',
  submit: 'Wyślij link',
  sent: 'Wysłaliśmy link na adres {address}. Twój adres zmieni się, gdy go otworzysz.',
  confirmHeading: 'Używać tego adresu?',
  confirmAsked: '{address} stanie się adresem Twojego konta.',
  confirmSubmit: 'Używaj tego adresu',
};

export const terms: Catalog['terms'] = {
  step: 'Warunki użytkowania',
  heading: 'Warunki użytkowania',
  asked: 'Zanim przejdziesz do aplikacji {client}, przeczytaj i zaakceptuj warunki użytkowania.',
  read: 'Przeczytaj warunki użytkowania',
  accept: 'Akceptuję',
};
