import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: '계정 만들기',
  heading: '계정 만들기',
  name: '이름',
  email: '이메일',
  password: '비밀번호',
  submit: '계정 만들기',
  haveAccount: '이미 계정이 있으신가요?',
  signIn: '로그인',
  agreement: '계정에는 다음 내용이 적용됩니다:',
  link: '계정 만들기',
  newHere: '처음이신가요?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: '이메일 주소를 확인하세요',
  instruction:
    '{address} 주소로 메일을 보냈습니다. 이 기기나 다른 기기에서 메일에 있는 링크를 열면 이 페이지는 자동으로 다음 단계로 넘어갑니다. 메일이 오지 않았나요? 스팸함을 확인하세요.',
  done: '확인했습니다',
  resend: '메일 다시 보내기',
  sentAgain: '메일을 다시 보냈습니다. 가장 최근의 링크만 사용할 수 있습니다.',
  other: '다른 주소로 다시 시작',
  confirmedHeading: '주소가 확인되었습니다',
  goOn: '이제 {client} 이용을 계속할 수 있습니다.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: '이메일 주소를 확인하세요',
  asked: '{address} 주소가 본인의 주소인지 확인하세요.',
  passwordNeeded:
    '비밀번호를 정한 브라우저와 다른 브라우저에서 링크를 열었습니다. 본인임을 확인할 수 있도록 그 비밀번호를 입력하세요.',
  submit: '확인',
  notYou: '여기에서 계정을 만든 적이 없다면 이 페이지를 닫으세요. 그러면 아무것도 바뀌지 않습니다.',
  done: '처음 시작한 페이지로 돌아가거나 로그인하세요.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: '이메일 주소 변경',
  consequence: '새 주소로 링크를 보내 드립니다. 링크를 열 때까지는 현재 주소가 그대로 유지됩니다.',
  next: '새 이메일',
  submit: '링크 보내기',
  sent: '{address} 주소로 링크를 보냈습니다. 링크를 열면 주소가 변경됩니다.',
  confirmHeading: '이 주소를 사용할까요?',
  confirmAsked: '{address} 주소가 계정의 이메일 주소가 됩니다.',
  confirmSubmit: '이 주소 사용',
};

export const terms: Catalog['terms'] = {
  step: '이용약관',
  heading: '이용약관',
  asked: '{client} 이용을 계속하기 전에 이용약관을 읽고 동의해 주세요.',
  read: '이용약관 읽기',
  accept: '동의',
};
