import type { Sentences } from '@gatehouse/html';
import type { outbox as en } from '../en/outbox.ts';

export const outbox: Sentences<typeof en> = {
  intro:
    'Correos a usuarios y mensajes a aplicaciones que aún no se han enviado. Su contenido no se muestra: los enlaces que contienen son secretos.',
  kind: 'Tipo',
  mail: 'Correo',
  attempts: 'Intentos',
  due: 'Próximo intento',
  created: 'Creado',
  expires: 'Se abandona',
  failure: 'Último fallo',
  retry: 'Enviar ahora',
  drop: 'Abandonar',
  retryTitle: 'Enviar enseguida',
  dropTitle: 'Abandonar: no se enviará nunca',
  retried: 'Se enviará a continuación.',
  dropped: 'Se ha abandonado.',
};
