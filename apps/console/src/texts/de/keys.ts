import type { Sentences } from '@gatehouse/html';
import type { keys as en } from '../en/keys.ts';

export const keys: Sentences<typeof en> = {
  intro:
    'Womit der Server signiert. Es gibt immer einen nächsten Schlüssel, den alle kennen, bevor er signiert: So kann ein Schlüssel jederzeit unbemerkt ersetzt werden.',
  key: 'Schlüssel',
  state: 'Zustand',
  plan: 'Was wann geschieht',
  algorithm: 'Algorithmus',
  purpose: 'Wofür',
  created: 'Erstellt',
  history: 'Was damit geschah',
  sees: 'jetzt',
  legendPublished: 'veröffentlicht',
  legendSigns: 'signiert',
  publishedSince: 'Veröffentlicht: {since}.',
  signsFrom: 'Er übernimmt {from}.',
  waits: 'Er übernimmt, sobald jemand die Schlüssel wechselt.',
  signsSince: 'Signiert; begonnen {since}.',
  signsUntil: 'Der nächste übernimmt {until}.',
  signsOn: 'Er signiert, bis jemand die Schlüssel wechselt.',
  leaves: 'Nicht mehr veröffentlicht: {gone}.',
  verifies: 'Er signiert nicht mehr; was er signiert hat, bleibt gültig.',
  rotates:
    'Ein Schlüssel signiert {signs} lang. Der nächste wird {ahead} vorher veröffentlicht; ein ausgemusterter bleibt noch {retained}.',
  rotatesNever:
    'Schlüssel wechseln nur auf Wunsch. Der nächste wird {ahead} vorher veröffentlicht; ein ausgemusterter bleibt noch {retained}.',
  none: 'Es gibt noch keinen Schlüssel dieser Art. Der Server erstellt ihn, wenn er ihn braucht.',
  rotate: 'Jetzt wechseln',
  rotateTitle: 'Schlüssel wechseln: {purpose}',
  rotateAbout:
    'Der nächste Schlüssel übernimmt, sobald ihn alle kennen können. Nichts bricht: Was vorher signiert wurde, bleibt gültig.',
  rotated: 'Der nächste Schlüssel übernimmt, sobald er darf.',
  retirePart: 'Ausmustern',
  retireText:
    'Er signiert nicht länger als nötig, ein anderer tritt an seine Stelle. Was er signiert hat, bleibt gültig: Niemand merkt es.',
  retire: 'Ausmustern',
  retireTitle: 'Schlüssel ausmustern',
  retired: 'Der Schlüssel wird ausgemustert.',
  revokePart: 'Er wurde gestohlen, oder könnte es sein',
  revoke: 'Widerrufen',
  revokeTitle: 'Schlüssel widerrufen',
  revoked: 'Der Schlüssel ist widerrufen. Ein anderer signiert.',
  purposes: {
    token: 'Token',
    cookie: 'Cookies der Anmeldeseiten',
    'dpop-nonce': 'Nonces für DPoP',
    'refresh-token': 'Nachfolger von Refresh-Token',
  },
  states: {
    next: 'nächster',
    current: 'signiert',
    retired: 'ausgemustert',
  },
  breaks: {
    token:
      'Alle Token, die er signiert hat, werden sofort abgelehnt: Zugriffstoken bei jeder API, die dem Server folgt, ID-Token überall. Anwendungen müssen sich neue holen. APIs, die Schlüssel im Speicher halten, merken es erst Minuten später.',
    cookie:
      'Alle Cookies, die er signiert hat, sind sofort ungültig: Benutzer melden sich neu an, laufende Anmeldungen beginnen von vorn.',
    'dpop-nonce':
      'Alle Nonces, die er erzeugt hat, sind sofort ungültig: Anwendungen bekommen mit der nächsten Antwort eine neue, die meisten von selbst.',
    'refresh-token':
      'Wer in diesen Sekunden einen Refresh wiederholt, dessen Antwort verloren ging, bekommt keine Antwort: Diese Benutzer melden sich neu an. Kein Token wird dadurch ungültig.',
  },
};
