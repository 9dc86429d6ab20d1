import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Olá, {name}!',
  reason: 'Você recebeu este e-mail porque {address} pertence a uma conta em {service} ou foi informado para uma.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'Escolha uma nova senha para {service}',
    body: 'Uma nova senha foi pedida para a sua conta em {service}. O link funciona uma única vez, por 30 minutos.',
    action: 'Escolher uma nova senha',
    note: 'Se não foi você, não faça nada: a sua senha continua a mesma.',
  },
  factor_added: {
    subject: 'Uma nova forma de entrar em {service}',
    body: 'Uma chave de acesso ou um app autenticador acaba de ser adicionado à sua conta em {service}.',
    action: 'Ver como você entra',
    note: 'Se não foi você, remova essa opção imediatamente e escolha uma nova senha.',
  },
  factor_removed: {
    subject: 'Uma forma de entrar em {service} foi removida',
    body: 'Uma chave de acesso ou um app autenticador acaba de ser removido da sua conta em {service}.',
    action: 'Ver como você entra',
    note: 'Se não foi você, escolha imediatamente uma nova senha e verifique os seus dispositivos.',
  },
  sign_in_code: {
    subject: 'O seu código para {service}',
    body: 'A sua senha acaba de ser usada para entrar em {service}. Insira lá este código para continuar. Ele funciona uma única vez, por 10 minutos.',
    action: 'O seu código',
    note: 'Não compartilhe este código com ninguém. Se não foi você, alguém sabe a sua senha: escolha uma nova imediatamente.',
  },
  identity_linked: {
    subject: 'Uma conta foi conectada para entrar em {service}',
    body: 'Uma conta que você tem em outro lugar acaba de ser conectada à sua conta em {service}. A partir de agora, ela pode ser usada para entrar.',
    action: 'Ver como você entra',
    note: 'Se não foi você, desconecte-a imediatamente e confira os seus dispositivos.',
  },
  identity_unlinked: {
    subject: 'Uma conta foi desconectada de {service}',
    body: 'Uma conta que você tem em outro lugar acaba de ser desconectada da sua conta em {service}. Ela não pode mais ser usada para entrar.',
    action: 'Ver como você entra',
    note: 'Se não foi você, confira imediatamente como você entra e fale com o suporte de {service}.',
  },
  factors_removed: {
    subject: 'A verificação em duas etapas foi removida da sua conta em {service}',
    body: 'Um administrador de {service} acaba de remover o app autenticador, as chaves de acesso e os códigos de recuperação da sua conta e encerrou a sua sessão em todos os dispositivos. Você entra com a sua senha e pode configurar a verificação em duas etapas novamente.',
    action: 'Ver como você entra',
    note: 'Se você não pediu isto, entre em contato com o seu administrador imediatamente e escolha uma nova senha.',
  },
  recovery_codes_renewed: {
    subject: 'Novos códigos de recuperação para {service}',
    body: 'Novos códigos de recuperação acabam de ser criados para a sua conta em {service}. Os antigos não funcionam mais.',
    action: 'Ver como você entra',
    note: 'Se não foi você, escolha imediatamente uma nova senha e verifique os seus dispositivos.',
  },
  api_key_added: {
    subject: 'Uma nova chave de API para a sua conta em {service}',
    body: 'Uma chave de API acaba de ser criada para a sua conta em {service}. As aplicações que a têm podem agir em seu nome.',
    action: 'Ver as suas chaves de API',
    note: 'Se não foi você, revogue-a imediatamente e escolha uma nova senha.',
  },
  api_key_revoked: {
    subject: 'Uma chave de API da sua conta em {service} foi revogada',
    body: 'Uma ou mais chaves de API da sua conta em {service} acabam de ser revogadas. As aplicações que as usam não podem mais agir em seu nome.',
    action: 'Ver as suas chaves de API',
    note: 'Se não foi você nem um administrador de {service}, escolha uma nova senha imediatamente.',
  },
  invitation: {
    subject: 'A sua conta em {service}',
    body: 'Um administrador de {service} criou uma conta para você. Abra o link para escolher uma senha. Ele funciona uma única vez.',
    action: 'Escolher uma senha',
    note: 'Se você não esperava por isto, não faça nada: sem o link, ninguém pode usar a conta.',
  },
  confirm_address: {
    subject: 'Confirme o seu endereço de e-mail para {service}',
    body: 'Uma conta em {service} foi criada com este endereço de e-mail. O link funciona uma única vez, por 24 horas.',
    action: 'Confirmar o endereço',
    note: 'Se não foi você, não faça nada: uma conta cujo endereço não é confirmado é removida.',
  },
  address_taken: {
    subject: 'Você já tem uma conta em {service}',
    body: 'Este endereço de e-mail foi informado para uma nova conta em {service}. Você já tem uma: entre nela ou escolha lá uma nova senha, se esqueceu a antiga.',
    action: 'Entrar',
    note: 'Se não foi você, não faça nada: ninguém ficou sabendo que você tem uma conta.',
  },
  change_address: {
    subject: 'Confirme o seu novo endereço de e-mail para {service}',
    body: 'Este endereço de e-mail foi informado como o novo endereço de uma conta em {service}. O link funciona uma única vez, por 24 horas.',
    action: 'Confirmar o endereço',
    note: 'Se não foi você, não faça nada: a conta mantém o endereço que tem.',
  },
  email_changed: {
    subject: 'O seu endereço de e-mail para {service} foi alterado',
    body: 'O endereço de e-mail da sua conta em {service} acaba de ser alterado. A partir de agora, os e-mails vão para o novo.',
    action: 'Ver a sua conta',
    note: 'Se não foi você, entre em contato com um administrador de {service} imediatamente.',
  },
  password_changed: {
    subject: 'A sua senha para {service} foi alterada',
    body: 'A senha da sua conta em {service} acaba de ser alterada, e a sessão foi encerrada em todos os outros dispositivos.',
    action: 'Ver a sua conta',
    note: 'Se não foi você, escolha imediatamente uma nova senha e verifique os seus dispositivos.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: 'Se não foi você, confira imediatamente como você entra e fale com o suporte de {service}.',
  reset_password: {
    subject: 'Escolha uma senha para {service}',
    body: 'Uma senha foi pedida para a sua conta em {service}. Ela não tem senha: você entra de outra forma e pode continuar assim. Se quiser uma senha, escolha-a pelo link. Ele funciona uma única vez, por 30 minutos.',
    action: 'Escolher uma senha',
    note: 'Se não foi você, não faça nada: a sua conta continua sem senha.',
  },
  factors_removed: {
    body: 'Um administrador de {service} acaba de remover o app autenticador, as chaves de acesso e os códigos de recuperação da sua conta e encerrou a sua sessão em todos os dispositivos. A sua conta não tem senha: entre com uma conta que você tem em outro lugar ou escolha uma senha na página em que você entra.',
    note: 'Se você não pediu isto, entre em contato com o seu administrador imediatamente.',
  },
  sign_in_code: {
    body: 'Uma conta que você tem em outro lugar acaba de ser usada para entrar em {service}. Insira lá este código para continuar. Ele funciona uma única vez, por 10 minutos.',
    note: 'Não compartilhe este código com ninguém. Se não foi você, proteja essa conta imediatamente.',
  },
};
