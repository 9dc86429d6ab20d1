import type { Sentences } from '@gatehouse/html';
import type { clientHealth as en } from '../en/client-health.ts';

export const clientHealth: Sentences<typeof en> = {
  title: 'Salud',
  well: 'Nada que hacer: todo está bien ajustado.',
  severities: { critical: 'Urgente', warning: 'Por revisar', info: 'Bueno saberlo' },
  lastUse: 'Último uso',
  nothingSeen: 'Nunca se ha visto',
  withChallenge: 'Última vez con PKCE',
  withoutChallenge: 'Última vez sin PKCE',
  bound: 'Último token ligado a una clave',
  unbound: 'Último token sin clave',
  never: 'nunca',
  findings: {
    pkce_not_required:
      'PKCE no es obligatorio: un código robado puede servir. Haga que envíe un desafío y exíjalo después.',
    sender_constraint_not_required:
      'Sus tokens siempre están ligados a una clave. Exíjalo, para que no se acepten otros.',
    never_used: 'Nunca se ha visto; los usos se anotan una vez por minuto. Desactívelo si nadie lo espera.',
    idle: 'Hace mucho que no se usa. Desactívelo si nadie lo echa en falta.',
    secret_expired: 'Un secreto ha caducado. Elimínelo.',
    secret_expires_soon: 'Un secreto caduca pronto. Añada otro y déselo a la aplicación.',
    secret_old: 'Un secreto tiene más de un año. Añada otro, déselo a la aplicación y elimine el viejo.',
    redirect_uri_unused: 'A algunas de sus URI de redirección no se ha enviado a nadie. Elimine lo que no se necesita.',
    grant_type_unused: 'Tiene vías para obtener tokens que no ha usado. Elimine lo que no se necesita.',
    scope_unused: 'Puede pedir más de lo que ha pedido nunca. Elimine lo que no se necesita.',
  },
  toForm: { edit: 'Cambiarlo', secrets: 'A sus secretos', end: 'A desactivarlo', scopes: 'A sus ámbitos' },
};
