import type { Catalog } from '../shape.ts';

export const formErrors: Catalog['formErrors'] = {
  login_missing: 'Wpisz nazwę użytkownika lub adres e-mail.',
  password_missing: 'Wpisz hasło.',
  invalid_credentials: 'Nazwa użytkownika lub hasło jest nieprawidłowe.',
  name_throttled:
    'Zbyt wiele prób dla tej nazwy. Na razie nawet prawidłowe hasło nie jest przyjmowane (najdłuższy czas blokady: {duration}).',
  throttled: 'Było zbyt wiele prób. Spróbuj ponownie później (czas oczekiwania: {duration}).',
  busy: 'W tej chwili trwa bardzo wiele logowań. Poczekaj chwilę i spróbuj ponownie.',
  otp_missing: 'Wpisz kod.',
  invalid_otp: 'Ten kod jest nieprawidłowy lub już nieważny. Wpisz najnowszy.',
  email_invalid: 'Wpisz adres e-mail, na przykład nazwa@example.com.',
  email_unconfirmed: 'Adres nie jest jeszcze potwierdzony. Najpierw otwórz link z e-maila.',
  email_same: 'To jest Twój obecny adres. Wpisz inny.',
  name_missing: 'Wpisz imię i nazwisko.',
  new_password_missing: 'Wpisz nowe hasło.',
  wrong_password: 'Obecne hasło jest nieprawidłowe.',
  password_too_short: 'Nowe hasło jest za krótkie. Najmniejsza długość: {count}.',
  password_common:
    'To hasło należy do tych, które atakujący sprawdzają najpierw. Wybierz coś, czego nie używa nikt inny: kilka słów z rzędu, które nie mają ze sobą nic wspólnego.',
  password_simple:
    'To hasło się powtarza lub odpowiada kolejności klawiszy na klawiaturze. Użyj zamiast tego kilku słów z rzędu.',
  password_context:
    'To hasło to niewiele więcej niż „{word}”, a to inni wiedzą o Tobie lub o tej usłudze. Użyj kilku innych słów z rzędu.',
  password_breached:
    'To hasło znajduje się w zbiorze wykradzionych haseł, więc mają je też atakujący. Wybierz takie, którego nie używasz nigdzie indziej.',
  password_same: 'To jest Twoje obecne hasło. Wybierz inne.',
  not_confirmed: 'Wpisany tekst to nie Twoja nazwa użytkownika. Niczego nie usunięto.',
  passkey_missing: 'Przeglądarka nie wysłała klucza dostępu. Spróbuj ponownie albo wybierz inny sposób.',
  passkey_refused: 'Ten klucz dostępu nie został przyjęty. Spróbuj ponownie albo wybierz inny sposób.',
  key_name_missing: 'Wpisz nazwę klucza.',
  key_scopes_missing: 'Wybierz, na co klucz ma pozwalać.',
  key_refused: 'Twój klucz nie może mieć takiego uprawnienia. Wybierz spośród podanych tutaj.',
  key_limit: 'Osiągnięto limit kluczy API. Unieważnij ten, którego już nie używasz.',
  factor_changed: 'W międzyczasie zmieniono to w innym oknie. Odśwież stronę.',
  user_code_missing: 'Wpisz kod, który pokazuje Twoje urządzenie.',
  user_code_not_found: 'Nie ma takiego kodu. Porównaj go z kodem na urządzeniu.',
  user_code_expired: 'Ten kod wygasł. Poproś na urządzeniu o nowy.',
  user_code_used: 'Ten kod został już użyty. Poproś na urządzeniu o nowy.',
  upstream_denied:
    '{name} nie zalogowało Cię albo logowanie zostało tam anulowane. Nic się nie zmieniło. Spróbuj ponownie lub wybierz inny sposób.',
  upstream_unavailable: '{name} jest teraz nieosiągalne. Odczekaj chwilę i spróbuj ponownie albo wybierz inny sposób.',
  upstream_misconfigured:
    'Logowanie przez {name} w tej chwili nie działa. Wybierz inny sposób i powiadom pomoc tej usługi.',
  upstream_invalid_answer:
    'Odpowiedzi {name} nie dało się sprawdzić, więc nikt nie został zalogowany. Spróbuj ponownie; jeśli to się powtórzy, powiadom pomoc tej usługi.',
  upstream_not_fresh:
    '{name} nie potrafi powiedzieć, kiedy nastąpiło tam logowanie. Zaloguj się hasłem lub kluczem dostępu.',
  upstream_not_here:
    'Nikt nie ma tu konta z tą tożsamością w {name}, a żadne nie powstaje samo. Wybierz inny sposób lub poproś o konto.',
  upstream_account_disabled: 'Tego konta nie można teraz używać. Zapytaj pomoc tej usługi.',
  identity_taken: 'To konto w {name} należy tu do innej osoby. Nic nie zostało zmienione.',
  last_way_in: 'Nie masz innego sposobu logowania. Najpierw wybierz hasło, dodaj klucz dostępu lub połącz inne konto.',
  csrf_failed: 'Ten formularz był otwarty zbyt długo lub pochodził z innej strony. Spróbuj ponownie.',
};

export const errorPage: Catalog['errorPage'] = {
  step: 'Coś poszło nie tak',
  whatToDo: 'Co możesz zrobić',
  details: 'Szczegóły dla pomocy technicznej',
  code: 'Błąd',
  description: 'Opis',
  requestId: 'Żądanie',
  received: 'Otrzymano',
  registered: 'Zarejestrowano',
  nothing: 'nic',
  add: 'Dodaj do pliku rejestru',
  home: 'Przejdź do swojego konta',
  homeOf: 'Wróć do aplikacji {client}',
  again: 'Spróbuj ponownie',
};

export const errors: Catalog['errors'] = {
  session_not_found: {
    title: 'Nie można kontynuować tego logowania',
    message:
      'Nie możemy znaleźć logowania, do którego należy ta strona. Mogło trwać zbyt długo, zostać dokończone w innej karcie lub otwarte ponownie przyciskiem wstecz.',
    hint: 'Wróć do aplikacji i zacznij w niej od nowa.\nJeśli znowu trafisz tutaj, sprawdź, czy przeglądarka przyjmuje pliki cookie z tej witryny.\nUżywaj jednej karty, w tej przeglądarce, w której logowanie się zaczęło.',
  },
  upstream_answer_unexpected: {
    title: 'Ta odpowiedź nie była oczekiwana',
    message:
      'Dostawca, przez którego logują się użytkownicy, odesłał tu przeglądarkę, ale nie z odpowiedzią na ostatnie zapytanie. Być może użyto przycisku wstecz albo zaczęto od nowa w drugiej karcie. Nikt nie został przez nią zalogowany i nic nie zostało połączone.',
    hint: 'Wybierz dostawcę jeszcze raz. Jeśli żaden przycisk na tej stronie do niego nie prowadzi, zacznij od nowa w aplikacji.\nUżywaj jednej karty, w tej przeglądarce, w której logowanie się zaczęło.\nJeśli prowadzi tu link, który ktoś Ci przysłał, zamknij tę stronę.',
  },
  interaction_expired: {
    title: 'To trwało zbyt długo',
    message:
      'Dla Twojego bezpieczeństwa logowanie trzeba dokończyć w ograniczonym czasie, a ten czas minął. Niczego nie zmieniono.',
    hint: 'Wróć do aplikacji i zacznij w niej od nowa.',
  },
  interaction_finished: {
    title: 'Ten krok jest już zakończony',
    message:
      'To strona logowania, które zostało już dokończone. Być może otwarto ją przyciskiem wstecz lub w drugiej karcie.',
    hint: 'Wróć do aplikacji. Prawdopodobnie logowanie już się w niej powiodło.\nJeśli nie, zacznij w niej od nowa.',
  },
  cookies_missing: {
    title: 'Ten link należy do innej przeglądarki lub wygasł',
    message:
      'Ta strona to jeden z kroków logowania, które można kontynuować tylko w przeglądarce, w której się zaczęło. Ta przeglądarka nie wysłała nam pliku cookie, po którym moglibyśmy to poznać.',
    hint: 'Jeśli ta strona pochodzi z zakładek albo jej adres pochodzi z innego miejsca, zacznij od aplikacji.\nJeśli logowanie było w toku, zezwól w ustawieniach przeglądarki na pliki cookie z tej witryny, a potem zacznij od nowa w aplikacji.',
  },
  link_used: {
    title: 'Ten link już nie działa',
    message: 'Został już użyty, wysłano nowszy lub jest zbyt stary.',
    hint: 'Poproś o nowy link na stronie logowania.',
  },
  test_link_used: {
    title: 'Ten link testowy już nie działa',
    message:
      'Link, który testuje logowanie u dostawcy, działa tylko raz, przez 10 minut. Został już otwarty lub jest zbyt stary. Nic się nie zmieniło.',
    hint: '„gatehouse connections test NAME --sign-in” wyświetla nowy link.',
  },
  account_changed: {
    title: 'Teraz zalogowana jest inna osoba',
    message: 'Od otwarcia tej strony konto w tej przeglądarce się zmieniło, dlatego zatrzymaliśmy się tutaj.',
    hint: 'Wróć do aplikacji i zacznij w niej od nowa.',
  },
  csrf_failed: {
    title: 'Nie mogliśmy przyjąć tego formularza',
    message: 'Był otwarty zbyt długo lub nie pochodził z naszej strony. Niczego nie zmieniono.',
    hint: 'Wróć, odśwież stronę i powtórz ten krok.\nSprawdź, czy przeglądarka przyjmuje pliki cookie z tej witryny.',
  },
  invalid_redirect_uri: {
    title: 'Nie możemy skierować Cię z powrotem do tej aplikacji',
    message:
      'Adres, na który aplikacja chce Cię skierować, nie jest zarejestrowany. Zatrzymaliśmy się tutaj, aby nic nie trafiło w obce ręce.',
    hint: 'Z Twoim kontem wszystko jest w porządku. Skontaktuj się z pomocą techniczną aplikacji.\nDla programistów: redirect_uri musi znak po znaku odpowiadać zarejestrowanemu adresowi.',
  },
  invalid_client: {
    title: 'Nie znamy tej aplikacji',
    message: 'Aplikacja, z której nastąpiło przejście tutaj, nie jest zarejestrowana lub została wyłączona.',
    hint: 'Skontaktuj się z pomocą techniczną aplikacji.',
  },
  client_document_refused: {
    title: 'Nie mogliśmy dopuścić tej aplikacji',
    message:
      'Aplikacja opisuje się na własnej stronie, a tego, co tam podano, brakuje lub nie jest to tu dozwolone. Z Twoim kontem wszystko jest w porządku.',
    hint: 'Skontaktuj się z pomocą techniczną aplikacji.\nDla programistów: szczegóły poniżej mówią, co jest nie tak.',
  },
  logout_refused: {
    title: 'Wylogowanie nie zostało dokończone',
    message:
      'Aplikacja chciała Cię wylogować, ale coś w jej żądaniu było nieprawidłowe. Jeśli była tu otwarta Twoja sesja, nadal trwa.',
    hint: 'Mimo to możesz się wylogować.\nJeśli to się powtórzy, skontaktuj się z pomocą techniczną aplikacji.',
  },
  invalid_request: {
    title: 'Nie udało się zrealizować tego żądania',
    message: 'W tym, co wysłała aplikacja, czegoś brakuje lub coś jest niedozwolone. To nie Twoja wina.',
    hint: 'Wróć do aplikacji i spróbuj ponownie.\nJeśli to nie pomoże, skontaktuj się z jej pomocą techniczną i podaj poniższe szczegóły.',
  },
  access_denied: {
    title: 'Nie zezwolono na dostęp',
    message: 'Żądanie zostało anulowane. Aplikacja niczego nie otrzymała.',
    hint: 'Możesz zamknąć to okno lub zacząć od nowa w aplikacji.',
  },
  too_many_requests: {
    title: 'Zbyt wiele żądań',
    message: 'Z Twojej sieci w krótkim czasie przyszło bardzo wiele żądań, dlatego zwolniliśmy.',
    hint: 'Poczekaj kilka minut i spróbuj ponownie.',
  },
  not_found: {
    title: 'Nie ma takiej strony',
    message: 'Adres może zawierać literówkę lub strona już nie istnieje.',
    hint: 'Sprawdź adres lub wróć do aplikacji.',
  },
  method_not_allowed: {
    title: 'Tego nie można tu wysłać',
    message: 'Adres jest prawidłowy, ale został wywołany w sposób, na który nie odpowiada. To nie Twoja wina.',
    hint: 'Wróć do aplikacji i zacznij w niej od nowa.\nDla programistów: nagłówek Allow tej odpowiedzi wymienia dostępne metody.',
  },
  temporarily_unavailable: {
    title: 'Usługa jest teraz niedostępna',
    message: 'Usługa jest przeciążona lub właśnie aktualizowana.',
    hint: 'Poczekaj chwilę i odśwież tę stronę.',
  },
  server_error: {
    title: 'Coś poszło nie tak po naszej stronie',
    message: 'Nie udało nam się zrealizować Twojego żądania. Błąd został zapisany.',
    hint: 'Poczekaj chwilę, a potem zacznij od nowa w aplikacji.\nJeśli to się powtórzy, skontaktuj się z pomocą techniczną i podaj poniższe szczegóły.',
  },
};
