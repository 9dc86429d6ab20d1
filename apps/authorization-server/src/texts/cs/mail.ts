import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Dobrý den, {name},',
  reason: 'Tento e-mail dostáváte, protože adresa {address} patří k účtu ve službě {service}, nebo u něj byla zadána.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Zvolte si nové heslo ke službě {service}',
    body: 'Pro váš účet ve službě {service} bylo vyžádáno nové heslo. Odkaz lze použít jednou a platí 30 minut.',
    action: 'Zvolit nové heslo',
    note: 'Pokud jste to nebyli vy, nemusíte nic dělat: heslo zůstane, jaké je.',
  },
  factor_added: {
    subject: 'Nový způsob přihlášení ke službě {service}',
    body: 'K vašemu účtu ve službě {service} byl právě přidán přístupový klíč nebo ověřovací aplikace.',
    action: 'Zkontrolovat způsoby přihlášení',
    note: 'Pokud jste to nebyli vy, ihned tento způsob odeberte a zvolte si nové heslo.',
  },
  factor_removed: {
    subject: 'Způsob přihlášení ke službě {service} byl odebrán',
    body: 'Z vašeho účtu ve službě {service} byl právě odebrán přístupový klíč nebo ověřovací aplikace.',
    action: 'Zkontrolovat způsoby přihlášení',
    note: 'Pokud jste to nebyli vy, ihned si zvolte nové heslo a zkontrolujte svá zařízení.',
  },
  sign_in_code: {
    subject: 'Váš kód pro službu {service}',
    body: 'Vaše heslo bylo právě použito k přihlášení do služby {service}. Chcete-li pokračovat, zadejte v ní tento kód. Lze ho použít jednou a platí 10 minut.',
    action: 'Váš kód',
    note: 'Tento kód nikomu nesdělujte. Pokud jste to nebyli vy, někdo zná vaše heslo: ihned si zvolte nové.',
  },
  identity_linked: {
    subject: 'K přihlášení ke službě {service} byl propojen účet',
    body: 'Účet, který máte jinde, byl právě propojen s vaším účtem ve službě {service}. Od této chvíle se jím lze přihlásit.',
    action: 'Zkontrolovat způsoby přihlášení',
    note: 'Pokud jste to nebyli vy, ihned ho odpojte a zkontrolujte svá zařízení.',
  },
  identity_unlinked: {
    subject: 'Účet byl odpojen od služby {service}',
    body: 'Účet, který máte jinde, byl právě odpojen od vašeho účtu ve službě {service}. Už se jím nelze přihlásit.',
    action: 'Zkontrolovat způsoby přihlášení',
    note: 'Pokud jste to nebyli vy, ihned zkontrolujte způsoby přihlášení a obraťte se na podporu služby {service}.',
  },
  factors_removed: {
    subject: 'Z vašeho účtu ve službě {service} bylo odebráno dvoufázové ověření',
    body: 'Správce služby {service} právě odebral z vašeho účtu ověřovací aplikaci, přístupové klíče a záložní kódy a odhlásil vás na všech zařízeních. Přihlásíte se heslem a dvoufázové ověření si můžete znovu nastavit.',
    action: 'Zkontrolovat způsoby přihlášení',
    note: 'Pokud jste o to nežádali, ihned se obraťte na správce a zvolte si nové heslo.',
  },
  recovery_codes_renewed: {
    subject: 'Nové záložní kódy pro službu {service}',
    body: 'Pro váš účet ve službě {service} byly právě vytvořeny nové záložní kódy. Staré už neplatí.',
    action: 'Zkontrolovat způsoby přihlášení',
    note: 'Pokud jste to nebyli vy, ihned si zvolte nové heslo a zkontrolujte svá zařízení.',
  },
  api_key_added: {
    subject: 'Nový klíč API k vašemu účtu ve službě {service}',
    body: 'K vašemu účtu ve službě {service} byl právě vytvořen klíč API. Aplikace, které ho mají, mohou jednat vaším jménem.',
    action: 'Zkontrolovat klíče API',
    note: 'Pokud jste to nebyli vy, ihned ho zneplatněte a zvolte si nové heslo.',
  },
  api_key_revoked: {
    subject: 'Klíč API k vašemu účtu ve službě {service} byl zneplatněn',
    body: 'Jeden nebo více klíčů API k vašemu účtu ve službě {service} bylo právě zneplatněno. Aplikace, které je používají, už nemohou jednat vaším jménem.',
    action: 'Zkontrolovat klíče API',
    note: 'Pokud jste to nebyli vy ani správce služby {service}, ihned si zvolte nové heslo.',
  },
  invitation: {
    subject: 'Váš účet ve službě {service}',
    body: 'Správce služby {service} pro vás vytvořil účet. Otevřete odkaz a zvolte si heslo. Odkaz lze použít jednou.',
    action: 'Zvolit heslo',
    note: 'Pokud jste nic takového nečekali, nemusíte nic dělat: bez odkazu účet nikdo používat nemůže.',
  },
  confirm_address: {
    subject: 'Potvrďte svou e-mailovou adresu pro službu {service}',
    body: 'S touto e-mailovou adresou byl vytvořen účet ve službě {service}. Odkaz lze použít jednou a platí 24 hodin.',
    action: 'Potvrdit adresu',
    note: 'Pokud jste to nebyli vy, nemusíte nic dělat: účet, jehož adresa není potvrzena, bude odstraněn.',
  },
  address_taken: {
    subject: 'Účet ve službě {service} už máte',
    body: 'Tato e-mailová adresa byla zadána pro nový účet ve službě {service}. Jeden už máte: přihlaste se k němu, nebo si tam zvolte nové heslo, pokud jste staré zapomněli.',
    action: 'Přihlásit se',
    note: 'Pokud jste to nebyli vy, nemusíte nic dělat: nikdo se nedozvěděl, že účet máte.',
  },
  change_address: {
    subject: 'Potvrďte svou novou e-mailovou adresu pro službu {service}',
    body: 'Tato e-mailová adresa byla zadána jako nová adresa účtu ve službě {service}. Odkaz lze použít jednou a platí 24 hodin.',
    action: 'Potvrdit adresu',
    note: 'Pokud jste to nebyli vy, nemusíte nic dělat: účtu zůstane dosavadní adresa.',
  },
  email_changed: {
    subject: 'Vaše e-mailová adresa pro službu {service} byla změněna',
    body: 'E-mailová adresa vašeho účtu ve službě {service} byla právě změněna. Od této chvíle chodí e-maily na novou.',
    action: 'Zkontrolovat účet',
    note: 'Pokud jste to nebyli vy, ihned se obraťte na správce služby {service}.',
  },
  password_changed: {
    subject: 'Vaše heslo ke službě {service} bylo změněno',
    body: 'Heslo k vašemu účtu ve službě {service} bylo právě změněno a všechna ostatní zařízení byla odhlášena.',
    action: 'Zkontrolovat účet',
    note: 'Pokud jste to nebyli vy, ihned si zvolte nové heslo a zkontrolujte svá zařízení.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: 'Pokud jste to nebyli vy, ihned zkontrolujte způsoby přihlášení a obraťte se na podporu služby {service}.',
  reset_password: {
    subject: 'Zvolte si heslo ke službě {service}',
    body: 'Pro váš účet ve službě {service} bylo vyžádáno heslo. Účet žádné nemá: přihlašujete se jinak a můžete v tom pokračovat. Pokud heslo chcete, zvolte si ho pomocí odkazu. Odkaz lze použít jednou a platí 30 minut.',
    action: 'Zvolit heslo',
    note: 'Pokud jste to nebyli vy, nemusíte nic dělat: účet zůstane bez hesla.',
  },
  factors_removed: {
    body: 'Správce služby {service} právě odebral z vašeho účtu ověřovací aplikaci, přístupové klíče a záložní kódy a odhlásil vás na všech zařízeních. Váš účet nemá heslo: přihlaste se účtem, který máte jinde, nebo si na přihlašovací stránce zvolte heslo.',
    note: 'Pokud jste o to nežádali, ihned se obraťte na správce.',
  },
  sign_in_code: {
    body: 'Účet, který máte jinde, byl právě použit k přihlášení do služby {service}. Chcete-li pokračovat, zadejte v ní tento kód. Lze ho použít jednou a platí 10 minut.',
    note: 'Tento kód nikomu nesdělujte. Pokud jste to nebyli vy, ihned onen účet zabezpečte.',
  },
};
