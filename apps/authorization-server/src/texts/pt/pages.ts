import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Portuguese in Brazilian spelling, in words that are at home in Portugal too; people are addressed as "você". */
export const pt: Catalog = {
  language: 'pt',
  direction: 'ltr',

  titleWithError: 'Erro: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { one: '{count} caractere', other: '{count} caracteres' },
  },
  cancel: 'Cancelar',
  help: 'Ajuda',
  continue: 'Continuar',
  manageAccount: 'Gerenciar a sua conta',
  signedInAs: 'Entrar como {account}',
  errorLabel: 'Erro',
  showPassword: 'Mostrar a senha',
  typed: '{typed} de {least}',
  copy: 'Copiar',
  copied: 'Copiado',
  justNow: 'agora mesmo',

  signIn: {
    step: 'Entrar',
    heading: 'Entrar',
    continueTo: 'para continuar em {client}',
    manageAccount: 'para gerenciar a sua conta',
    login: 'Nome de usuário ou e-mail',
    password: 'Senha',
    forgot: 'Esqueceu a senha?',
    submit: 'Entrar',
    or: 'ou',
    passkey: 'Entrar com uma chave de acesso',
    withPassword: 'Entrar com uma senha',
    again: {
      step: 'Confirme que é você',
      heading: 'Olá de novo, {name}',
      reason: '{client} pede que você insira a sua senha novamente.',
      submit: 'Continuar',
    },
    otherWays: 'Use uma chave de acesso ou redefina a sua senha.',
  },

  upstream: {
    continueWith: 'Continuar com {name}',
    connect: {
      step: 'Ligar a sua conta',
      heading: 'Ligar {name} à sua conta',
      reason:
        'Entre com a senha que tem aqui, não com a de {name}, ou como costuma fazer aqui. A partir daí pode usar também {name}.',
      who: 'Em {name} é {who}.',
      create: 'Ainda não tenho conta',
    },
  },

  secondFactor: {
    step: 'Verificação em duas etapas',
    heading: 'Insira o seu código',
    totp: 'Abra o seu app autenticador e insira o código que ele mostra para esta conta.',
    email: 'Enviamos um código para {address}. Ele pode levar um minuto para chegar.',
    recoveryCode:
      'Insira um dos códigos de recuperação que você guardou ao configurar a verificação em duas etapas. Cada código funciona uma única vez.',
    code: 'Código (6 dígitos)',
    recoveryCodeLabel: 'Código de recuperação',
    passkeyHeading: 'Use a sua chave de acesso',
    passkey: 'Confirme que é você com a impressão digital, o rosto ou o bloqueio do seu dispositivo.',
    passkeySubmit: 'Usar uma chave de acesso',
    submit: 'Continuar',
    resend: 'Enviar um novo código',
    instead: {
      totp: 'Usar o app autenticador',
      recovery_code: 'Usar um código de recuperação',
      email: 'Receber um código por e-mail',
      passkey: 'Usar uma chave de acesso',
    },
  },

  passkey: {
    failed: 'Não funcionou ou foi cancelado. Tente novamente ou use outro método.',
    known: 'Este dispositivo já tem uma chave de acesso para a sua conta.',
    needsScript: 'As chaves de acesso precisam de JavaScript, que não funciona aqui. Use outro método.',
  },

  addTotp: {
    step: 'Configurar um app autenticador',
    heading: 'Configurar um app autenticador',
    asked:
      '{client} exige a verificação em duas etapas. Configure um app autenticador uma vez; depois disso, são só alguns segundos.',
    openApp:
      'Abra um app autenticador no seu telefone e escolha adicionar uma conta. Serve qualquer app de códigos de uso único.',
    openHere: 'Abrir no app autenticador',
    scan: 'Leia este código com o app ou insira a chave que está abaixo.',
    qrLabel: 'Código QR para o app autenticador',
    typeInstead: 'Chave',
    enterCode: 'Insira o código que o app mostra agora.',
  },

  recoveryCodes: {
    step: 'Guarde os seus códigos de recuperação',
    heading: 'Guarde os seus códigos de recuperação',
    purpose: 'Se você perder o telefone, um destes códigos permite entrar. Cada um funciona uma única vez.',
    once: 'Eles são mostrados apenas agora. Imprima-os ou guarde-os em um gerenciador de senhas, não no próprio telefone.',
    submit: 'Guardei estes códigos',
    download: 'Baixar',
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
    heading: 'Boas-vindas',
    consequence: 'Uma conta foi criada para você; o seu nome de usuário é {login}. Escolha uma senha para ela.',
    doneHeading: 'A sua conta está pronta',
    done: 'A partir de agora, entre com esta senha.',
  },

  recovery: {
    heading: 'Esqueceu a senha?',
    instruction:
      'Insira o seu nome de usuário ou e-mail. Se essa conta existir, enviaremos um link para o e-mail dela.',
    submit: 'Enviar o link',
    sentHeading: 'Verifique o seu e-mail',
    sent: 'Se essa conta existir, um link está a caminho. Ele funciona uma única vez, por 30 minutos. Se nada chegar, verifique a pasta de spam.',
    resend: 'Enviar novamente',
    resetHeading: 'Escolha uma nova senha',
    resetConsequence:
      'A sua sessão será encerrada em todos os dispositivos, e as aplicações terão de pedir a sua autorização novamente.',
    doneHeading: 'A sua senha foi alterada',
    done: 'A sua sessão foi encerrada em todos os dispositivos. A partir de agora, entre com a nova senha.',
  },

  consent: {
    step: 'Permitir o acesso',
    heading: '{client} pede acesso',
    site: 'Site: {host}',
    account: 'Você entrou como {account}',
    otherAccount: 'Não é você? Usar outra conta',
    yourAccount: 'A sua conta',
    mayDo: '{client} poderá:',
    returnTo: 'Seja qual for a sua escolha, você voltará para {origin}',
    policy: 'Política de privacidade',
    terms: 'Termos de serviço',
    accept: 'Permitir',
    cancel: 'Não permitir',
    untilSignOut: 'O acesso termina quando você sair ou, no máximo, após {duration}.',
    whileAway: 'O acesso continua na sua ausência, por até {duration}.',
  },

  unchecked: {
    heading: 'Um aplicativo em {client} pede acesso',
    headingOnDevice: 'Um aplicativo neste dispositivo pede acesso',
    headingOfDocumentOnDevice: 'Um aplicativo neste dispositivo pede acesso em nome de {client}',
    callsItself: 'O aplicativo se apresenta como “{client}”.',
    onDevice: 'Aplicativo no seu dispositivo',
    onDeviceCalled: 'Aplicativo no seu dispositivo: “{client}”',
    continueToDevice: 'para continuar em um aplicativo neste dispositivo',
    notice: 'Ninguém verificou este aplicativo.',
    ofDocument:
      'Só se conhece o endereço dele: {host}. Permita o acesso somente se você conhece este endereço e acabou de pedir isso.',
    ofDynamic:
      'Ele se registrou por conta própria, e o nome pode ser inventado. Permita o acesso somente se foi você quem acabou de pedir isso.',
    documentOnDevice:
      'Qualquer aplicativo neste dispositivo pode se passar por {host}. Permita o acesso somente se foi você quem acabou de pedir isso, em um aplicativo em que confia.',
    dynamicOnDevice:
      'O nome dele pode ser inventado, e qualquer aplicativo neste dispositivo pode receber o acesso. Permita somente se foi você quem acabou de pedir isso, em um aplicativo em que confia.',
    mayDo: 'Este aplicativo poderá:',
    returnTo: 'Você voltará para {host}',
    returnToDevice: 'Você voltará para este dispositivo: {host}',
  },

  scopes: {
    openid: 'Permitir que você entre com esta conta',
    profile: 'Ver o seu nome, nome de usuário e idioma',
    email: 'Ver o seu endereço de e-mail',
    address: 'Ver o seu endereço postal',
    phone: 'Ver o seu número de telefone',
    groups: 'Ver os seus grupos e funções',
    offline_access: 'Manter este acesso na sua ausência',
  },
  claimSentence: 'Ver “{claim}” da sua conta',
  scopeWithoutSentence: 'Usar a permissão “{scope}”',

  selectAccount: {
    step: 'Escolher uma conta',
    heading: 'Escolha uma conta',
    continueTo: 'para continuar em {client}',
    other: 'Usar outra conta',
  },

  logout: {
    step: 'Sair',
    heading: 'Quer sair?',
    asked: '{client} pede para encerrar a sua sessão.',
    consequence: 'Isso encerra a sua sessão aqui. As aplicações podem pedir que você entre novamente.',
    opened: 'Abertas com esta conta:',
    signedInAs: 'Você entrou como {account}',
    submit: 'Sair',
    anyway: 'Sair mesmo assim',
    cancel: 'Continuar na conta',
    doneStep: 'Sessão encerrada',
    doneHeading: 'Você saiu da conta',
    done: 'Se outras pessoas também usam este computador, feche agora todas as janelas deste navegador.',
    backTo: 'Voltar para {client}',
    again: 'Entrar novamente',
  },

  device: {
    codeStep: 'Conectar um dispositivo',
    codeHeading: 'Conectar um dispositivo',
    codeInstruction: 'Insira o código que o seu dispositivo mostra.',
    code: 'Código do dispositivo',
    codeSubmit: 'Continuar',
    confirmStep: 'Confira o código',
    confirmHeading: 'É este o código no seu dispositivo?',
    confirmInstruction: '{client} quer usar a sua conta em outro dispositivo.',
    warning:
      'Continue somente se foi você quem começou e se o dispositivo está à sua frente. Se alguém lhe enviou o código, não continue.',
    from: 'Pedido feito a partir de {address}',
    accept: 'Sim, continuar',
    cancel: 'Não, cancelar',
    doneStep: 'Dispositivo conectado',
    doneHeading: 'O seu dispositivo está conectado',
    done: 'Você pode fechar esta janela e continuar com {client} no seu dispositivo.',
  },

  continuePage: {
    step: 'Continuar',
    heading: 'Só mais um passo',
    instruction: 'Use o botão para continuar em {client}.',
  },

  formErrors,
  errorPage,
  errors,
};
