import type { Sentences } from '@gatehouse/html';
import type { registrationTokens as en } from '../en/registration-tokens.ts';

export const registrationTokens: Sentences<typeof en> = {
  title: 'Tokens de registro',
  intro:
    'Con uno de estos una aplicación se registra sola, si la regla admite el registro. Revocar uno no termina las aplicaciones registradas con él.',
  add: 'Token nuevo',
  label: 'Para qué es',
  labelHint: 'Para quienes miran la lista.',
  usesLeft: 'Usos restantes',
  expires: 'Caduca',
  expired: 'caducado',
  madeBy: 'Creado por',
  all: 'todo lo que la regla permite',
  none: 'nada',
  revoke: 'Revocar',
  revokeTitle: 'Revocar el token {label}',
  revokeAbout: 'Con él ya no se puede registrar nada. Las aplicaciones registradas con él permanecen.',
  revoked: 'El token se ha revocado.',
  uses: 'Cuántas aplicaciones',
  usesHint: 'Tantas pueden registrarse con él.',
  days: 'Cuántos días sirve',
  daysHint: '365 como máximo.',
  scopeHint: 'Scopes de OpenID Connect separados por espacios. Vacío: todo lo que la regla permite.',
  scopesHint: 'Una línea por API: su indicador y luego sus scopes. Vacío: todo lo que la regla permite.',
  newIntro: 'Nunca más de lo que la regla permite, ponga lo que ponga aquí.',
  madeTitle: 'Copie el token ahora',
  madeAbout: 'Quien lo tenga puede registrar aplicaciones hasta que se agote. Solo se muestra esta vez.',
  token: 'Token de registro',
  done: 'Lo he copiado',
};
