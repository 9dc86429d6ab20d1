import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Cześć, {name}!',
  reason:
    'Otrzymujesz tę wiadomość, ponieważ adres {address} należy do konta w usłudze {service} lub został dla niego podany.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Wybierz nowe hasło do usługi {service}',
    body: 'Poproszono o nowe hasło do Twojego konta w usłudze {service}. Link działa tylko raz, przez 30 minut.',
    action: 'Wybierz nowe hasło',
    note: 'Jeśli to nie Ty, nie musisz nic robić: Twoje hasło się nie zmieni.',
  },
  factor_added: {
    subject: 'Nowy sposób logowania się do usługi {service}',
    body: 'Do Twojego konta w usłudze {service} właśnie dodano klucz dostępu lub aplikację uwierzytelniającą.',
    action: 'Sprawdź sposoby logowania',
    note: 'Jeśli to nie Ty, od razu usuń ten sposób logowania i wybierz nowe hasło.',
  },
  factor_removed: {
    subject: 'Usunięto sposób logowania się do usługi {service}',
    body: 'Z Twojego konta w usłudze {service} właśnie usunięto klucz dostępu lub aplikację uwierzytelniającą.',
    action: 'Sprawdź sposoby logowania',
    note: 'Jeśli to nie Ty, od razu wybierz nowe hasło i sprawdź swoje urządzenia.',
  },
  sign_in_code: {
    subject: 'Twój kod do usługi {service}',
    body: 'Twoje hasło zostało właśnie użyte do logowania w usłudze {service}. Aby kontynuować, wpisz tam ten kod. Działa tylko raz, przez 10 minut.',
    action: 'Twój kod',
    note: 'Nie podawaj tego kodu nikomu. Jeśli to nie Ty, ktoś zna Twoje hasło: od razu wybierz nowe.',
  },
  identity_linked: {
    subject: 'Połączono konto do logowania się do usługi {service}',
    body: 'Konto, które masz gdzie indziej, zostało właśnie połączone z Twoim kontem w usłudze {service}. Od teraz można się nim logować.',
    action: 'Sprawdź sposoby logowania',
    note: 'Jeśli to nie Ty, od razu je odłącz i sprawdź swoje urządzenia.',
  },
  identity_unlinked: {
    subject: 'Odłączono konto od usługi {service}',
    body: 'Konto, które masz gdzie indziej, zostało właśnie odłączone od Twojego konta w usłudze {service}. Nie można się nim już logować.',
    action: 'Sprawdź sposoby logowania',
    note: 'Jeśli to nie Ty, od razu sprawdź sposoby logowania i skontaktuj się z pomocą usługi {service}.',
  },
  factors_removed: {
    subject: 'Usunięto weryfikację dwuetapową z Twojego konta w usłudze {service}',
    body: 'Administrator usługi {service} właśnie usunął z Twojego konta aplikację uwierzytelniającą, klucze dostępu i kody zapasowe oraz wylogował Cię na wszystkich urządzeniach. Zaloguj się hasłem; potem możesz ponownie skonfigurować weryfikację dwuetapową.',
    action: 'Sprawdź sposoby logowania',
    note: 'Jeśli to nie była Twoja prośba, od razu skontaktuj się z administratorem i wybierz nowe hasło.',
  },
  recovery_codes_renewed: {
    subject: 'Nowe kody zapasowe do usługi {service}',
    body: 'Dla Twojego konta w usłudze {service} właśnie utworzono nowe kody zapasowe. Stare już nie działają.',
    action: 'Sprawdź sposoby logowania',
    note: 'Jeśli to nie Ty, od razu wybierz nowe hasło i sprawdź swoje urządzenia.',
  },
  api_key_added: {
    subject: 'Nowy klucz API do Twojego konta w usłudze {service}',
    body: 'Dla Twojego konta w usłudze {service} właśnie utworzono klucz API. Aplikacje, które go mają, mogą działać w Twoim imieniu.',
    action: 'Sprawdź klucze API',
    note: 'Jeśli to nie Ty, od razu go unieważnij i wybierz nowe hasło.',
  },
  api_key_revoked: {
    subject: 'Unieważniono klucz API Twojego konta w usłudze {service}',
    body: 'Właśnie unieważniono co najmniej jeden klucz API Twojego konta w usłudze {service}. Aplikacje, które z niego korzystają, nie mogą już działać w Twoim imieniu.',
    action: 'Sprawdź klucze API',
    note: 'Jeśli to ani Ty, ani administrator usługi {service}, od razu wybierz nowe hasło.',
  },
  invitation: {
    subject: 'Twoje konto w usłudze {service}',
    body: 'Administrator usługi {service} utworzył dla Ciebie konto. Otwórz link, aby wybrać hasło. Działa tylko raz.',
    action: 'Wybierz hasło',
    note: 'Jeśli nie spodziewasz się tej wiadomości, nie musisz nic robić: bez tego linku nikt nie może korzystać z konta.',
  },
  confirm_address: {
    subject: 'Potwierdź swój adres e-mail w usłudze {service}',
    body: 'W usłudze {service} utworzono konto z tym adresem e-mail. Link działa tylko raz, przez 24 godziny.',
    action: 'Potwierdź adres',
    note: 'Jeśli to nie Ty, nie musisz nic robić: konto z niepotwierdzonym adresem zostanie usunięte.',
  },
  address_taken: {
    subject: 'Masz już konto w usłudze {service}',
    body: 'Ten adres e-mail podano przy zakładaniu nowego konta w usłudze {service}. Masz już konto: zaloguj się na nie lub wybierz tam nowe hasło, jeśli nie pamiętasz starego.',
    action: 'Zaloguj się',
    note: 'Jeśli to nie Ty, nie musisz nic robić: nikt się nie dowiedział, że masz konto.',
  },
  change_address: {
    subject: 'Potwierdź swój nowy adres e-mail w usłudze {service}',
    body: 'Ten adres e-mail podano jako nowy adres konta w usłudze {service}. Link działa tylko raz, przez 24 godziny.',
    action: 'Potwierdź adres',
    note: 'Jeśli to nie Ty, nie musisz nic robić: adres konta się nie zmieni.',
  },
  email_changed: {
    subject: 'Zmieniono Twój adres e-mail w usłudze {service}',
    body: 'Adres e-mail Twojego konta w usłudze {service} został właśnie zmieniony. Od teraz wiadomości będą przychodzić na nowy adres.',
    action: 'Sprawdź swoje konto',
    note: 'Jeśli to nie Ty, od razu skontaktuj się z administratorem usługi {service}.',
  },
  password_changed: {
    subject: 'Zmieniono Twoje hasło do usługi {service}',
    body: 'Hasło do Twojego konta w usłudze {service} zostało właśnie zmienione, a wszystkie inne urządzenia wylogowano.',
    action: 'Sprawdź swoje konto',
    note: 'Jeśli to nie Ty, od razu wybierz nowe hasło i sprawdź swoje urządzenia.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: 'Jeśli to nie Ty, od razu sprawdź sposoby logowania i skontaktuj się z pomocą usługi {service}.',
  reset_password: {
    subject: 'Wybierz hasło do usługi {service}',
    body: 'Poproszono o hasło do Twojego konta w usłudze {service}. Konto go nie ma: logujesz się w inny sposób i nadal możesz to robić. Jeśli chcesz mieć hasło, wybierz je przez link. Działa tylko raz, przez 30 minut.',
    action: 'Wybierz hasło',
    note: 'Jeśli to nie Ty, nie musisz nic robić: Twoje konto pozostanie bez hasła.',
  },
  factors_removed: {
    body: 'Administrator usługi {service} właśnie usunął z Twojego konta aplikację uwierzytelniającą, klucze dostępu i kody zapasowe oraz wylogował Cię na wszystkich urządzeniach. Twoje konto nie ma hasła: zaloguj się kontem, które masz gdzie indziej, lub wybierz hasło na stronie logowania.',
    note: 'Jeśli to nie była Twoja prośba, od razu skontaktuj się z administratorem.',
  },
  sign_in_code: {
    body: 'Konto, które masz gdzie indziej, zostało właśnie użyte do logowania w usłudze {service}. Aby kontynuować, wpisz tam ten kod. Działa tylko raz, przez 10 minut.',
    note: 'Nie podawaj tego kodu nikomu. Jeśli to nie Ty, od razu zabezpiecz tamto konto.',
  },
};
