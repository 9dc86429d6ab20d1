import type { Sentences } from '@gatehouse/html';
import type { services as en } from '../en/services.ts';

export const services: Sentences<typeof en> = {
  intro:
    'Zugangsdaten von Programmen, die niemandem gehören: Anmeldename und Geheimnis für HTTP Basic, für je eine API.',
  add: 'Neues Dienstkonto',
  addKey: 'Neuer API-Schlüssel',
  keys: 'API-Schlüssel von Benutzern',
  keysIntro:
    'Schlüssel, mit denen Programme im Namen eines Benutzers handeln. Ein neuer entsteht auf der Seite des Benutzers.',
  owner: 'Benutzer',
  loginHint: 'Womit sich das Programm anmeldet.',
  nameHint: 'Für Menschen, die die Liste ansehen.',
  api: 'API',
  apiHint: 'Ein Schlüssel ist für eine API und erlaubt nicht mehr, als Sie gleich wählen.',
  noApis: 'Es gibt noch keine API. Erklären Sie zuerst eine.',
  next: 'Weiter',
  scopes: 'Was er erlaubt',
  lifetime: 'Wie lange er gilt',
  lifetimes: { '30': '30 Tage', '90': '90 Tage', '365': 'Ein Jahr', never: 'Bis zum Widerruf' },
  create: 'Erstellen',
  keyTitle: 'Kopieren Sie jetzt den API-Schlüssel',
  keyAbout:
    'Wer ihn hat, kann tun, was er erlaubt. Er wird nur dieses eine Mal gezeigt: Kopieren Sie ihn dorthin, wo das Programm ihn liest.',
  secretTitle: 'Kopieren Sie jetzt das Geheimnis',
  secretAbout:
    'Wer Anmeldenamen und Geheimnis hat, kann tun, was sie erlauben. Das Geheimnis wird nur dieses eine Mal gezeigt: Kopieren Sie es dorthin, wo das Programm es liest.',
  secret: 'Geheimnis',
  apiKey: 'API-Schlüssel',
  done: 'Ich habe es kopiert',
  revoke: 'Dienstkonto widerrufen',
  revokeAbout: 'Programme, die es benutzen, arbeiten nicht mehr, endgültig.',
  revoked: 'Das Dienstkonto ist widerrufen.',
};
