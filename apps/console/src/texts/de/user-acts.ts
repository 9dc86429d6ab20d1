import type { Sentences } from '@gatehouse/html';
import type { userActs as en } from '../en/user-acts.ts';

export const userActs: Sentences<typeof en> = {
  enable: {
    label: 'Entsperren',
    about: 'Der Benutzer kann sich wieder anmelden. Was bei der Sperre endete, bleibt beendet.',
    done: 'Der Benutzer ist entsperrt.',
  },
  unlock: {
    label: 'Anmeldung freigeben',
    about: 'Vergisst falsche Passwörter und Codes, sodass der Benutzer nicht warten muss, ehe er es wieder versucht.',
    done: 'Die Anmeldung ist wieder frei.',
  },
  'end-session': {
    label: 'Sitzung beenden',
    about: 'Der Benutzer wird dort abgemeldet, und Anwendungen, die von dort geöffnet wurden, erfahren es.',
    done: 'Die Sitzung ist beendet.',
  },
  'end-sessions': {
    label: 'Überall abmelden',
    about:
      'Beendet alle Sitzungen und alles, was Anwendungen für den Benutzer dürfen. Der Benutzer kann sich sofort wieder anmelden.',
    done: 'Der Benutzer ist überall abgemeldet.',
  },
  'revoke-grant': {
    label: 'Zugriff widerrufen',
    about: 'Die Anwendung verliert ihre Tokens und fragt den Benutzer beim nächsten Mal wieder.',
    done: 'Der Zugriff ist widerrufen.',
  },
  'revoke-grants': {
    label: 'Allen Zugriff widerrufen',
    about:
      'Alle Anwendungen verlieren ihre Tokens und fragen den Benutzer beim nächsten Mal wieder. Sitzungen bleiben.',
    done: 'Aller Zugriff ist widerrufen.',
  },
  'unlink-identity': {
    label: 'Trennen',
    about:
      'Der Benutzer meldet sich nicht mehr damit an, und Sitzungen, die damit begannen, enden. Er wird per Mail benachrichtigt.',
    done: 'Die Identität ist getrennt.',
  },
  'revoke-api-key': {
    label: 'API-Schlüssel widerrufen',
    about: 'Programme, die ihn benutzen, arbeiten nicht mehr, endgültig.',
    done: 'Der API-Schlüssel ist widerrufen.',
  },
  'revoke-api-keys': {
    label: 'Alle API-Schlüssel widerrufen',
    about: 'Programme, die sie benutzen, arbeiten nicht mehr, endgültig.',
    done: 'Alle API-Schlüssel sind widerrufen.',
  },
  'remove-factors': {
    label: 'Zweite Faktoren entfernen',
    about:
      'Für Benutzer, die ihr Telefon verloren haben. Vergewissern Sie sich, wer darum bittet: Danach genügt das Passwort allein. Beendet alle Sitzungen; der Benutzer wird benachrichtigt.',
    done: 'Die zweiten Faktoren sind entfernt.',
  },
  disable: {
    label: 'Sperren',
    about:
      'Der Benutzer kann sich nicht mehr anmelden, und alles, was er hat, endet sofort. Sie können ihn wieder entsperren.',
    done: 'Der Benutzer ist gesperrt.',
  },
  delete: {
    label: 'Löschen',
    about: 'Entfernt den Benutzer und alles, was über ihn gespeichert ist, außer dem Protokoll. Unwiderruflich.',
    done: 'Der Benutzer ist gelöscht.',
  },
};
