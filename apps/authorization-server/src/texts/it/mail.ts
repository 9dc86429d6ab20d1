import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Ciao {name},',
  reason:
    'Ricevi questa email perché {address} appartiene a un account su {service} o è stato inserito per crearne o modificarne uno.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Scegli una nuova password per {service}',
    body: 'È stata richiesta una nuova password per il tuo account su {service}. Il link funziona una sola volta, per 30 minuti.',
    action: 'Scegli una nuova password',
    note: 'Se non l’hai chiesta tu, non fare nulla: la tua password resta quella di prima.',
  },
  factor_added: {
    subject: 'Un nuovo modo per accedere a {service}',
    body: 'Al tuo account su {service} è appena stata aggiunta una passkey o un’app di autenticazione.',
    action: 'Controlla come accedi',
    note: 'Se non l’hai aggiunta tu, rimuovila subito e scegli una nuova password.',
  },
  factor_removed: {
    subject: 'Un modo per accedere a {service} è stato rimosso',
    body: 'Dal tuo account su {service} è appena stata rimossa una passkey o un’app di autenticazione.',
    action: 'Controlla come accedi',
    note: 'Se non l’hai rimossa tu, scegli subito una nuova password e controlla i tuoi dispositivi.',
  },
  sign_in_code: {
    subject: 'Il tuo codice per {service}',
    body: 'La tua password è appena stata usata per accedere a {service}. Inserisci lì questo codice per continuare. Funziona una sola volta, per 10 minuti.',
    action: 'Il tuo codice',
    note: 'Non condividere questo codice con nessuno. Se non hai provato ad accedere, qualcuno conosce la tua password: scegline subito una nuova.',
  },
  identity_linked: {
    subject: 'Un account è stato collegato per accedere a {service}',
    body: 'Un account che hai altrove è appena stato collegato al tuo account su {service}. D’ora in poi può essere usato per accedere.',
    action: 'Controlla come accedi',
    note: 'Se non l’hai fatto tu, scollegalo subito e controlla i tuoi dispositivi.',
  },
  identity_unlinked: {
    subject: 'Un account è stato scollegato da {service}',
    body: 'Un account che hai altrove è appena stato scollegato dal tuo account su {service}. Non può più essere usato per accedere.',
    action: 'Controlla come accedi',
    note: 'Se non l’hai fatto tu, controlla subito come accedi e contatta l’assistenza di {service}.',
  },
  factors_removed: {
    subject: 'La verifica in due passaggi è stata rimossa dal tuo account su {service}',
    body: 'L’amministrazione di {service} ha appena rimosso dal tuo account l’app di autenticazione, le passkey e i codici di recupero e ha terminato le tue sessioni su tutti i dispositivi. Accedi con la tua password; poi puoi configurare di nuovo la verifica in due passaggi.',
    action: 'Controlla come accedi',
    note: 'Se non l’hai chiesto tu, contatta subito l’amministrazione e scegli una nuova password.',
  },
  recovery_codes_renewed: {
    subject: 'Nuovi codici di recupero per {service}',
    body: 'Sono appena stati creati nuovi codici di recupero per il tuo account su {service}. Quelli vecchi non funzionano più.',
    action: 'Controlla come accedi',
    note: 'Se non li hai creati tu, scegli subito una nuova password e controlla i tuoi dispositivi.',
  },
  api_key_added: {
    subject: 'Una nuova chiave API per il tuo account su {service}',
    body: 'È appena stata creata una chiave API per il tuo account su {service}. Le applicazioni che la possiedono possono agire per tuo conto.',
    action: 'Controlla le tue chiavi API',
    note: 'Se non l’hai creata tu, revocala subito e scegli una nuova password.',
  },
  api_key_revoked: {
    subject: 'Una chiave API del tuo account su {service} è stata revocata',
    body: 'Una o più chiavi API del tuo account su {service} sono appena state revocate. Le applicazioni che le usano non possono più agire per tuo conto.',
    action: 'Controlla le tue chiavi API',
    note: 'Se la revoca non viene da te né dall’amministrazione di {service}, scegli subito una nuova password.',
  },
  invitation: {
    subject: 'Il tuo account su {service}',
    body: 'L’amministrazione di {service} ha creato un account per te. Apri il link per scegliere una password. Funziona una sola volta.',
    action: 'Scegli una password',
    note: 'Se non te lo aspettavi, non fare nulla: senza il link nessuno può usare l’account.',
  },
  confirm_address: {
    subject: 'Conferma il tuo indirizzo email per {service}',
    body: 'È stato creato un account su {service} con questo indirizzo email. Il link funziona una sola volta, per 24 ore.',
    action: 'Conferma l’indirizzo',
    note: 'Se non l’hai creato tu, non fare nulla: un account il cui indirizzo non viene confermato viene rimosso.',
  },
  address_taken: {
    subject: 'Hai già un account su {service}',
    body: 'Questo indirizzo email è stato inserito per un nuovo account su {service}. Ne hai già uno: accedi, oppure scegli lì una nuova password se hai dimenticato la vecchia.',
    action: 'Accedi',
    note: 'Se non l’hai inserito tu, non fare nulla: nessuno ha saputo che hai un account.',
  },
  change_address: {
    subject: 'Conferma il tuo nuovo indirizzo email per {service}',
    body: 'Questo indirizzo email è stato inserito come nuovo indirizzo di un account su {service}. Il link funziona una sola volta, per 24 ore.',
    action: 'Conferma l’indirizzo',
    note: 'Se non l’hai inserito tu, non fare nulla: l’account mantiene il suo indirizzo.',
  },
  email_changed: {
    subject: 'Il tuo indirizzo email per {service} è stato cambiato',
    body: 'L’indirizzo email del tuo account su {service} è appena stato cambiato. D’ora in poi le email arriveranno a quello nuovo.',
    action: 'Controlla il tuo account',
    note: 'Se non l’hai cambiato tu, contatta subito l’amministrazione di {service}.',
  },
  password_changed: {
    subject: 'La tua password per {service} è stata cambiata',
    body: 'La password del tuo account su {service} è appena stata cambiata e le sessioni su tutti gli altri dispositivi sono terminate.',
    action: 'Controlla il tuo account',
    note: 'Se non l’hai cambiata tu, scegli subito una nuova password e controlla i tuoi dispositivi.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: 'Se non l’hai fatto tu, controlla subito come accedi e contatta l’assistenza di {service}.',
  reset_password: {
    subject: 'Scegli una password per {service}',
    body: 'È stata richiesta una password per il tuo account su {service}. Non ne ha: accedi in un altro modo e puoi continuare così. Se vuoi una password, sceglila con il link. Funziona una sola volta, per 30 minuti.',
    action: 'Scegli una password',
    note: 'Se non l’hai chiesta tu, non fare nulla: il tuo account resta senza password.',
  },
  factors_removed: {
    body: 'L’amministrazione di {service} ha appena rimosso dal tuo account l’app di autenticazione, le passkey e i codici di recupero e ha terminato le tue sessioni su tutti i dispositivi. Il tuo account non ha una password: accedi con un account che hai altrove oppure scegli una password nella pagina in cui accedi.',
    note: 'Se non l’hai chiesto tu, contatta subito l’amministrazione.',
  },
  sign_in_code: {
    body: 'Un account che hai altrove è appena stato usato per accedere a {service}. Inserisci lì questo codice per continuare. Funziona una sola volta, per 10 minuti.',
    note: 'Non condividere questo codice con nessuno. Se non hai provato ad accedere, proteggi subito quell’account.',
  },
};
