import type { Sentences } from '@gatehouse/html';
import type { registrationTokens as en } from '../en/registration-tokens.ts';

export const registrationTokens: Sentences<typeof en> = {
  title: 'Registrierungstoken',
  intro:
    'Mit einem davon registriert sich eine Anwendung selbst, wo die Regel Registrierung zulässt. Ein Widerruf beendet keine Anwendung, die damit registriert wurde.',
  add: 'Neues Token',
  label: 'Wofür es ist',
  labelHint: 'Für alle, die die Liste lesen.',
  usesLeft: 'Noch verwendbar',
  expires: 'Läuft ab',
  expired: 'abgelaufen',
  madeBy: 'Erstellt von',
  all: 'alles, was die Regel erlaubt',
  none: 'nichts',
  revoke: 'Widerrufen',
  revokeTitle: 'Das Token {label} widerrufen',
  revokeAbout: 'Damit lässt sich nichts mehr registrieren. Anwendungen, die damit registriert wurden, bleiben.',
  revoked: 'Das Token ist widerrufen.',
  uses: 'Wie viele Anwendungen',
  usesHint: 'So viele lassen sich damit registrieren.',
  days: 'Wie viele Tage es gilt',
  daysHint: 'Höchstens 365.',
  scopeHint: 'Scopes von OpenID Connect, durch Leerzeichen getrennt. Leer: alles, was die Regel erlaubt.',
  scopesHint: 'Eine Zeile je API: ihr Bezeichner, dann ihre Scopes. Leer: alles, was die Regel erlaubt.',
  newIntro: 'Nie mehr, als die Regel erlaubt, was auch hier steht.',
  madeTitle: 'Jetzt das Token kopieren',
  madeAbout: 'Wer es hat, kann Anwendungen registrieren, bis es aufgebraucht ist. Es wird nur dieses eine Mal gezeigt.',
  token: 'Registrierungstoken',
  done: 'Ich habe es kopiert',
};
