import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Korean, formal and polite; no particle that depends on the last sound stands after an inserted name. */
export const ko: Catalog = {
  language: 'ko',
  direction: 'ltr',

  titleWithError: '오류: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { other: '{count}자' },
  },
  cancel: '취소',
  help: '도움말',
  continue: '계속',
  manageAccount: '계정 관리',
  signedInAs: '{account} 계정으로 로그인 중',
  errorLabel: '오류',
  showPassword: '비밀번호 표시',
  typed: '{typed} / {least}',
  copy: '복사',
  copied: '복사했습니다',
  justNow: '방금',

  signIn: {
    step: '로그인',
    heading: '로그인',
    continueTo: '{client} 이용을 계속합니다',
    manageAccount: '계정을 관리합니다',
    login: '아이디 또는 이메일',
    password: '비밀번호',
    forgot: '비밀번호를 잊으셨나요?',
    submit: '로그인',
    or: '또는',
    passkey: '패스키로 로그인',
    withPassword: '비밀번호로 로그인',
    again: {
      step: '본인 확인',
      heading: '{name} 님, 다시 만나 반갑습니다',
      reason: '{client}에서 비밀번호를 다시 입력하도록 요청했습니다.',
      submit: '계속',
    },
    otherWays: '패스키를 사용하거나 비밀번호를 재설정하세요.',
  },

  upstream: {
    continueWith: '{name}(으)로 계속',
    connect: {
      step: '계정 연결',
      heading: '{name}을(를) 계정에 연결',
      reason:
        '{name}의 비밀번호가 아니라 이곳의 비밀번호 또는 이곳에서 평소에 쓰는 방법으로 로그인하세요. 그 후에는 {name}도 사용할 수 있습니다.',
      who: '{name}에서는 {who}입니다.',
      create: '아직 계정이 없습니다',
    },
  },

  secondFactor: {
    step: '2단계 인증',
    heading: '인증 코드를 입력하세요',
    totp: '인증 앱을 열고 이 계정에 표시되는 코드를 입력하세요.',
    email: '{address} 주소로 코드를 보냈습니다. 도착하기까지 1분 정도 걸릴 수 있습니다.',
    recoveryCode: '2단계 인증을 설정할 때 저장한 복구 코드 중 하나를 입력하세요. 각 코드는 한 번만 사용할 수 있습니다.',
    passkeyHeading: '패스키를 사용하세요',
    passkey: '지문, 얼굴 또는 기기 잠금으로 본인임을 확인하세요.',
    passkeySubmit: '패스키 사용',
    code: '인증 코드(6자리)',
    recoveryCodeLabel: '복구 코드',
    submit: '계속',
    resend: '새 코드 보내기',
    instead: {
      totp: '인증 앱 사용',
      recovery_code: '복구 코드 사용',
      email: '이메일로 코드 받기',
      passkey: '패스키 사용',
    },
  },

  passkey: {
    failed: '완료하지 못했거나 취소되었습니다. 다시 시도하거나 다른 방법을 사용하세요.',
    known: '이 기기에는 이미 이 계정의 패스키가 있습니다.',
    needsScript: '패스키를 사용하려면 JavaScript가 필요하지만 여기서는 실행되지 않습니다. 다른 방법을 사용하세요.',
  },

  addTotp: {
    step: '인증 앱 설정',
    heading: '인증 앱 설정',
    asked: '{client}에서는 2단계 인증이 필요합니다. 인증 앱을 한 번만 설정하면 그다음부터는 몇 초면 됩니다.',
    openApp:
      '휴대전화에서 인증 앱을 열고 계정 추가를 선택하세요. 일회용 코드를 지원하는 앱이면 모두 사용할 수 있습니다.',
    openHere: '인증 앱에서 열기',
    scan: '이 QR 코드를 스캔하거나 아래의 키를 입력하세요.',
    qrLabel: '인증 앱용 QR 코드',
    typeInstead: '키',
    enterCode: '앱에 지금 표시된 코드를 입력하세요.',
  },

  recoveryCodes: {
    step: '복구 코드 저장',
    heading: '복구 코드를 저장하세요',
    purpose: '휴대전화를 잃어버려도 이 코드 중 하나로 로그인할 수 있습니다. 각 코드는 한 번만 사용할 수 있습니다.',
    once: '코드는 지금만 표시됩니다. 인쇄하거나 비밀번호 관리자에 저장하고, 휴대전화 자체에는 저장하지 마세요.',
    submit: '코드를 저장했습니다',
    download: '다운로드',
    print: '인쇄',
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
    heading: '환영합니다',
    consequence: '계정이 만들어졌습니다. 로그인 아이디는 {login}입니다. 사용할 비밀번호를 정하세요.',
    doneHeading: '계정이 준비되었습니다',
    done: '앞으로는 이 비밀번호로 로그인하세요.',
  },

  recovery: {
    heading: '비밀번호를 잊으셨나요?',
    instruction: '아이디 또는 이메일을 입력하세요. 해당하는 계정이 있으면 그 이메일 주소로 링크를 보내 드립니다.',
    submit: '링크 보내기',
    sentHeading: '이메일을 확인하세요',
    sent: '해당하는 계정이 있으면 링크를 보내 드립니다. 링크는 30분 동안 한 번만 사용할 수 있습니다. 메일이 오지 않으면 스팸함을 확인하세요.',
    resend: '다시 보내기',
    resetHeading: '새 비밀번호를 정하세요',
    resetConsequence: '모든 기기에서 로그아웃되며, 앱은 다시 허용을 받아야 합니다.',
    doneHeading: '비밀번호를 변경했습니다',
    done: '모든 기기에서 로그아웃되었습니다. 앞으로는 새 비밀번호로 로그인하세요.',
  },

  consent: {
    step: '접근 허용',
    heading: '{client}에서 접근 권한을 요청합니다',
    site: '웹사이트: {host}',
    account: '{account} 계정으로 로그인됨',
    otherAccount: '본인이 아닌가요? 다른 계정 사용',
    yourAccount: '내 계정',
    mayDo: '허용하면 {client}에서 할 수 있는 작업:',
    returnTo: '어느 쪽을 선택해도 {origin} 사이트로 돌아갑니다',
    policy: '개인정보처리방침',
    terms: '서비스 이용약관',
    accept: '허용',
    cancel: '허용 안 함',
    untilSignOut: '접근 권한은 로그아웃하면 종료되며, 길어도 {duration} 후에는 종료됩니다.',
    whileAway: '자리를 비운 동안에도 접근 권한이 최대 {duration} 동안 유지됩니다.',
  },

  unchecked: {
    heading: '{client} 주소의 애플리케이션에서 접근 권한을 요청합니다',
    headingOnDevice: '이 기기의 앱에서 접근 권한을 요청합니다',
    headingOfDocumentOnDevice: '이 기기의 앱에서 {client}의 이름으로 접근 권한을 요청합니다',
    callsItself: '스스로 밝힌 이름은 “{client}”입니다.',
    onDevice: '사용자 기기의 앱',
    onDeviceCalled: '사용자 기기의 앱: “{client}”',
    continueToDevice: '이 기기의 앱 이용을 계속합니다',
    notice: '이 애플리케이션은 아무도 확인하지 않았습니다.',
    ofDocument: '알려진 것은 주소 {host}뿐입니다. 아는 주소이고 방금 직접 요청한 경우에만 허용하세요.',
    ofDynamic:
      '이 애플리케이션은 스스로 등록했으며 이름은 지어낸 것일 수 있습니다. 방금 직접 요청한 경우에만 허용하세요.',
    documentOnDevice:
      '이 기기의 어떤 앱이든 {host}(이)라고 자처할 수 있습니다. 신뢰하는 앱에서 방금 직접 요청한 경우에만 허용하세요.',
    dynamicOnDevice:
      '이름은 지어낸 것일 수 있으며, 이 기기의 어떤 앱이든 접근 권한을 받을 수 있습니다. 신뢰하는 앱에서 방금 직접 요청한 경우에만 허용하세요.',
    mayDo: '허용하면 이 애플리케이션에서 할 수 있는 작업:',
    returnTo: '{host} 주소로 돌아갑니다',
    returnToDevice: '이 기기로 돌아갑니다: {host}',
  },

  scopes: {
    openid: '이 계정으로 로그인',
    profile: '이름, 아이디, 언어 보기',
    email: '이메일 주소 보기',
    address: '주소 보기',
    phone: '전화번호 보기',
    groups: '그룹 및 역할 보기',
    offline_access: '자리를 비운 동안에도 이 접근 권한 유지',
  },
  claimSentence: '계정 정보 ‘{claim}’ 보기',
  scopeWithoutSentence: '‘{scope}’ 권한 사용',

  selectAccount: {
    step: '계정 선택',
    heading: '계정을 선택하세요',
    continueTo: '{client} 이용을 계속합니다',
    other: '다른 계정 사용',
  },

  logout: {
    step: '로그아웃',
    heading: '로그아웃할까요?',
    asked: '{client}에서 로그아웃을 요청합니다.',
    consequence: '이곳의 세션이 종료됩니다. 앱에서 다시 로그인하도록 요청할 수 있습니다.',
    opened: '이 계정으로 연 앱:',
    signedInAs: '{account} 계정으로 로그인됨',
    submit: '로그아웃',
    anyway: '그래도 로그아웃',
    cancel: '로그인 유지',
    doneStep: '로그아웃됨',
    doneHeading: '로그아웃되었습니다',
    done: '다른 사람도 쓰는 컴퓨터라면 지금 이 브라우저의 모든 창을 닫으세요.',
    backTo: '{client} 앱으로 돌아가기',
    again: '다시 로그인',
  },

  device: {
    codeStep: '기기 연결',
    codeHeading: '기기 연결',
    codeInstruction: '기기에 표시된 코드를 입력하세요.',
    code: '기기에 표시된 코드',
    codeSubmit: '계속',
    confirmStep: '코드 확인',
    confirmHeading: '기기에 표시된 코드가 맞나요?',
    confirmInstruction: '{client}에서 다른 기기로 회원님의 계정을 사용하려고 합니다.',
    warning: '직접 시작한 작업이고 기기가 눈앞에 있을 때만 계속하세요. 다른 사람이 보낸 코드라면 계속하지 마세요.',
    from: '요청한 곳: {address}',
    accept: '예, 계속합니다',
    cancel: '아니요, 취소합니다',
    doneStep: '기기 연결됨',
    doneHeading: '기기가 연결되었습니다',
    done: '이 창을 닫고 기기에서 {client} 이용을 계속하세요.',
  },

  continuePage: {
    step: '계속',
    heading: '한 단계 남았습니다',
    instruction: '버튼을 눌러 {client} 이용을 계속하세요.',
  },

  formErrors,
  errorPage,
  errors,
};
