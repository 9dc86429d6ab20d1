import type { Catalog } from './shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Hola, {name}:',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Elija una contraseña nueva para {service}',
    body: 'Alguien, probablemente usted, ha pedido una contraseña nueva para su cuenta de {service}. El enlace sirve una sola vez, durante 30 minutos.',
    action: 'Elegir una contraseña nueva',
    note: 'Si no fue usted, no haga nada: su contraseña no cambia.',
  },
  password_changed: {
    subject: 'Su contraseña de {service} se ha cambiado',
    body: 'La contraseña de su cuenta de {service} se acaba de cambiar y se ha cerrado la sesión en todos los demás dispositivos.',
    action: 'Ver su cuenta',
    note: 'Si no fue usted, elija de inmediato una contraseña nueva y revise sus dispositivos.',
  },
};
