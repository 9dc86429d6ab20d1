import type { Sentences } from '@gatehouse/html';
import type { userActs as en } from '../en/user-acts.ts';

export const userActs: Sentences<typeof en> = {
  enable: {
    label: 'Activar',
    about: 'El usuario puede volver a entrar. Lo que terminó al desactivarlo sigue terminado.',
    done: 'El usuario está activado.',
  },
  unlock: {
    label: 'Desbloquear',
    about: 'Olvida contraseñas y códigos equivocados, para que el usuario no tenga que esperar antes de otro intento.',
    done: 'Se puede volver a iniciar sesión.',
  },
  'end-session': {
    label: 'Cerrar la sesión',
    about: 'Allí se cierra la sesión del usuario, y se avisa a las aplicaciones abiertas desde ella.',
    done: 'La sesión está cerrada.',
  },
  'end-sessions': {
    label: 'Cerrar todas las sesiones',
    about:
      'Cierra todas las sesiones, y pone fin a lo que las aplicaciones pueden hacer por el usuario. Puede volver a entrar enseguida.',
    done: 'Todas las sesiones del usuario están cerradas.',
  },
  'revoke-grant': {
    label: 'Revocar el acceso',
    about: 'La aplicación pierde sus tokens, y la próxima vez vuelve a preguntar al usuario.',
    done: 'El acceso está revocado.',
  },
  'revoke-grants': {
    label: 'Revocar todos los accesos',
    about:
      'Todas las aplicaciones pierden sus tokens, y la próxima vez vuelven a preguntar al usuario. Las sesiones quedan.',
    done: 'Todos los accesos están revocados.',
  },
  'unlink-identity': {
    label: 'Desconectar',
    about:
      'El usuario ya no inicia sesión con ella, y las sesiones que empezaron con ella terminan. Se le avisa por correo.',
    done: 'La identidad está desconectada.',
  },
  'revoke-api-key': {
    label: 'Revocar la clave de API',
    about: 'Los programas que la usan dejan de funcionar, para siempre.',
    done: 'La clave de API está revocada.',
  },
  'revoke-api-keys': {
    label: 'Revocar todas las claves de API',
    about: 'Los programas que las usan dejan de funcionar, para siempre.',
    done: 'Todas las claves de API están revocadas.',
  },
  'remove-factors': {
    label: 'Quitar los segundos factores',
    about:
      'Para un usuario que perdió el teléfono. Asegúrese de que es él quien lo pide: después basta la contraseña. Cierra todas las sesiones; se avisa al usuario.',
    done: 'Los segundos factores están quitados.',
  },
  disable: {
    label: 'Desactivar',
    about: 'El usuario ya no puede entrar, y todo lo que tiene termina enseguida. Puede activarlo de nuevo.',
    done: 'El usuario está desactivado.',
  },
  delete: {
    label: 'Eliminar',
    about: 'Elimina al usuario y todo lo guardado sobre él, salvo la auditoría. No se puede deshacer.',
    done: 'El usuario está eliminado.',
  },
};
