import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Hola, {name}:',
  reason: 'Recibe este correo porque {address} pertenece a una cuenta de {service} o se ha indicado para una.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Elija una contraseña nueva para {service}',
    body: 'Se ha solicitado una contraseña nueva para su cuenta de {service}. El enlace sirve una sola vez, durante 30 minutos.',
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
  sign_in_code: {
    subject: 'Su código para {service}',
    body: 'Se acaba de usar su contraseña para iniciar sesión en {service}. Introduzca allí este código para continuar. Sirve una sola vez, durante 10 minutos.',
    action: 'Su código',
    note: 'No dé este código a nadie. Si no fue usted, alguien conoce su contraseña: elija una nueva de inmediato.',
  },
  identity_linked: {
    subject: 'Se ha conectado una cuenta para iniciar sesión en {service}',
    body: 'Se acaba de conectar a su cuenta de {service} una cuenta que tiene en otro lugar. A partir de ahora se puede iniciar sesión con ella.',
    action: 'Ver cómo inicia sesión',
    note: 'Si no fue usted, desconéctela de inmediato y revise sus dispositivos.',
  },
  identity_unlinked: {
    subject: 'Se ha desconectado una cuenta de {service}',
    body: 'Se acaba de desconectar de su cuenta de {service} una cuenta que tiene en otro lugar. Ya no se puede iniciar sesión con ella.',
    action: 'Ver cómo inicia sesión',
    note: 'Si no fue usted, revise de inmediato cómo inicia sesión y contacte con el soporte de {service}.',
  },
  factors_removed: {
    subject: 'Se ha quitado la verificación en dos pasos de su cuenta de {service}',
    body: 'La administración de {service} acaba de quitar de su cuenta la aplicación de autenticación, las llaves de acceso y los códigos de recuperación, y se ha cerrado la sesión en todos los dispositivos. Puede iniciar sesión con su contraseña y volver a configurar la verificación en dos pasos.',
    action: 'Ver cómo inicia sesión',
    note: 'Si usted no lo pidió, avise de inmediato a su administrador y elija una contraseña nueva.',
  },
  recovery_codes_renewed: {
    subject: 'Códigos de recuperación nuevos para {service}',
    body: 'Se acaban de crear códigos de recuperación nuevos para su cuenta de {service}. Los anteriores ya no sirven.',
    action: 'Ver cómo inicia sesión',
    note: 'Si no fue usted, elija de inmediato una contraseña nueva y revise sus dispositivos.',
  },
  api_key_added: {
    subject: 'Una clave de API nueva para su cuenta de {service}',
    body: 'Se acaba de crear una clave de API para su cuenta de {service}. Las aplicaciones que la tengan pueden actuar en su nombre.',
    action: 'Ver sus claves de API',
    note: 'Si no fue usted, revóquela de inmediato y elija una contraseña nueva.',
  },
  api_key_revoked: {
    subject: 'Se ha revocado una clave de API de su cuenta de {service}',
    body: 'Se acaban de revocar una o varias claves de API de su cuenta de {service}. Las aplicaciones que las usan ya no pueden actuar en su nombre.',
    action: 'Ver sus claves de API',
    note: 'Si no fueron ni usted ni la administración de {service}, elija de inmediato una contraseña nueva.',
  },
  invitation: {
    subject: 'Su cuenta de {service}',
    body: 'La administración de {service} ha creado una cuenta para usted. Abra el enlace para elegir una contraseña. Sirve una sola vez.',
    action: 'Elegir una contraseña',
    note: 'Si no esperaba nada parecido, no haga nada: sin el enlace nadie puede usar la cuenta.',
  },
  confirm_address: {
    subject: 'Confirme su dirección de correo para {service}',
    body: 'Se ha creado una cuenta de {service} con esta dirección de correo. El enlace sirve una sola vez, durante 24 horas.',
    action: 'Confirmar la dirección',
    note: 'Si no fue usted, no haga nada: una cuenta cuya dirección no se confirma se elimina.',
  },
  address_taken: {
    subject: 'Ya tiene una cuenta de {service}',
    body: 'Se ha indicado esta dirección de correo para una cuenta nueva de {service}. Ya tiene una: inicie sesión en ella o elija una contraseña nueva si ha olvidado la anterior.',
    action: 'Iniciar sesión',
    note: 'Si no fue usted, no haga nada: nadie ha sabido que tiene una cuenta.',
  },
  change_address: {
    subject: 'Confirme su nueva dirección de correo para {service}',
    body: 'Se ha indicado esta dirección de correo como la nueva de una cuenta de {service}. El enlace sirve una sola vez, durante 24 horas.',
    action: 'Confirmar la dirección',
    note: 'Si no fue usted, no haga nada: la cuenta conserva su dirección.',
  },
  email_changed: {
    subject: 'Su dirección de correo para {service} ha cambiado',
    body: 'La dirección de correo de su cuenta de {service} se acaba de cambiar. A partir de ahora los correos van a la nueva.',
    action: 'Ver su cuenta',
    note: 'Si no fue usted, avise de inmediato a la administración de {service}.',
  },
  password_changed: {
    subject: 'Su contraseña de {service} se ha cambiado',
    body: 'La contraseña de su cuenta de {service} se acaba de cambiar y se ha cerrado la sesión en todos los demás dispositivos.',
    action: 'Ver su cuenta',
    note: 'Si no fue usted, elija de inmediato una contraseña nueva y revise sus dispositivos.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: 'Si no fue usted, revise de inmediato cómo inicia sesión y contacte con el soporte de {service}.',
  reset_password: {
    subject: 'Elija una contraseña para {service}',
    body: 'Se ha solicitado una contraseña para su cuenta de {service}. No tiene ninguna: inicia sesión de otra forma y puede seguir haciéndolo. Si desea una contraseña, elíjala con el enlace. Sirve una sola vez, durante 30 minutos.',
    action: 'Elegir una contraseña',
    note: 'Si no fue usted, no haga nada: su cuenta sigue sin contraseña.',
  },
  factors_removed: {
    body: 'La administración de {service} acaba de quitar de su cuenta la aplicación de autenticación, las llaves de acceso y los códigos de recuperación, y se ha cerrado la sesión en todos los dispositivos. Su cuenta no tiene contraseña: inicie sesión con una cuenta que tiene en otro lugar o elija una contraseña en la página de inicio de sesión.',
    note: 'Si usted no lo pidió, avise de inmediato a su administrador.',
  },
  sign_in_code: {
    body: 'Se acaba de usar una cuenta que tiene en otro lugar para iniciar sesión en {service}. Introduzca allí este código para continuar. Sirve una sola vez, durante 10 minutos.',
    note: 'No dé este código a nadie. Si no fue usted, proteja esa cuenta de inmediato.',
  },
};
