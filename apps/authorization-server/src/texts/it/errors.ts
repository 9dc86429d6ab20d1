import type { Catalog } from '../shape.ts';

export const formErrors: Catalog['formErrors'] = {
  login_missing: 'Inserisci il nome utente o l’email.',
  password_missing: 'Inserisci la password.',
  invalid_credentials: 'Il nome utente o la password non è corretto.',
  name_throttled:
    'Troppi tentativi per questo nome. Anche la password giusta verrà rifiutata per un massimo di {duration}.',
  throttled: 'Ci sono stati troppi tentativi. Aspetta {duration}, poi riprova.',
  busy: 'In questo momento sono in corso moltissimi accessi. Aspetta un istante, poi riprova.',
  otp_missing: 'Inserisci il codice.',
  invalid_otp: 'Questo codice non è corretto o non è più valido. Inserisci il più recente.',
  email_invalid: 'Inserisci un indirizzo email, ad esempio nome@example.com.',
  email_unconfirmed: 'L’indirizzo non è ancora confermato. Apri prima il link nell’email.',
  email_same: 'Questo è il tuo indirizzo attuale. Inseriscine un altro.',
  name_missing: 'Inserisci il tuo nome.',
  new_password_missing: 'Inserisci una nuova password.',
  wrong_password: 'La password attuale non è corretta.',
  password_too_short: 'La nuova password è troppo corta. Usa almeno {count}.',
  password_common:
    'Questa password è tra le prime che gli aggressori provano. Scegli qualcosa che nessun altro usa: alcune parole in fila che non c’entrano nulla l’una con l’altra.',
  password_simple:
    'Questa password si ripete o segue l’ordine dei tasti della tastiera. Usa invece alcune parole in fila.',
  password_context:
    'Questa password è poco più di “{word}”, che altri sanno di te o di questo servizio. Usa alcune altre parole in fila.',
  password_breached:
    'Questa password fa parte di una raccolta di password rubate, quindi la conoscono anche gli aggressori. Scegline una che non usi da nessun’altra parte.',
  password_same: 'Questa è la tua password attuale. Scegline un’altra.',
  not_confirmed: 'Quello che hai scritto non è il tuo nome utente. Non è stato eliminato nulla.',
  passkey_missing: 'Il browser non ha inviato nessuna passkey. Riprova o usa un altro metodo.',
  passkey_refused: 'Questa passkey non è stata accettata. Riprova o usa un altro metodo.',
  key_name_missing: 'Inserisci un nome per la chiave.',
  key_scopes_missing: 'Scegli che cosa può fare la chiave.',
  key_refused: 'La tua chiave non può avere questa autorizzazione. Scegli tra quelle elencate qui.',
  key_limit: 'Hai raggiunto il numero massimo di chiavi API. Revocane una che non usi più.',
  factor_changed: 'Nel frattempo è stata fatta una modifica in un’altra finestra. Ricarica la pagina.',
  user_code_missing: 'Inserisci il codice mostrato dal tuo dispositivo.',
  user_code_not_found: 'Questo codice non esiste. Confrontalo con quello sul tuo dispositivo.',
  user_code_expired: 'Questo codice è scaduto. Richiedine uno nuovo sul tuo dispositivo.',
  user_code_used: 'Questo codice è già stato usato. Richiedine uno nuovo sul tuo dispositivo.',
  upstream_denied:
    '{name} non l’ha fatta entrare, oppure lei ha annullato. Non è cambiato nulla. Riprovi o scelga un altro modo.',
  upstream_unavailable:
    '{name} non è raggiungibile in questo momento. Aspetti un attimo e riprovi, o scelga un altro modo.',
  upstream_misconfigured:
    'L’accesso con {name} al momento non funziona. Scelga un altro modo e avvisi l’assistenza di questo servizio.',
  upstream_invalid_answer:
    'Non è stato possibile verificare la risposta di {name}, quindi nessuno è stato ammesso. Riprovi; se succede di nuovo, avvisi l’assistenza di questo servizio.',
  upstream_not_fresh:
    '{name} non può dire quando ha effettuato l’accesso lì. Acceda con la sua password o con una passkey.',
  upstream_not_here:
    'Nessuno ha qui un account con questa identità di {name}, e non ne viene creato uno da solo. Scelga un altro modo o chieda un account.',
  upstream_account_disabled:
    'Questo account al momento non può essere usato. Chieda all’assistenza di questo servizio.',
  identity_taken: 'Questo account di {name} appartiene qui a un’altra persona. Non è cambiato nulla.',
  last_way_in:
    'Non hai altri modi per accedere. Prima scegli una password, aggiungi una passkey o collega un altro account.',
  csrf_failed: 'Questo modulo è rimasto aperto troppo a lungo o proviene da un’altra pagina. Riprova.',
};

export const errorPage: Catalog['errorPage'] = {
  step: 'Qualcosa è andato storto',
  whatToDo: 'Che cosa puoi fare',
  details: 'Dettagli per l’assistenza',
  code: 'Errore',
  description: 'Descrizione',
  requestId: 'Richiesta',
  received: 'Ricevuto',
  registered: 'Registrato',
  nothing: 'niente',
  add: 'Da aggiungere al file di registro',
  home: 'Vai al tuo account',
  homeOf: 'Torna a {client}',
  again: 'Riprova',
};

export const errors: Catalog['errors'] = {
  session_not_found: {
    title: 'Questo accesso non può più continuare',
    message:
      'Non troviamo l’accesso a cui appartiene questa pagina. Forse è durato troppo a lungo, è stato completato in un’altra scheda o è stato riaperto con il pulsante Indietro.',
    hint: 'Torna all’applicazione e ricomincia da lì.\nSe arrivi di nuovo qui, verifica che il browser accetti i cookie di questo sito.\nUsa una sola scheda, nel browser in cui hai iniziato.',
  },
  upstream_answer_unexpected: {
    title: 'Questa risposta non era attesa',
    message:
      'Un fornitore che identifica gli utenti ha rimandato qui il browser, ma non con una risposta all’ultima richiesta. Forse è stato usato il pulsante Indietro o si è ricominciato in una seconda scheda. Nessuno ha effettuato l’accesso in questo modo e nulla è stato collegato.',
    hint: 'Scegli di nuovo il fornitore. Se qui nessun pulsante riporta a esso, ricomincia dall’applicazione.\nUsa una sola scheda, nel browser in cui hai iniziato.\nSe sei arrivato da un link che qualcuno ti ha inviato, chiudi questa pagina.',
  },
  interaction_expired: {
    title: 'È passato troppo tempo',
    message:
      'Per la tua sicurezza, l’accesso va completato entro un tempo limitato, che è scaduto. Non è stato modificato nulla.',
    hint: 'Torna all’applicazione e ricomincia da lì.',
  },
  interaction_finished: {
    title: 'Questo passaggio è già stato completato',
    message:
      'Hai riaperto una pagina di un accesso già completato, forse con il pulsante Indietro o in una seconda scheda.',
    hint: 'Torna all’applicazione. Probabilmente hai già effettuato l’accesso.\nIn caso contrario, ricomincia da lì.',
  },
  cookies_missing: {
    title: 'Questo link appartiene a un altro browser o è scaduto',
    message:
      'Questa pagina è un passaggio di un accesso, che può continuare solo nel browser in cui è iniziato. Questo browser non ci ha inviato nessun cookie che permetta di riconoscerlo.',
    hint: 'Se hai salvato questa pagina tra i preferiti o hai ricevuto l’indirizzo da qualcuno, inizia invece dall’applicazione.\nSe stavi accedendo, consenti i cookie di questo sito nelle impostazioni del browser, poi ricomincia dall’applicazione.',
  },
  link_used: {
    title: 'Questo link non funziona più',
    message: 'È già stato usato, ne è stato inviato uno più recente oppure è scaduto.',
    hint: 'Richiedi un nuovo link nella pagina in cui accedi.',
  },
  test_link_used: {
    title: 'Questo link di prova non funziona più',
    message:
      'Un link che prova l’accesso con un provider funziona una sola volta, per 10 minuti. È già stato aperto oppure è scaduto. Non è stato modificato nulla.',
    hint: '«gatehouse connections test NAME --sign-in» mostra un nuovo link.',
  },
  account_changed: {
    title: 'Qualcun altro ha effettuato l’accesso',
    message: 'L’account in questo browser è cambiato da quando hai aperto questa pagina, perciò ci siamo fermati qui.',
    hint: 'Torna all’applicazione e ricomincia da lì.',
  },
  csrf_failed: {
    title: 'Non è stato possibile accettare questo modulo',
    message: 'È rimasto aperto troppo a lungo o non proviene da una nostra pagina. Non è stato modificato nulla.',
    hint: 'Torna indietro, ricarica la pagina e ripeti il passaggio.\nVerifica che il browser accetti i cookie di questo sito.',
  },
  invalid_redirect_uri: {
    title: 'Non possiamo riportarti a questa applicazione',
    message:
      'L’indirizzo a cui vuole farti tornare non è registrato. Ci siamo fermati qui, perché nulla finisca a estranei.',
    hint: 'Il tuo account è a posto. Contatta l’assistenza dell’applicazione.\nPer chi sviluppa: redirect_uri deve essere uguale, carattere per carattere, a un indirizzo registrato.',
  },
  invalid_client: {
    title: 'Non conosciamo questa applicazione',
    message: 'L’applicazione che ti ha mandato qui non è registrata oppure è stata disattivata.',
    hint: 'Contatta l’assistenza dell’applicazione.',
  },
  client_document_refused: {
    title: 'Non abbiamo potuto ammettere questa applicazione',
    message:
      'Si descrive su un proprio sito web, e quanto si trova lì manca o non è consentito qui. Il tuo account non ha alcun problema.',
    hint: 'Contatta l’assistenza dell’applicazione.\nPer gli sviluppatori: i dettagli qui sotto dicono che cosa non va.',
  },
  logout_refused: {
    title: 'L’uscita non è stata completata',
    message:
      'L’applicazione ha chiesto di farti uscire, ma qualcosa nella sua richiesta non andava bene. Se avevi effettuato l’accesso, la tua sessione è ancora aperta.',
    hint: 'Puoi uscire comunque.\nSe succede di nuovo, contatta l’assistenza dell’applicazione.',
  },
  invalid_request: {
    title: 'Non è stato possibile completare questa richiesta',
    message: 'In ciò che l’applicazione ha inviato manca qualcosa, o qualcosa non è consentito. Non è colpa tua.',
    hint: 'Torna all’applicazione e riprova.\nSe non basta, contatta la sua assistenza e includi i dettagli qui sotto.',
  },
  access_denied: {
    title: 'L’accesso non è stato consentito',
    message: 'La richiesta è stata annullata. L’applicazione non ha ricevuto nulla.',
    hint: 'Puoi chiudere questa finestra o ricominciare dall’applicazione.',
  },
  too_many_requests: {
    title: 'Troppe richieste',
    message: 'Dalla tua rete sono arrivate moltissime richieste in poco tempo, perciò abbiamo rallentato.',
    hint: 'Aspetta qualche minuto, poi riprova.',
  },
  not_found: {
    title: 'Questa pagina non esiste',
    message: 'Forse l’indirizzo contiene un errore, oppure la pagina non esiste più.',
    hint: 'Controlla l’indirizzo o torna all’applicazione.',
  },
  method_not_allowed: {
    title: 'Questa operazione qui non è possibile',
    message: 'L’indirizzo è giusto, ma è stato chiamato in un modo a cui non risponde. Non è colpa tua.',
    hint: 'Torna all’applicazione e ricomincia da lì.\nPer chi sviluppa: l’intestazione Allow di questa risposta indica i metodi disponibili.',
  },
  temporarily_unavailable: {
    title: 'Al momento il servizio non è disponibile',
    message: 'Il servizio è sovraccarico o in fase di aggiornamento.',
    hint: 'Aspetta un istante, poi ricarica questa pagina.',
  },
  server_error: {
    title: 'Qualcosa è andato storto da parte nostra',
    message: 'Non siamo riusciti a completare la tua richiesta. L’errore è stato registrato.',
    hint: 'Aspetta un istante, poi ricomincia dall’applicazione.\nSe succede di nuovo, contatta l’assistenza e includi i dettagli qui sotto.',
  },
};
