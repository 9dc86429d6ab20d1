import type { Catalog } from '../shape.ts';

export const formErrors: Catalog['formErrors'] = {
  login_missing: 'Introduzca su nombre de usuario o su correo electrónico.',
  password_missing: 'Introduzca su contraseña.',
  invalid_credentials: 'El nombre de usuario o la contraseña no son correctos.',
  name_throttled: 'Demasiados intentos con este nombre. Incluso la contraseña correcta se rechaza hasta {duration}.',
  throttled: 'Ha habido demasiados intentos. Espere {duration} e inténtelo de nuevo.',
  busy: 'En este momento hay muchos inicios de sesión en curso. Espere un momento e inténtelo de nuevo.',
  otp_missing: 'Introduzca el código.',
  invalid_otp: 'Este código no es correcto o ya no es válido. Introduzca el más reciente.',
  email_invalid: 'Introduzca una dirección de correo, por ejemplo nombre@example.com.',
  email_unconfirmed: 'La dirección aún no está confirmada. Abra primero el enlace del correo.',
  email_same: 'Esa es su dirección actual. Introduzca otra.',
  name_missing: 'Introduzca su nombre.',
  new_password_missing: 'Introduzca una contraseña nueva.',
  wrong_password: 'La contraseña actual no es correcta.',
  password_too_short: 'La contraseña nueva es demasiado corta. Use al menos {count}.',
  password_common:
    'Esta contraseña es una de las que los atacantes prueban primero. Elija algo que nadie más use: varias palabras seguidas que no tengan nada que ver entre sí.',
  password_simple:
    'Esta contraseña se repite o sigue el orden de las teclas. Elija en su lugar varias palabras seguidas.',
  password_context:
    'Esta contraseña es poco más que «{word}», algo que otros saben de usted o de este servicio. Elija otras palabras seguidas.',
  password_breached:
    'Esta contraseña figura en una colección de contraseñas robadas, así que los atacantes también la tienen. Elija una que no use en ningún otro lugar.',
  password_same: 'Esa es su contraseña actual. Elija otra.',
  not_confirmed: 'Lo que ha escrito no es su nombre de usuario. No se ha eliminado nada.',
  passkey_missing: 'Su navegador no ha enviado ninguna llave de acceso. Inténtelo de nuevo o use otro método.',
  passkey_refused: 'Esta llave de acceso no se ha aceptado. Inténtelo de nuevo o use otro método.',
  key_name_missing: 'Introduzca un nombre para la clave.',
  key_scopes_missing: 'Elija lo que puede hacer la clave.',
  key_refused: 'Su clave no puede tener eso. Elija entre lo que aparece aquí.',
  key_limit: 'Ha alcanzado el máximo de claves de API. Revoque una que ya no use.',
  factor_changed: 'Esto se ha cambiado entretanto en otra ventana. Vuelva a cargar la página.',
  user_code_missing: 'Introduzca el código que muestra su dispositivo.',
  user_code_not_found: 'Ese código no existe. Compárelo con el de su dispositivo.',
  user_code_expired: 'Este código es demasiado antiguo. Pida uno nuevo en su dispositivo.',
  user_code_used: 'Este código ya se ha usado. Pida uno nuevo en su dispositivo.',
  upstream_denied:
    '{name} no le dejó entrar, o usted canceló allí. No ha cambiado nada. Inténtelo de nuevo o elija otra forma.',
  upstream_unavailable:
    'No se puede acceder a {name} en este momento. Espere un instante e inténtelo de nuevo, o elija otra forma.',
  upstream_misconfigured:
    'Ahora mismo no se puede entrar con {name}. Elija otra forma y avise a la asistencia de este servicio.',
  upstream_invalid_answer:
    'No se pudo comprobar la respuesta de {name}, así que no ha entrado nadie. Inténtelo de nuevo; si vuelve a ocurrir, avise a la asistencia de este servicio.',
  upstream_not_fresh:
    '{name} no puede decir cuándo inició sesión allí. Inicie sesión con su contraseña o con una llave de acceso.',
  upstream_not_here:
    'Nadie tiene aquí una cuenta con esta identidad de {name}, y no se crea ninguna por sí sola. Elija otra forma o pida una cuenta.',
  upstream_account_disabled: 'Esta cuenta no se puede usar en este momento. Pregunte a la asistencia de este servicio.',
  identity_taken: 'Esa cuenta de {name} pertenece aquí a otra persona. No se ha cambiado nada.',
  last_way_in:
    'No tiene otra forma de iniciar sesión. Elija antes una contraseña, añada una llave de acceso o conecte otra cuenta.',
  csrf_failed:
    'Este formulario estuvo abierto demasiado tiempo o procedía de otra página. Por favor, inténtelo de nuevo.',
};

export const errorPage: Catalog['errorPage'] = {
  step: 'Algo ha fallado',
  whatToDo: 'Qué puede hacer',
  details: 'Datos para el servicio de ayuda',
  code: 'Error',
  description: 'Descripción',
  requestId: 'Solicitud',
  received: 'Recibido',
  registered: 'Registrado',
  nothing: 'nada',
  add: 'Añada al archivo de registro',
  home: 'Ir a su cuenta',
  homeOf: 'Volver a {client}',
  again: 'Volver a intentarlo',
};

export const errors: Catalog['errors'] = {
  session_not_found: {
    title: 'Este inicio de sesión no puede continuar',
    message:
      'No encontramos el inicio de sesión al que pertenece esta página. Puede que haya tardado demasiado, que se haya terminado en otra pestaña o que se haya vuelto a abrir con el botón Atrás.',
    hint: 'Vuelva a la aplicación y empiece de nuevo desde allí.\nSi llega aquí otra vez, compruebe que su navegador acepta las cookies de este sitio.\nUse una sola pestaña, en el navegador en el que empezó.',
  },
  upstream_answer_unexpected: {
    title: 'Esta respuesta no se esperaba',
    message:
      'Un proveedor que identifica a los usuarios ha devuelto su navegador aquí, pero no con una respuesta a lo último que se pidió. Puede que haya usado el botón Atrás o empezado de nuevo en una segunda pestaña. Con ella no ha entrado nadie y no se ha conectado nada.',
    hint: 'Elija el proveedor otra vez. Si aquí ningún botón lleva de vuelta a él, empiece de nuevo desde la aplicación.\nUse una sola pestaña, en el navegador en el que empezó.\nSi llegó por un enlace que le envió alguien, cierre esta página.',
  },
  interaction_expired: {
    title: 'Ha tardado demasiado',
    message:
      'Por su seguridad, el inicio de sesión debe terminarse en un tiempo limitado, y ese tiempo ha pasado. No se ha cambiado nada.',
    hint: 'Vuelva a la aplicación y empiece de nuevo desde allí.',
  },
  interaction_finished: {
    title: 'Este paso ya está hecho',
    message:
      'Ha vuelto a una página de un inicio de sesión ya terminado, quizá con el botón Atrás o en una segunda pestaña.',
    hint: 'Vuelva a la aplicación. Es probable que allí la sesión ya esté iniciada.\nSi no es así, empiece de nuevo desde allí.',
  },
  cookies_missing: {
    title: 'Este enlace es de otro navegador o ha caducado',
    message:
      'Esta página es un paso de un inicio de sesión, que solo continúa en el navegador en el que empezó. Este navegador no nos ha enviado ninguna cookie con la que reconocerlo.',
    hint: 'Si guardó esta página en sus marcadores o recibió su dirección de otro sitio, empiece desde la aplicación.\nSi estaba iniciando sesión, permita las cookies de este sitio en los ajustes de su navegador y empiece de nuevo desde la aplicación.',
  },
  link_used: {
    title: 'Este enlace ya no funciona',
    message: 'Ya se usó, se envió uno más reciente o es demasiado antiguo.',
    hint: 'Pida un enlace nuevo en la página de inicio de sesión.',
  },
  test_link_used: {
    title: 'Este enlace de prueba ya no funciona',
    message:
      'Un enlace que prueba el inicio de sesión con un proveedor sirve una sola vez, durante 10 minutos. Ya se abrió o es demasiado antiguo. No se ha cambiado nada.',
    hint: '«gatehouse connections test NAME --sign-in» muestra un enlace nuevo.',
  },
  account_changed: {
    title: 'Ahora es otra persona quien tiene la sesión iniciada',
    message: 'La cuenta de este navegador ha cambiado desde que abrió esta página, así que nos hemos detenido aquí.',
    hint: 'Vuelva a la aplicación y empiece de nuevo desde allí.',
  },
  csrf_failed: {
    title: 'No hemos podido aceptar este formulario',
    message: 'Estuvo abierto demasiado tiempo o no procedía de una página nuestra. No se ha cambiado nada.',
    hint: 'Vuelva atrás, cargue la página de nuevo y repita el paso.\nCompruebe que su navegador acepta las cookies de este sitio.',
  },
  invalid_redirect_uri: {
    title: 'No podemos devolverle a esta aplicación',
    message:
      'La dirección a la que quiere que usted vuelva no está registrada. Nos hemos detenido aquí para que nada llegue a manos ajenas.',
    hint: 'Su cuenta está bien. Avise a los responsables de la aplicación.\nPara desarrolladores: redirect_uri debe ser igual, carácter por carácter, a una dirección registrada.',
  },
  invalid_client: {
    title: 'No conocemos esta aplicación',
    message: 'La aplicación que le ha enviado aquí no está registrada o se ha desactivado.',
    hint: 'Avise a los responsables de la aplicación.',
  },
  client_document_refused: {
    title: 'No hemos podido admitir esta aplicación',
    message:
      'Se describe en su propio sitio web, y lo que hay allí falta o no se permite aquí. Su cuenta no tiene ningún problema.',
    hint: 'Avise a los responsables de la aplicación.\nPara desarrolladores: los detalles de abajo indican qué falla.',
  },
  logout_refused: {
    title: 'El cierre de sesión no se completó',
    message:
      'La aplicación pidió cerrar su sesión, pero algo en su solicitud no era correcto. Si tenía una sesión aquí, sigue abierta.',
    hint: 'Puede cerrar la sesión de todos modos.\nSi vuelve a ocurrir, avise a los responsables de la aplicación.',
  },
  invalid_request: {
    title: 'No se pudo completar esta solicitud',
    message: 'En lo que envió la aplicación falta algo o hay algo que no se permite. No es culpa suya.',
    hint: 'Vuelva a la aplicación e inténtelo de nuevo.\nSi no sirve de ayuda, avise a los responsables e indíqueles los datos que figuran abajo.',
  },
  access_denied: {
    title: 'No se ha permitido el acceso',
    message: 'La solicitud se ha cancelado. La aplicación no ha recibido nada.',
    hint: 'Puede cerrar esta ventana o empezar de nuevo desde la aplicación.',
  },
  too_many_requests: {
    title: 'Demasiadas solicitudes',
    message: 'Desde su red han llegado muchas solicitudes en poco tiempo, así que hemos reducido el ritmo.',
    hint: 'Espere unos minutos e inténtelo de nuevo.',
  },
  not_found: {
    title: 'Esta página no existe',
    message: 'Puede que la dirección esté mal escrita o que la página ya no exista.',
    hint: 'Compruebe la dirección o vuelva a la aplicación.',
  },
  method_not_allowed: {
    title: 'No se puede llamar así a esta página',
    message: 'La dirección es correcta, pero se ha llamado de una forma a la que no responde. No es culpa suya.',
    hint: 'Vuelva a la aplicación y empiece de nuevo desde allí.\nPara desarrolladores: la cabecera Allow de esta respuesta indica los métodos que existen.',
  },
  temporarily_unavailable: {
    title: 'En este momento no estamos disponibles',
    message: 'El servicio está ocupado o se está actualizando.',
    hint: 'Espere un momento y vuelva a cargar esta página.',
  },
  server_error: {
    title: 'Algo ha fallado por nuestra parte',
    message: 'No hemos podido completar su solicitud. El error ha quedado registrado.',
    hint: 'Espere un momento y empiece de nuevo desde la aplicación.\nSi vuelve a ocurrir, avise al servicio de ayuda e indique los datos que figuran abajo.',
  },
};
