import type { Sentences } from '@gatehouse/html';
import type { outbox as en } from '../en/outbox.ts';

export const outbox: Sentences<typeof en> = {
  intro:
    'E-Mails an Benutzer und Nachrichten an Anwendungen, die noch nicht versandt wurden. Ihr Inhalt wird nicht gezeigt: Links darin sind Geheimnisse.',
  kind: 'Art',
  mail: 'E-Mail',
  attempts: 'Versuche',
  due: 'Nächster Versuch',
  created: 'Erstellt',
  expires: 'Aufgegeben',
  failure: 'Letzter Fehler',
  retry: 'Jetzt senden',
  drop: 'Aufgeben',
  retryTitle: 'Sofort senden',
  dropTitle: 'Aufgeben: Wird nie gesendet',
  retried: 'Wird als Nächstes gesendet.',
  dropped: 'Ist aufgegeben.',
};
