import type { Catalog } from '../shape.ts';

export const formErrors: Catalog['formErrors'] = {
  login_missing: 'Zadejte své uživatelské jméno nebo e-mail.',
  password_missing: 'Zadejte heslo.',
  invalid_credentials: 'Uživatelské jméno nebo heslo není správné.',
  name_throttled: 'Příliš mnoho pokusů s tímto jménem. Dočasně odmítáme i správné heslo (nejdelší doba: {duration}).',
  throttled: 'Pokusů bylo příliš mnoho. Chvíli počkejte a zkuste to znovu (doba čekání: {duration}).',
  busy: 'Právě probíhá mnoho přihlášení. Chvíli počkejte a zkuste to znovu.',
  otp_missing: 'Zadejte kód.',
  invalid_otp: 'Tento kód není správný, nebo už neplatí. Zadejte ten nejnovější.',
  email_invalid: 'Zadejte e-mailovou adresu, například jmeno@example.com.',
  email_unconfirmed: 'Adresa ještě není potvrzena. Nejdřív otevřete odkaz v e-mailu.',
  email_same: 'To je vaše současná adresa. Zadejte jinou.',
  name_missing: 'Zadejte své jméno.',
  new_password_missing: 'Zadejte nové heslo.',
  wrong_password: 'Současné heslo není správné.',
  password_too_short: 'Nové heslo je příliš krátké. Použijte alespoň {count}.',
  password_common:
    'Toto heslo patří k těm, která útočníci zkoušejí jako první. Zvolte něco, co nikdo jiný nepoužívá: několik slov za sebou, která spolu nijak nesouvisejí.',
  password_simple: 'Toto heslo se opakuje, nebo jde po klávesách za sebou. Zvolte raději několik slov za sebou.',
  password_context:
    'Toto heslo je jen o málo víc než „{word}“, a to o vás nebo o této službě vědí i jiní. Zvolte několik jiných slov za sebou.',
  password_breached:
    'Toto heslo je ve sbírce odcizených hesel, takže ho mají i útočníci. Zvolte takové, které nikde jinde nepoužíváte.',
  password_same: 'To je vaše současné heslo. Zvolte jiné.',
  not_confirmed: 'To, co jste napsali, není vaše uživatelské jméno. Nic jsme nesmazali.',
  passkey_missing: 'Prohlížeč neposlal žádný přístupový klíč. Zkuste to znovu, nebo použijte jiný způsob.',
  passkey_refused: 'Tento přístupový klíč nebyl přijat. Zkuste to znovu, nebo použijte jiný způsob.',
  key_name_missing: 'Zadejte název klíče.',
  key_scopes_missing: 'Zvolte, co klíč smí.',
  key_refused: 'To vašemu klíči povolit nelze. Vyberte z toho, co je zde uvedeno.',
  key_limit: 'Víc klíčů API už mít nemůžete. Zneplatněte některý, který už nepoužíváte.',
  factor_changed: 'Mezitím to bylo změněno v jiném okně. Načtěte stránku znovu.',
  user_code_missing: 'Zadejte kód, který zobrazuje vaše zařízení.',
  user_code_not_found: 'Takový kód neexistuje. Porovnejte ho s kódem na zařízení.',
  user_code_expired: 'Tento kód je příliš starý. Nechte si v zařízení zobrazit nový.',
  user_code_used: 'Tento kód už byl použit. Nechte si v zařízení zobrazit nový.',
  upstream_denied:
    '{name} vás nepřihlásilo, nebo jste to tam zrušili. Nic se nezměnilo. Zkuste to znovu, nebo zvolte jiný způsob.',
  upstream_unavailable: '{name} teď není dostupné. Chvíli počkejte a zkuste to znovu, nebo zvolte jiný způsob.',
  upstream_misconfigured: 'Přihlášení přes {name} teď nefunguje. Zvolte jiný způsob a dejte vědět podpoře této služby.',
  upstream_invalid_answer:
    'Odpověď {name} se nepodařilo ověřit, proto nebyl nikdo přihlášen. Zkuste to znovu; pokud se to zopakuje, dejte vědět podpoře této služby.',
  upstream_not_fresh: '{name} neumí říct, kdy jste se tam přihlásili. Přihlaste se heslem nebo přístupovým klíčem.',
  upstream_not_here:
    'Nikdo zde nemá účet s touto identitou u {name} a žádný se nezakládá sám. Zvolte jiný způsob, nebo požádejte o účet.',
  upstream_account_disabled: 'Tento účet teď nelze použít. Zeptejte se podpory této služby.',
  identity_taken: 'Tento účet u {name} zde patří někomu jinému. Nic se nezměnilo.',
  last_way_in:
    'Nemáte jiný způsob přihlášení. Nejprve si zvolte heslo, přidejte přístupový klíč nebo propojte jiný účet.',
  csrf_failed: 'Tento formulář byl otevřený příliš dlouho, nebo přišel z jiné stránky. Zkuste to prosím znovu.',
};

export const errorPage: Catalog['errorPage'] = {
  step: 'Něco se nepovedlo',
  whatToDo: 'Co můžete udělat',
  details: 'Údaje pro podporu',
  code: 'Chyba',
  description: 'Popis',
  requestId: 'Požadavek',
  received: 'Přijato',
  registered: 'Registrováno',
  nothing: 'nic',
  add: 'Doplňte do souboru registru',
  home: 'Přejít do účtu',
  homeOf: 'Zpět do aplikace {client}',
  again: 'Zkusit znovu',
};

export const errors: Catalog['errors'] = {
  session_not_found: {
    title: 'V tomto přihlášení už nelze pokračovat',
    message:
      'Nemůžeme najít přihlášení, ke kterému tato stránka patří. Možná trvalo příliš dlouho, dokončili jste ho na jiné kartě, nebo jste se k němu vrátili tlačítkem Zpět.',
    hint: 'Vraťte se do aplikace a začněte tam znovu.\nPokud se sem dostanete znovu, zkontrolujte, zda prohlížeč pro tento web povoluje soubory cookie.\nPoužívejte jen jednu kartu, a to v prohlížeči, ve kterém jste začali.',
  },
  upstream_answer_unexpected: {
    title: 'Tato odpověď se nečekala',
    message:
      'Poskytovatel, který přihlašuje uživatele, sem vrátil váš prohlížeč, ale ne s odpovědí na poslední dotaz. Možná jste použili tlačítko Zpět nebo začali znovu na druhé kartě. Nikdo jí nebyl přihlášen a nic nebylo propojeno.',
    hint: 'Zvolte poskytovatele ještě jednou. Pokud k němu odsud nevede žádné tlačítko, začněte znovu v aplikaci.\nPoužívejte jen jednu kartu, a to v prohlížeči, ve kterém jste začali.\nPokud vás sem přivedl odkaz, který vám někdo poslal, zavřete tuto stránku.',
  },
  interaction_expired: {
    title: 'Trvalo to příliš dlouho',
    message: 'Z bezpečnostních důvodů je na dokončení přihlášení omezený čas a ten už uplynul. Nic se nezměnilo.',
    hint: 'Vraťte se do aplikace a začněte tam znovu.',
  },
  interaction_finished: {
    title: 'Tento krok už je hotový',
    message: 'Vrátili jste se na stránku přihlášení, které už je dokončené, možná tlačítkem Zpět nebo na druhé kartě.',
    hint: 'Vraťte se do aplikace. Pravděpodobně v ní už jste přihlášeni.\nPokud ne, začněte tam znovu.',
  },
  cookies_missing: {
    title: 'Tento odkaz patří k jinému prohlížeči, nebo už neplatí',
    message:
      'Tato stránka je jedním krokem přihlášení, které lze dokončit jen v prohlížeči, ve kterém začalo. Tento prohlížeč nám neposlal žádný soubor cookie, podle kterého bychom to poznali.',
    hint: 'Pokud máte tuto stránku uloženou mezi záložkami nebo jste její adresu získali odjinud, začněte v aplikaci.\nPokud jste se právě přihlašovali, povolte v nastavení prohlížeče pro tento web soubory cookie a začněte v aplikaci znovu.',
  },
  link_used: {
    title: 'Tento odkaz už nefunguje',
    message: 'Už byl použit, byl poslán novější, nebo je příliš starý.',
    hint: 'Na přihlašovací stránce si vyžádejte nový odkaz.',
  },
  test_link_used: {
    title: 'Tento testovací odkaz už nefunguje',
    message:
      'Odkaz, který zkouší přihlášení u poskytovatele, lze použít jednou a platí 10 minut. Už byl otevřen, nebo je příliš starý. Nic se nezměnilo.',
    hint: '„gatehouse connections test NAME --sign-in“ vypíše nový odkaz.',
  },
  account_changed: {
    title: 'Teď je přihlášen někdo jiný',
    message: 'Od chvíle, kdy jste tuto stránku otevřeli, se v prohlížeči změnil účet. Proto jsme se zde zastavili.',
    hint: 'Vraťte se do aplikace a začněte tam znovu.',
  },
  csrf_failed: {
    title: 'Tento formulář jsme nemohli přijmout',
    message: 'Byl otevřený příliš dlouho, nebo nepřišel z naší stránky. Nic se nezměnilo.',
    hint: 'Vraťte se, načtěte stránku znovu a krok zopakujte.\nZkontrolujte, zda prohlížeč pro tento web povoluje soubory cookie.',
  },
  invalid_redirect_uri: {
    title: 'Nemůžeme vás vrátit do této aplikace',
    message:
      'Adresa, na kterou vás aplikace chce vrátit, není registrovaná. Zastavili jsme se zde, aby se nic nedostalo do cizích rukou.',
    hint: 'S vaším účtem je vše v pořádku. Obraťte se na podporu aplikace.\nPro vývojáře: redirect_uri se musí znak po znaku shodovat s některou registrovanou adresou.',
  },
  invalid_client: {
    title: 'Tuto aplikaci neznáme',
    message: 'Aplikace, která vás sem poslala, není registrovaná, nebo byla vypnuta.',
    hint: 'Obraťte se na podporu aplikace.',
  },
  client_document_refused: {
    title: 'Tuto aplikaci jsme nemohli připustit',
    message:
      'Popisuje se na vlastním webu a to, co tam je, chybí nebo zde není povoleno. S vaším účtem je vše v pořádku.',
    hint: 'Obraťte se na podporu aplikace.\nPro vývojáře: podrobnosti níže říkají, co je špatně.',
  },
  logout_refused: {
    title: 'Odhlášení se nedokončilo',
    message:
      'Aplikace vás chtěla odhlásit, ale něco v jejím požadavku nebylo v pořádku. Pokud jste zde byli přihlášeni, jste přihlášeni stále.',
    hint: 'Odhlásit se můžete i tak.\nPokud se to stane znovu, obraťte se na podporu aplikace.',
  },
  invalid_request: {
    title: 'Tento požadavek se nepodařilo dokončit',
    message: 'V tom, co aplikace poslala, něco chybí nebo není povoleno. Není to vaše chyba.',
    hint: 'Vraťte se do aplikace a zkuste to znovu.\nPokud to nepomůže, obraťte se na její podporu a uveďte údaje níže.',
  },
  access_denied: {
    title: 'Přístup nebyl povolen',
    message: 'Žádost byla zrušena. Aplikace nic nedostala.',
    hint: 'Toto okno můžete zavřít, nebo můžete v aplikaci začít znovu.',
  },
  too_many_requests: {
    title: 'Příliš mnoho požadavků',
    message: 'Z vaší sítě přišlo za krátkou dobu velmi mnoho požadavků, proto jsme zpomalili.',
    hint: 'Počkejte několik minut a zkuste to znovu.',
  },
  not_found: {
    title: 'Taková stránka neexistuje',
    message: 'V adrese může být překlep, nebo už stránka neexistuje.',
    hint: 'Zkontrolujte adresu, nebo se vraťte do aplikace.',
  },
  method_not_allowed: {
    title: 'Tímto způsobem stránku otevřít nelze',
    message: 'Adresa je správná, ale byla volána způsobem, na který neodpovídá. Není to vaše chyba.',
    hint: 'Vraťte se do aplikace a začněte tam znovu.\nPro vývojáře: hlavička Allow v této odpovědi uvádí metody, které jsou k dispozici.',
  },
  temporarily_unavailable: {
    title: 'Právě nejsme dostupní',
    message: 'Služba je přetížená, nebo se právě aktualizuje.',
    hint: 'Chvíli počkejte a pak tuto stránku načtěte znovu.',
  },
  server_error: {
    title: 'Na naší straně se něco pokazilo',
    message: 'Váš požadavek jsme nemohli dokončit. Chyba byla zaznamenána.',
    hint: 'Chvíli počkejte a pak v aplikaci začněte znovu.\nPokud se to stane znovu, obraťte se na podporu a uveďte údaje níže.',
  },
};
