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
  factor_added: {
    subject: 'Una nueva forma de iniciar sesión en {service}',
    body: 'Se acaba de añadir una llave de acceso o una aplicación de autenticación a su cuenta de {service}.',
    action: 'Ver cómo inicia sesión',
    note: 'Si no fue usted, quítela de inmediato y elija una contraseña nueva.',
  },
  factor_removed: {
    subject: 'Se ha quitado una forma de iniciar sesión en {service}',
    body: 'Se acaba de quitar una llave de acceso o una aplicación de autenticación de su cuenta de {service}.',
    action: 'Ver cómo inicia sesión',
    note: 'Si no fue usted, elija de inmediato una contraseña nueva y revise sus dispositivos.',
  },
  password_changed: {
    subject: 'Su contraseña de {service} se ha cambiado',
    body: 'La contraseña de su cuenta de {service} se acaba de cambiar y se ha cerrado la sesión en todos los demás dispositivos.',
    action: 'Ver su cuenta',
    note: 'Si no fue usted, elija de inmediato una contraseña nueva y revise sus dispositivos.',
  },
};
