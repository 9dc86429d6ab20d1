import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Spanish; people are addressed as "usted". */
export const es: Catalog = {
  language: 'es',
  direction: 'ltr',

  titleWithError: 'Error: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { one: '{count} carácter', other: '{count} caracteres' },
  },
  cancel: 'Cancelar',
  help: 'Ayuda',
  continue: 'Continuar',
  manageAccount: 'Administrar su cuenta',
  signedInAs: 'Está iniciando sesión como {account}',
  errorLabel: 'Error',
  showPassword: 'Mostrar la contraseña',
  typed: '{typed} de {least}',
  copy: 'Copiar',
  copied: 'Copiado',
  justNow: 'hace un momento',

  signIn: {
    step: 'Iniciar sesión',
    heading: 'Iniciar sesión',
    continueTo: 'para continuar en {client}',
    manageAccount: 'para administrar su cuenta',
    login: 'Nombre de usuario o correo electrónico',
    password: 'Contraseña',
    forgot: '¿Ha olvidado su contraseña?',
    submit: 'Iniciar sesión',
    or: 'o',
    passkey: 'Iniciar sesión con una llave de acceso',
    withPassword: 'Iniciar sesión con una contraseña',
    again: {
      step: 'Confirme que es usted',
      heading: 'Le damos la bienvenida de nuevo, {name}',
      reason: '{client} le pide que introduzca de nuevo su contraseña.',
      submit: 'Continuar',
    },
    otherWays: 'Use una llave de acceso o restablezca su contraseña.',
  },

  upstream: {
    continueWith: 'Continuar con {name}',
    connect: {
      step: 'Conectar su cuenta',
      heading: 'Conectar {name} con su cuenta',
      reason:
        'Inicie sesión con la contraseña que tiene aquí, no con la de {name}, o como lo hace aquí siempre. Después podrá usar también {name}.',
      who: 'En {name} usted es {who}.',
      create: 'Todavía no tengo cuenta',
    },
  },

  secondFactor: {
    step: 'Verificación en dos pasos',
    heading: 'Introduzca su código',
    totp: 'Abra su aplicación de autenticación e introduzca el código que muestra para esta cuenta.',
    email: 'Hemos enviado un código a {address}. Puede tardar un minuto en llegar.',
    recoveryCode:
      'Introduzca uno de los códigos de recuperación que guardó al configurar la verificación en dos pasos. Cada código sirve una sola vez.',
    passkeyHeading: 'Use su llave de acceso',
    passkey: 'Confirme que es usted con su huella, su rostro o el bloqueo de su dispositivo.',
    passkeySubmit: 'Usar una llave de acceso',
    code: 'Código (6 dígitos)',
    recoveryCodeLabel: 'Código de recuperación',
    submit: 'Continuar',
    resend: 'Enviar un código nuevo',
    instead: {
      totp: 'Usar la aplicación de autenticación',
      recovery_code: 'Usar un código de recuperación',
      email: 'Enviar un código por correo electrónico',
      passkey: 'Usar una llave de acceso',
    },
  },

  passkey: {
    failed: 'No ha funcionado o se ha cancelado. Inténtelo de nuevo o use otro método.',
    known: 'Este dispositivo ya tiene una llave de acceso para su cuenta.',
    needsScript: 'Las llaves de acceso necesitan JavaScript, que aquí no funciona. Use otro método.',
  },

  addTotp: {
    step: 'Configure una app de autenticación',
    heading: 'Configure una app de autenticación',
    asked:
      '{client} requiere la verificación en dos pasos. Configure una app de autenticación una vez; después solo le llevará unos segundos.',
    openApp:
      'Abra una aplicación de autenticación en su teléfono y elija añadir una cuenta. Sirve cualquier aplicación de códigos de un solo uso.',
    openHere: 'Abrir en la app de autenticación',
    scan: 'Escanee este código o introduzca la clave que está debajo.',
    qrLabel: 'Código QR para la aplicación de autenticación',
    typeInstead: 'Clave',
    enterCode: 'Introduzca el código que la aplicación muestra ahora.',
  },

  recoveryCodes: {
    step: 'Guarde sus códigos de recuperación',
    heading: 'Guarde sus códigos de recuperación',
    purpose: 'Si pierde su teléfono, uno de estos códigos le permitirá entrar. Cada uno sirve una sola vez.',
    once: 'Solo se muestran ahora. Imprímalos o guárdelos en un gestor de contraseñas, no en el propio teléfono.',
    submit: 'He guardado estos códigos',
    download: 'Descargar',
    print: 'Imprimir',
  },

  register,
  verifyEmail,
  confirmEmail,
  changeEmail,
  terms,
  account,
  events,
  mailFrame,
  mails,
  mailsWithoutPassword,

  invitation: {
    heading: 'Le damos la bienvenida',
    consequence: 'Se ha creado una cuenta para usted; iniciará sesión como {login}. Elija una contraseña.',
    doneHeading: 'Su cuenta está lista',
    done: 'A partir de ahora, inicie sesión con esta contraseña.',
  },

  recovery: {
    heading: '¿Ha olvidado su contraseña?',
    instruction:
      'Introduzca su nombre de usuario o su correo electrónico. Si existe esa cuenta, enviaremos un enlace a su dirección de correo electrónico.',
    submit: 'Enviar el enlace',
    sentHeading: 'Revise su correo',
    sent: 'Si existe esa cuenta, hay un enlace en camino. Sirve una sola vez, durante 30 minutos. Si no llega nada, mire en la carpeta de correo no deseado.',
    resend: 'Enviar de nuevo',
    resetHeading: 'Elija una contraseña nueva',
    resetConsequence: 'Se cerrará su sesión en todas partes y las aplicaciones tendrán que preguntarle de nuevo.',
    doneHeading: 'Su contraseña se ha cambiado',
    done: 'Se ha cerrado su sesión en todas partes. A partir de ahora, inicie sesión con la contraseña nueva.',
  },

  consent: {
    step: 'Permitir el acceso',
    heading: '{client} solicita acceso',
    site: 'Sitio web: {host}',
    account: 'Ha iniciado sesión como {account}',
    otherAccount: '¿No es usted? Usar otra cuenta',
    yourAccount: 'Su cuenta',
    mayDo: '{client} podrá:',
    returnTo: 'Elija lo que elija, volverá a {origin}',
    policy: 'Política de privacidad',
    terms: 'Condiciones del servicio',
    accept: 'Permitir',
    cancel: 'No permitir',
    untilSignOut: 'El acceso termina cuando cierre la sesión y, como máximo, al cabo de {duration}.',
    whileAway: 'El acceso continúa mientras usted no está, durante un máximo de {duration}.',
  },

  unchecked: {
    heading: 'Una aplicación en {client} solicita acceso',
    headingOnDevice: 'Una aplicación de este dispositivo solicita acceso',
    headingOfDocumentOnDevice: 'Una aplicación de este dispositivo solicita acceso en nombre de {client}',
    callsItself: 'La aplicación se presenta como «{client}».',
    onDevice: 'Aplicación de su dispositivo',
    onDeviceCalled: 'Aplicación de su dispositivo: «{client}»',
    continueToDevice: 'para continuar en una aplicación de este dispositivo',
    notice: 'Nadie ha comprobado esta aplicación.',
    ofDocument:
      'Solo se conoce su dirección: {host}. Permita el acceso solo si conoce esta dirección y acaba de pedirlo usted.',
    ofDynamic:
      'Se ha registrado por su cuenta y su nombre puede ser inventado. Permita el acceso solo si acaba de pedirlo usted.',
    documentOnDevice:
      'Cualquier aplicación de este dispositivo puede hacerse pasar por {host}. Permita el acceso solo si acaba de pedirlo usted en una aplicación de confianza.',
    dynamicOnDevice:
      'Su nombre puede ser inventado, y cualquier aplicación de este dispositivo puede recibir el acceso. Permítalo solo si acaba de pedirlo usted en una aplicación de confianza.',
    mayDo: 'Esta aplicación podrá:',
    returnTo: 'Volverá a {host}',
    returnToDevice: 'Volverá a este dispositivo: {host}',
  },

  scopes: {
    openid: 'Iniciar su sesión',
    profile: 'Ver su nombre, nombre de usuario e idioma',
    email: 'Ver su dirección de correo electrónico',
    address: 'Ver su dirección postal',
    phone: 'Ver su número de teléfono',
    groups: 'Ver sus grupos y funciones',
    offline_access: 'Conservar este acceso mientras usted no está',
  },
  claimSentence: 'Ver el dato «{claim}» de su cuenta',
  scopeWithoutSentence: 'Usar el permiso «{scope}»',

  selectAccount: {
    step: 'Elegir una cuenta',
    heading: 'Elija una cuenta',
    continueTo: 'para continuar en {client}',
    other: 'Usar otra cuenta',
  },

  logout: {
    step: 'Cerrar sesión',
    heading: '¿Desea cerrar la sesión?',
    asked: '{client} pide cerrar su sesión.',
    consequence: 'Esto termina su sesión aquí. Es posible que las aplicaciones le pidan iniciar sesión de nuevo.',
    opened: 'Abiertas con esta cuenta:',
    signedInAs: 'Ha iniciado sesión como {account}',
    submit: 'Cerrar sesión',
    anyway: 'Cerrar sesión de todos modos',
    cancel: 'Mantener la sesión',
    doneStep: 'Sesión cerrada',
    doneHeading: 'Su sesión se ha cerrado',
    done: 'Si otras personas usan también este ordenador, cierre ahora todas las ventanas de este navegador.',
    backTo: 'Volver a {client}',
    again: 'Iniciar sesión de nuevo',
  },

  device: {
    codeStep: 'Conectar un dispositivo',
    codeHeading: 'Conectar un dispositivo',
    codeInstruction: 'Introduzca el código que muestra su dispositivo.',
    code: 'Código del dispositivo',
    codeSubmit: 'Continuar',
    confirmStep: 'Comprobar el código',
    confirmHeading: '¿Es este el código de su dispositivo?',
    confirmInstruction: '{client} quiere usar su cuenta en otro dispositivo.',
    warning:
      'Continúe solo si ha empezado esto usted y tiene el dispositivo delante. Si alguien le ha enviado el código, no continúe.',
    from: 'Solicitado desde {address}',
    accept: 'Sí, continuar',
    cancel: 'No, cancelar',
    doneStep: 'Dispositivo conectado',
    doneHeading: 'Su dispositivo está conectado',
    done: 'Puede cerrar esta ventana y seguir con {client} en su dispositivo.',
  },

  continuePage: {
    step: 'Continuar',
    heading: 'Un paso más',
    instruction: 'Pulse el botón para ir a {client}.',
  },

  formErrors,
  errorPage,
  errors,
};
