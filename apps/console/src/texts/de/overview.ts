import type { Sentences } from '@gatehouse/html';
import type { overview as en } from '../en/overview.ts';

export const overview: Sentences<typeof en> = {
  span: 'Zeitraum',
  spans: {
    day: '24 Stunden',
    week: '7 Tage',
    month: '30 Tage',
  },
  signIns: 'Anmeldungen',
  tokens: 'Tokens',
  refusals: 'Ablehnungen',
  errors: 'Fehler',
  names: {
    'sign_in.completed': 'angemeldet',
    'token.issued': 'ausgestellt',
    'sign_in.refused': 'Anmeldungen: falsches Passwort, falscher Code oder Passkey',
    'token.refused': 'Token-Anfragen',
    'answer.failed': 'fehlgeschlagene Antworten, Status ab 500',
  },
  about: 'Alle Instanzen zusammen, höchstens eine Minute alt. Zeiten in UTC.',
  quiet: 'In diesem Zeitraum geschah nichts: keine Anmeldung, kein Token, keine Ablehnung, kein Fehler.',
  findings: 'Was Aufmerksamkeit braucht',
  well: 'Alles in Ordnung.',
  looked: 'Nachgesehen:',
  results: {
    fault: 'Funktioniert nicht',
    warning: 'Bitte ansehen',
  },
  topics: {
    database: 'Datenbank',
    clocks: 'Uhren',
    mode: 'Entwicklung',
    certificate: 'Zertifikat',
    proxies: 'Vorgeschaltete Proxys',
    clients: 'Clients',
    signing_keys: 'Signaturschlüssel',
  },
  firstSteps: 'Erste Schritte',
  newClient: 'Eine Anwendung anlegen',
  newClientAbout: 'Ein Leitfaden fragt, was Sie bauen, wählt die Einstellungen dafür und gibt Ihnen lauffähigen Code.',
  newUsers: 'Benutzer anlegen oder einladen',
  newUsersAbout: 'Wer eingeladen wird, bekommt einen Link und wählt ein Passwort. Rollen können Sie gleich vergeben.',
  toKeys: 'Alle Schlüssel',
  waiting: 'Wartend',
  oldest: 'Die älteste entstand',
  tried: 'Versucht und noch nicht gesendet',
  triedAdvice:
    'Sie werden von selbst erneut versucht. Werden es mehr, antwortet der Mailserver oder eine Anwendung nicht.',
  nothingWaits: 'Nichts wartet: Alle Mails und Nachrichten wurden gesendet.',
  toOutbox: 'Wartendes ansehen',
};
