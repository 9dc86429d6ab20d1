import type { Catalog } from '../shape.ts';

export const formErrors: Catalog['formErrors'] = {
  login_missing: 'Insira o seu nome de usuário ou e-mail.',
  password_missing: 'Insira a sua senha.',
  invalid_credentials: 'O nome de usuário ou a senha não está correto.',
  name_throttled: 'Muitas tentativas com este nome. Mesmo a senha certa será recusada por até {duration}.',
  throttled: 'Houve muitas tentativas. Aguarde {duration} e tente novamente.',
  busy: 'Há muitos acessos em andamento neste momento. Aguarde um instante e tente novamente.',
  otp_missing: 'Insira o código.',
  invalid_otp: 'Este código não está correto ou já não é válido. Insira o mais recente.',
  email_invalid: 'Insira um endereço de e-mail, como nome@example.com.',
  email_unconfirmed: 'O endereço ainda não foi confirmado. Abra primeiro o link no e-mail.',
  email_same: 'Este é o seu endereço atual. Insira outro.',
  name_missing: 'Insira o seu nome.',
  new_password_missing: 'Insira uma nova senha.',
  wrong_password: 'A senha atual não está correta.',
  password_too_short: 'A nova senha é curta demais. Use pelo menos {count}.',
  password_common:
    'Esta senha é uma das primeiras que os invasores tentam. Escolha algo que mais ninguém usa: algumas palavras seguidas que não têm relação entre si.',
  password_simple:
    'Esta senha se repete ou segue a ordem das teclas do teclado. Em vez disso, use algumas palavras seguidas.',
  password_context:
    'Esta senha é pouco mais do que “{word}”, algo que outras pessoas sabem sobre você ou sobre este serviço. Use algumas outras palavras seguidas.',
  password_breached:
    'Esta senha está em uma coleção de senhas roubadas, ou seja, os invasores também a têm. Escolha uma que você não usa em nenhum outro lugar.',
  password_same: 'Esta é a sua senha atual. Escolha outra.',
  not_confirmed: 'O texto inserido não é o seu nome de usuário. Nada foi excluído.',
  passkey_missing: 'O seu navegador não enviou nenhuma chave de acesso. Tente novamente ou use outro método.',
  passkey_refused: 'Esta chave de acesso não foi aceita. Tente novamente ou use outro método.',
  key_name_missing: 'Insira um nome para a chave.',
  key_scopes_missing: 'Escolha o que a chave pode fazer.',
  key_refused: 'A sua chave não pode ter isso. Escolha entre o que está listado aqui.',
  key_limit: 'Você atingiu o limite de chaves de API. Revogue uma que não usa mais.',
  factor_changed: 'Isto foi alterado em outra janela nesse meio-tempo. Recarregue a página.',
  user_code_missing: 'Insira o código que o seu dispositivo mostra.',
  user_code_not_found: 'Esse código não existe. Compare-o com o que aparece no seu dispositivo.',
  user_code_expired: 'Este código expirou. Peça um novo no seu dispositivo.',
  user_code_used: 'Este código já foi usado. Peça um novo no seu dispositivo.',
  upstream_denied: '{name} não o deixou entrar, ou cancelou lá. Nada mudou. Tente de novo ou escolha outra forma.',
  upstream_unavailable:
    'Não é possível contactar {name} neste momento. Espere um pouco e tente de novo, ou escolha outra forma.',
  upstream_misconfigured:
    'Entrar com {name} não funciona neste momento. Escolha outra forma e avise o apoio deste serviço.',
  upstream_invalid_answer:
    'Não foi possível verificar a resposta de {name}, por isso ninguém entrou. Tente de novo; se voltar a acontecer, avise o apoio deste serviço.',
  upstream_not_fresh:
    '{name} não consegue dizer quando iniciou sessão lá. Inicie sessão com a sua palavra-passe ou uma chave de acesso.',
  upstream_not_here:
    'Ninguém tem aqui uma conta com esta identidade em {name}, e nenhuma é criada por si. Escolha outra forma ou peça uma conta.',
  upstream_account_disabled: 'Esta conta não pode ser usada neste momento. Pergunte ao apoio deste serviço.',
  identity_taken: 'Essa conta em {name} pertence aqui a outra pessoa. Nada foi alterado.',
  last_way_in:
    'Você não tem outra forma de entrar. Antes, escolha uma senha, adicione uma chave de acesso ou conecte outra conta.',
  csrf_failed: 'Este formulário ficou aberto por tempo demais ou veio de outra página. Tente novamente.',
};

export const errorPage: Catalog['errorPage'] = {
  step: 'Algo deu errado',
  whatToDo: 'O que você pode fazer',
  details: 'Detalhes para o suporte',
  code: 'Erro',
  description: 'Descrição',
  requestId: 'Solicitação',
  received: 'Recebido',
  registered: 'Registrado',
  nothing: 'nada',
  add: 'Adicionar ao arquivo de registro',
  home: 'Ir para a sua conta',
  homeOf: 'Voltar para {client}',
  again: 'Tentar novamente',
};

export const errors: Catalog['errors'] = {
  session_not_found: {
    title: 'Este acesso não pode mais continuar',
    message:
      'Não encontramos o acesso ao qual esta página pertence. Ele pode ter demorado demais, ter sido concluído em outra aba ou ter sido reaberto com o botão Voltar.',
    hint: 'Volte à aplicação e comece de novo a partir dela.\nSe você chegar aqui mais uma vez, verifique se o seu navegador aceita cookies deste site.\nUse uma só aba, no navegador em que você começou.',
  },
  upstream_answer_unexpected: {
    title: 'Esta resposta não era esperada',
    message:
      'Um provedor que identifica usuários mandou o seu navegador de volta para cá, mas não com uma resposta ao último pedido. Talvez você tenha usado o botão Voltar ou começado de novo em uma segunda aba. Ninguém entrou por ela e nada foi conectado.',
    hint: 'Escolha o provedor mais uma vez. Se nenhum botão aqui levar de volta a ele, comece de novo a partir da aplicação.\nUse uma só aba, no navegador em que você começou.\nSe você veio por um link que alguém lhe enviou, feche esta página.',
  },
  interaction_expired: {
    title: 'Isto demorou demais',
    message:
      'Para a sua segurança, é preciso entrar dentro de um tempo limitado, e esse tempo terminou. Nada foi alterado.',
    hint: 'Volte à aplicação e comece de novo a partir dela.',
  },
  interaction_finished: {
    title: 'Este passo já foi concluído',
    message: 'Você voltou a uma página de um acesso já concluído, talvez com o botão Voltar ou em uma segunda aba.',
    hint: 'Volte à aplicação. Provavelmente você já entrou.\nSe não, comece de novo a partir dela.',
  },
  cookies_missing: {
    title: 'Este link pertence a outro navegador ou expirou',
    message:
      'Esta página é um passo para entrar na conta, e só é possível continuar no navegador em que você começou. Este navegador não nos enviou nenhum cookie que nos permita reconhecê-lo.',
    hint: 'Se você guardou esta página nos favoritos ou recebeu o endereço de outro lugar, comece pela aplicação.\nSe você estava entrando na conta, permita cookies deste site nas configurações do navegador e comece de novo pela aplicação.',
  },
  link_used: {
    title: 'Este link não funciona mais',
    message: 'Ele já foi usado, um mais recente foi enviado ou o prazo dele terminou.',
    hint: 'Peça um novo link na página em que você entra.',
  },
  test_link_used: {
    title: 'Este link de teste não funciona mais',
    message:
      'Um link que testa a entrada com um provedor funciona uma única vez, por 10 minutos. Ele já foi aberto ou o prazo dele terminou. Nada foi alterado.',
    hint: '“gatehouse connections test NAME --sign-in” mostra um novo link.',
  },
  account_changed: {
    title: 'Outra pessoa entrou neste navegador',
    message: 'A conta neste navegador mudou desde que você abriu esta página. Por isso, paramos aqui.',
    hint: 'Volte à aplicação e comece de novo a partir dela.',
  },
  csrf_failed: {
    title: 'Não foi possível aceitar este formulário',
    message: 'Ele ficou aberto por tempo demais ou não veio da nossa própria página. Nada foi alterado.',
    hint: 'Volte, recarregue a página e repita o passo.\nVerifique se o seu navegador aceita cookies deste site.',
  },
  invalid_redirect_uri: {
    title: 'Não podemos levar você de volta a esta aplicação',
    message:
      'O endereço para o qual ela quer que você volte não está registrado. Paramos aqui para que nada chegue a estranhos.',
    hint: 'Não há nada de errado com a sua conta. Entre em contato com o suporte da aplicação.\nPara desenvolvedores: redirect_uri tem de ser igual, caractere por caractere, a um endereço registrado.',
  },
  invalid_client: {
    title: 'Não conhecemos esta aplicação',
    message: 'A aplicação que trouxe você até aqui não está registrada ou foi desativada.',
    hint: 'Entre em contato com o suporte da aplicação.',
  },
  client_document_refused: {
    title: 'Não foi possível aceitar esta aplicação',
    message:
      'Ela se descreve em um site próprio, e o que está lá falta ou não é permitido aqui. Não há nada de errado com a sua conta.',
    hint: 'Entre em contato com o suporte da aplicação.\nPara desenvolvedores: os detalhes abaixo dizem o que está errado.',
  },
  logout_refused: {
    title: 'Não foi possível concluir a saída',
    message:
      'A aplicação pediu para encerrar a sua sessão, mas algo no pedido não estava certo. Se você estava com uma sessão aberta aqui, ela continua aberta.',
    hint: 'Você pode sair mesmo assim.\nSe isso acontecer de novo, entre em contato com o suporte da aplicação.',
  },
  invalid_request: {
    title: 'Não foi possível concluir esta solicitação',
    message: 'Falta algo no que a aplicação enviou, ou algo não é permitido. O erro não é seu.',
    hint: 'Volte à aplicação e tente novamente.\nSe não adiantar, entre em contato com o suporte dela e inclua os detalhes abaixo.',
  },
  access_denied: {
    title: 'O acesso não foi permitido',
    message: 'A solicitação foi cancelada. A aplicação não recebeu nada.',
    hint: 'Você pode fechar esta janela ou começar de novo pela aplicação.',
  },
  too_many_requests: {
    title: 'Muitas solicitações',
    message: 'Muitas solicitações vieram da sua rede em pouco tempo. Por isso, reduzimos o ritmo.',
    hint: 'Aguarde alguns minutos e tente novamente.',
  },
  not_found: {
    title: 'Esta página não existe',
    message: 'O endereço pode conter um erro, ou a página não existe mais.',
    hint: 'Confira o endereço ou volte à aplicação.',
  },
  method_not_allowed: {
    title: 'Não é possível fazer este envio aqui',
    message: 'O endereço está certo, mas foi chamado de uma forma à qual ele não responde. O erro não é seu.',
    hint: 'Volte à aplicação e comece de novo a partir dela.\nPara desenvolvedores: o cabeçalho Allow desta resposta indica os métodos que existem.',
  },
  temporarily_unavailable: {
    title: 'O serviço não está disponível neste momento',
    message: 'O serviço está sobrecarregado ou em atualização.',
    hint: 'Aguarde um instante e recarregue esta página.',
  },
  server_error: {
    title: 'Algo deu errado do nosso lado',
    message: 'Não foi possível concluir a sua solicitação. O erro foi registrado.',
    hint: 'Aguarde um instante e comece de novo pela aplicação.\nSe acontecer novamente, entre em contato com o suporte e inclua os detalhes abaixo.',
  },
};
