import type { Sentences } from '@gatehouse/html';
import type { keys as en } from '../en/keys.ts';

export const keys: Sentences<typeof en> = {
  intro:
    'Con lo que firma el servidor. Siempre hay una clave siguiente, conocida por todos antes de firmar, para poder reemplazar una clave en cualquier momento sin que nadie lo note.',
  key: 'Clave',
  state: 'Estado',
  plan: 'Qué pasa y cuándo',
  algorithm: 'Algoritmo',
  purpose: 'Para',
  created: 'Creada',
  history: 'Lo que se hizo con ella',
  sees: 'ahora',
  legendPublished: 'publicada',
  legendSigns: 'firma',
  publishedSince: 'Publicada {since}.',
  signsFrom: 'Toma el relevo {from}.',
  waits: 'Toma el relevo cuando alguien rote las claves.',
  signsSince: 'Empezó a firmar {since}.',
  signsUntil: 'La siguiente toma el relevo {until}.',
  signsOn: 'Firma hasta que alguien rote las claves.',
  leaves: 'Deja de publicarse {gone}.',
  verifies: 'Ya no firma; lo que firmó sigue siendo válido.',
  rotates:
    'Una clave firma durante {signs}. La siguiente se publica {ahead} antes de firmar; una retirada permanece {retained}.',
  rotatesNever:
    'Las claves cambian solo a petición. La siguiente se publica {ahead} antes de firmar; una retirada permanece {retained}.',
  none: 'Aún no hay ninguna clave de este tipo. El servidor la crea cuando la necesita.',
  rotate: 'Rotar ahora',
  rotateTitle: 'Rotar claves: {purpose}',
  rotateAbout:
    'La clave siguiente toma el relevo en cuanto todos puedan conocerla. Nada se rompe: lo ya firmado sigue siendo válido.',
  rotated: 'La clave siguiente toma el relevo en cuanto pueda.',
  retirePart: 'Retirar del servicio',
  retireText: 'No firma más de lo necesario y otra ocupa su lugar. Lo que firmó sigue siendo válido: nadie lo nota.',
  retire: 'Retirar',
  retireTitle: 'Retirar una clave',
  retired: 'La clave se retira.',
  revokePart: 'La robaron, o pudo ser',
  revoke: 'Revocar',
  revokeTitle: 'Revocar una clave',
  revoked: 'La clave está revocada. Otra firma.',
  purposes: {
    token: 'Tokens',
    cookie: 'Cookies de las páginas de acceso',
    'dpop-nonce': 'Nonces de DPoP',
    'refresh-token': 'Sucesores de tokens de actualización',
  },
  states: {
    next: 'siguiente',
    current: 'firma',
    retired: 'retirada',
  },
  breaks: {
    token:
      'Todos los tokens que firmó se rechazan al instante: los de acceso en cada API que sigue al servidor, los de identidad en todas partes. Las aplicaciones tienen que obtener otros. Las API que guardan claves en memoria tardan minutos en leerlas de nuevo.',
    cookie:
      'Todas las cookies que firmó quedan anuladas al instante: los usuarios inician sesión de nuevo y los inicios en curso vuelven a empezar.',
    'dpop-nonce':
      'Todos los nonces que creó quedan anulados al instante: las aplicaciones reciben otro con la siguiente respuesta, casi todas por sí solas.',
    'refresh-token':
      'Quien repita en estos segundos una actualización cuya respuesta se perdió no recibe otra: esos usuarios inician sesión de nuevo. Ningún token queda anulado por ello.',
  },
};
