import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'Crear una cuenta',
  heading: 'Crear una cuenta',
  name: 'Nombre',
  email: 'Correo electrónico',
  password: 'Contraseña',
  submit: 'Crear cuenta',
  haveAccount: '¿Ya tiene una cuenta?',
  signIn: 'Iniciar sesión',
  agreement: 'A su cuenta se le aplican:',
  link: 'Crear una cuenta',
  newHere: '¿Es nuevo aquí?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'Confirme su dirección de correo',
  instruction:
    'Hemos enviado un correo a {address}. Abra el enlace que contiene, en este dispositivo o en otro; esta página continuará por sí sola. ¿No ha llegado nada? Mire en la carpeta de spam.',
  done: 'Ya la he confirmado',
  resend: 'Enviar el correo de nuevo',
  sentAgain: 'El correo va de nuevo en camino. Solo sirve el enlace más reciente.',
  other: 'Empezar de nuevo con otra dirección',
  confirmedHeading: 'Su dirección está confirmada',
  goOn: 'Ya puede continuar a {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'Confirme su dirección de correo',
  asked: 'Confirme que {address} es su dirección.',
  passwordNeeded:
    'Ha abierto el enlace en un navegador distinto de aquel en el que eligió su contraseña. Introduzca esa contraseña para que sepamos que fue usted.',
  submit: 'Confirmar',
  notYou: 'Si no ha creado una cuenta aquí, cierre esta página. Entonces no ocurre nada.',
  done: 'Vuelva a la página donde empezó o inicie sesión.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'Cambiar la dirección de correo',
  consequence: 'Enviamos un enlace a la dirección nueva. Hasta que lo abra, se mantiene la actual.',
  next: 'Dirección de correo nueva',
  submit: 'Enviar el enlace',
  sent: 'Hemos enviado un enlace a {address}. Su dirección cambia cuando lo abra.',
  confirmHeading: '¿Usar esta dirección?',
  confirmAsked: '{address} será la dirección de su cuenta.',
  confirmSubmit: 'Usar esta dirección',
};

export const terms: Catalog['terms'] = {
  step: 'Condiciones de uso',
  heading: 'Condiciones de uso',
  asked: 'Antes de continuar a {client}, lea y acepte las condiciones de uso.',
  read: 'Leer las condiciones de uso',
  accept: 'Aceptar',
};
