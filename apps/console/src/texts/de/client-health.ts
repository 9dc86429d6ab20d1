import type { Sentences } from '@gatehouse/html';
import type { clientHealth as en } from '../en/client-health.ts';

export const clientHealth: Sentences<typeof en> = {
  title: 'Gesundheit',
  well: 'Nichts zu tun: Alles ist gut eingerichtet.',
  severities: { critical: 'Dringend', warning: 'Ansehen', info: 'Gut zu wissen' },
  lastUse: 'Zuletzt benutzt',
  nothingSeen: 'Noch nie gesehen',
  withChallenge: 'Zuletzt mit PKCE',
  withoutChallenge: 'Zuletzt ohne PKCE',
  bound: 'Letztes Token mit Schlüsselbindung',
  unbound: 'Letztes Token ohne Schlüsselbindung',
  never: 'nie',
  findings: {
    pkce_not_required:
      'PKCE wird nicht verlangt, also kann ein gestohlener Code etwas wert sein. Lassen Sie eine Code-Challenge senden, und verlangen Sie sie dann.',
    sender_constraint_not_required:
      'Die Tokens sind immer an einen Schlüssel gebunden. Verlangen Sie es, damit keine anderen gelten.',
    never_used: 'Noch nie gesehen; vermerkt wird einmal in der Minute. Sperren Sie es, wenn niemand es erwartet.',
    idle: 'Lange nicht benutzt. Sperren Sie es, wenn niemand es vermisst.',
    secret_expired: 'Ein Geheimnis ist abgelaufen. Entfernen Sie es.',
    secret_expires_soon: 'Ein Geheimnis läuft bald ab. Fügen Sie ein weiteres hinzu, und geben Sie es der Anwendung.',
    secret_old:
      'Ein Geheimnis ist mehr als ein Jahr alt. Fügen Sie ein weiteres hinzu, geben Sie es der Anwendung, und entfernen Sie das alte.',
    redirect_uri_unused:
      'Zu einigen Redirect-URIs wurde noch niemand geleitet. Entfernen Sie, was nicht gebraucht wird.',
    grant_type_unused: 'Manche Wege zu Tokens wurden noch nicht benutzt. Entfernen Sie, was nicht gebraucht wird.',
    scope_unused: 'Es ist mehr erlaubt, als je verlangt wurde. Entfernen Sie, was nicht gebraucht wird.',
  },
  toForm: { edit: 'Ändern', secrets: 'Zu den Geheimnissen', end: 'Zum Sperren', scopes: 'Zu den Scopes' },
};
