import type { Sentences } from '@gatehouse/html';
import type { services as en } from '../en/services.ts';

export const services: Sentences<typeof en> = {
  intro:
    'Credenciales de programas que no pertenecen a nadie: un nombre de usuario y un secreto para HTTP Basic, para una API cada una.',
  add: 'Nueva cuenta de servicio',
  addKey: 'Nueva clave de API',
  keys: 'Claves de API de usuarios',
  keysIntro:
    'Claves con las que los programas actúan en nombre de un usuario. Una nueva se crea en la página del usuario.',
  owner: 'Usuario',
  loginHint: 'Con lo que el programa inicia sesión.',
  nameHint: 'Para quienes miran la lista.',
  api: 'API',
  apiHint: 'Una clave es para una API, y no permite más que lo que elija a continuación.',
  noApis: 'Todavía no hay ninguna API. Declare una primero.',
  next: 'Siguiente',
  scopes: 'Lo que permite',
  lifetime: 'Cuánto tiempo sirve',
  lifetimes: { '30': '30 días', '90': '90 días', '365': 'Un año', never: 'Hasta que se revoque' },
  create: 'Crear',
  keyTitle: 'Copie ahora la clave de API',
  keyAbout: 'Quien la tenga puede hacer lo que permite. Solo se muestra esta vez: cópiela adonde la lee el programa.',
  secretTitle: 'Copie ahora el secreto',
  secretAbout:
    'Quien tenga el nombre de usuario y el secreto puede hacer lo que permiten. El secreto solo se muestra esta vez: cópielo adonde lo lee el programa.',
  secret: 'Secreto',
  apiKey: 'Clave de API',
  done: 'Ya está copiado',
  revoke: 'Revocar la cuenta de servicio',
  revokeAbout: 'Los programas que la usan dejan de funcionar, para siempre.',
  revoked: 'La cuenta de servicio está revocada.',
};
