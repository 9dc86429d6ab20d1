import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'Criar uma conta',
  heading: 'Criar uma conta',
  name: 'Nome',
  email: 'E-mail',
  password: 'Senha',
  submit: 'Criar conta',
  haveAccount: 'Já tem uma conta?',
  signIn: 'Entrar',
  agreement: 'Valem para a sua conta:',
  link: 'Criar uma conta',
  newHere: 'É a sua primeira vez aqui?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'Confirme o seu endereço de e-mail',
  instruction:
    'Enviamos um e-mail para {address}. Abra o link que está nele, neste dispositivo ou em outro; esta página avança sozinha. Nada chegou? Verifique a pasta de spam.',
  done: 'Já confirmei',
  resend: 'Enviar o e-mail novamente',
  sentAgain: 'O e-mail está a caminho novamente. Só o link mais recente funciona.',
  other: 'Recomeçar com outro endereço',
  confirmedHeading: 'O seu endereço foi confirmado',
  goOn: 'Agora você pode continuar em {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'Confirme o seu endereço de e-mail',
  asked: 'Confirme que {address} é o seu endereço.',
  passwordNeeded:
    'Você abriu o link em um navegador diferente daquele em que escolheu a sua senha. Insira essa senha, para sabermos que foi você.',
  submit: 'Confirmar',
  notYou: 'Se você não criou uma conta aqui, feche esta página. Nada acontecerá.',
  done: 'Volte à página em que você começou ou entre na conta.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'Alterar o seu endereço de e-mail',
  consequence: 'Enviaremos um link para o novo endereço. Até você abri-lo, o endereço atual continua valendo.',
  next: 'Novo e-mail',
  submit: 'Enviar o link',
  sent: 'Enviamos um link para {address}. O seu endereço será alterado quando você o abrir.',
  confirmHeading: 'Usar este endereço?',
  confirmAsked: '{address} passará a ser o endereço da sua conta.',
  confirmSubmit: 'Usar este endereço',
};

export const terms: Catalog['terms'] = {
  step: 'Termos de uso',
  heading: 'Termos de uso',
  asked: 'Antes de continuar em {client}, leia e aceite os termos de uso.',
  read: 'Ler os termos de uso',
  accept: 'Aceitar',
};
