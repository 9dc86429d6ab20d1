import type { Sentences } from '@gatehouse/html';
import type { newClient as en } from '../en/new-client.ts';

export const newClient: Sentences<typeof en> = {
  title: 'Nuevo cliente',
  step: 'Paso {step} de 3',
  intro: '¿Qué tipo de aplicación es? De ello se siguen los ajustes correctos.',
  noSecrets: 'No se muestran los tipos que reciben un secreto: sus roles no permiten crear secretos.',
  kinds: {
    web: {
      title: 'Aplicación web con servidor',
      text: 'Las páginas vienen de un servidor propio, que puede guardar un secreto.',
    },
    spa: {
      title: 'Aplicación de una sola página',
      text: 'JavaScript en el navegador inicia la sesión de los usuarios, sin servidor propio.',
    },
    native: {
      title: 'Aplicación móvil o de escritorio, línea de comandos',
      text: 'Se ejecuta en el dispositivo del usuario e inicia sesión con el navegador de allí.',
    },
    device: {
      title: 'Televisor o dispositivo sin navegador',
      text: 'Muestra un código; el usuario inicia sesión en un teléfono u ordenador.',
    },
    machine: { title: 'Servicio o tarea de backend', text: 'Actúa por sí mismo, sin usuario.' },
    api: {
      title: 'API que verifica tokens',
      text: 'No necesita cliente: declare la API con sus ámbitos en «API y roles».',
    },
  },
  gets: {
    web: 'Recibe: el flujo de código de autorización con PKCE, tokens de actualización y un secreto.',
    spa: 'Recibe: el flujo de código de autorización con PKCE, acceso desde su propio origen y ningún secreto, pues una página no puede guardarlo.',
    native:
      'Recibe: el flujo de código de autorización con PKCE, tokens de actualización y ningún secreto, pues una aplicación así no puede guardarlo.',
    device:
      'Recibe: el flujo de dispositivo, tokens de actualización y ningún secreto, pues un dispositivo no puede guardarlo.',
    machine: 'Recibe: credenciales de cliente y un secreto.',
  },
  name: 'Nombre',
  nameHint: 'Los usuarios lo ven cuando se les pide su consentimiento.',
  id: 'Identificador',
  idHint: 'Cómo se nombra la aplicación a sí misma. Si queda vacío se forma a partir del nombre; después no cambia.',
  redirectUris: 'URI de redirección',
  redirectHint:
    'Adónde vuelven los usuarios, una por línea. Lo que hay sirve para desarrollo; en producción debe ser https.',
  nativeRedirectHint:
    'Déjelo vacío para un programa que escucha en 127.0.0.1, en cualquier puerto libre. Una aplicación móvil tiene una dirección propia, como {example}',
  apis: 'API a las que puede llamar',
  apisHint: 'Elija solo lo que necesita. Se puede añadir más en cualquier momento.',
  noApis: 'Todavía no hay ninguna API. Aun así puede iniciar la sesión de los usuarios.',
  moreApis: 'Hay más API de las que se muestran aquí. Añada sus ámbitos después, en el cliente.',
  declareApi: 'A las API',
  firstParty: 'Es nuestra: no se pide consentimiento a los usuarios',
  next: 'Ver qué se va a crear',
  make: 'Crear el cliente',
  faults: {
    name: 'Falta un nombre.',
    redirectMissing: 'Falta una dirección a la que vuelvan los usuarios.',
    redirectWrong: 'No es una dirección completa: {uri}',
    scopes: 'Un servicio sin usuarios solo recibe tokens para API. Elija al menos un ámbito.',
  },
  made: '{client} está creado',
  clientId: 'Identificador del cliente',
  secret: 'Secreto del cliente',
  secretOnce:
    'Se muestra solo esta vez. Guárdelo donde sus programas guardan secretos: con él, cualquiera puede actuar como este cliente.',
  scope: 'Ámbitos',
  code: 'Código listo',
  codeTitle: 'Código listo para {client}',
  codeIntro:
    'Un programa completo que funciona: guarde cada archivo con su nombre y luego escriba los comandos. Un clic selecciona un archivo entero.',
  secretFromEnvironment: 'El secreto no está en ningún archivo: el programa lo toma de la variable CLIENT_SECRET.',
  apiAddress: 'http://localhost:4001/orders representa la dirección de su API.',
  noCode: 'No hay código para este cliente.',
  language: 'Lenguaje del código',
  commands: 'Comandos',
  worksTitle: 'Funciona cuando',
  works: {
    web: 'abre {address}, inicia sesión y se le saluda por su nombre.',
    spa: 'abre {address}, pulsa «Sign in» y la página muestra quién es usted.',
    native: 'el programa muestra una dirección, usted inicia sesión allí y el programa muestra quién es usted.',
    device: 'el programa muestra un código, usted lo escribe en un navegador y el programa muestra quién es usted.',
    machine: 'el programa dice que tiene un token.',
  },
  seen: 'Cada inicio de sesión y cada token queda en la auditoría un momento después.',
  toAudit: 'Auditoría de este cliente',
  toClient: 'Al cliente',
};
