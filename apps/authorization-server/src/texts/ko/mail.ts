import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: '{name} 님, 안녕하세요.',
  reason: '{address} 주소가 {service} 계정의 이메일 주소이거나 계정에 사용할 주소로 입력되어 이 메일을 보내 드립니다.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: '{service} 새 비밀번호 설정',
    body: '{service} 계정의 새 비밀번호를 설정하려는 요청이 있었습니다. 링크는 30분 동안 한 번만 사용할 수 있습니다.',
    action: '새 비밀번호 설정',
    note: '본인이 요청하지 않았다면 아무것도 하지 않으셔도 됩니다. 비밀번호는 그대로 유지됩니다.',
  },
  factor_added: {
    subject: '{service} 로그인 방법이 추가되었습니다',
    body: '방금 {service} 계정에 패스키 또는 인증 앱이 추가되었습니다.',
    action: '로그인 방법 확인',
    note: '본인이 추가하지 않았다면 즉시 삭제하고 새 비밀번호를 설정하세요.',
  },
  factor_removed: {
    subject: '{service} 로그인 방법이 삭제되었습니다',
    body: '방금 {service} 계정에서 패스키 또는 인증 앱이 삭제되었습니다.',
    action: '로그인 방법 확인',
    note: '본인이 삭제하지 않았다면 즉시 새 비밀번호를 설정하고 기기 목록을 확인하세요.',
  },
  sign_in_code: {
    subject: '{service} 인증 코드',
    body: '방금 회원님의 비밀번호로 {service} 로그인을 시도했습니다. 계속하려면 로그인 화면에 이 코드를 입력하세요. 코드는 10분 동안 한 번만 사용할 수 있습니다.',
    action: '인증 코드',
    note: '이 코드를 다른 사람에게 알려 주지 마세요. 본인이 시도하지 않았다면 다른 사람이 비밀번호를 알고 있는 것이므로 즉시 새 비밀번호를 설정하세요.',
  },
  identity_linked: {
    subject: '{service} 로그인에 계정이 연결되었습니다',
    body: '다른 곳에서 사용하는 계정이 방금 {service} 계정에 연결되었습니다. 이제 그 계정으로 로그인할 수 있습니다.',
    action: '로그인 방법 확인',
    note: '본인이 하지 않았다면 즉시 연결을 해제하고 기기를 확인하세요.',
  },
  identity_unlinked: {
    subject: '{service} 계정 연결이 해제되었습니다',
    body: '다른 곳에서 사용하는 계정과 {service} 계정의 연결이 방금 해제되었습니다. 더 이상 그 계정으로 로그인할 수 없습니다.',
    action: '로그인 방법 확인',
    note: '본인이 하지 않았다면 즉시 로그인 방법을 확인하고 {service} 지원팀에 문의하세요.',
  },
  factors_removed: {
    subject: '{service} 계정의 2단계 인증이 해제되었습니다',
    body: '방금 {service} 관리자가 회원님의 계정에서 인증 앱, 패스키, 복구 코드를 삭제하고 모든 기기에서 로그아웃했습니다. 비밀번호로 로그인한 뒤 2단계 인증을 다시 설정할 수 있습니다.',
    action: '로그인 방법 확인',
    note: '본인이 요청하지 않았다면 즉시 관리자에게 문의하고 새 비밀번호를 설정하세요.',
  },
  recovery_codes_renewed: {
    subject: '{service} 복구 코드가 새로 발급되었습니다',
    body: '방금 {service} 계정의 복구 코드가 새로 발급되었습니다. 이전 코드는 더 이상 사용할 수 없습니다.',
    action: '로그인 방법 확인',
    note: '본인이 발급하지 않았다면 즉시 새 비밀번호를 설정하고 기기 목록을 확인하세요.',
  },
  api_key_added: {
    subject: '{service} 계정에 새 API 키가 만들어졌습니다',
    body: '방금 {service} 계정에 API 키가 만들어졌습니다. 이 키를 가진 앱은 회원님을 대신해 작업할 수 있습니다.',
    action: 'API 키 확인',
    note: '본인이 만들지 않았다면 즉시 키를 폐기하고 새 비밀번호를 설정하세요.',
  },
  api_key_revoked: {
    subject: '{service} 계정의 API 키가 폐기되었습니다',
    body: '방금 {service} 계정의 API 키가 하나 이상 폐기되었습니다. 이 키를 쓰는 앱은 더 이상 회원님을 대신해 작업할 수 없습니다.',
    action: 'API 키 확인',
    note: '본인도 {service} 관리자도 폐기하지 않았다면 즉시 새 비밀번호를 설정하세요.',
  },
  invitation: {
    subject: '{service} 계정 안내',
    body: '{service} 관리자가 회원님의 계정을 만들었습니다. 링크를 열어 비밀번호를 정하세요. 링크는 한 번만 사용할 수 있습니다.',
    action: '비밀번호 설정',
    note: '짐작 가는 일이 없다면 아무것도 하지 않으셔도 됩니다. 링크가 없으면 아무도 이 계정을 사용할 수 없습니다.',
  },
  confirm_address: {
    subject: '{service} 이메일 주소 확인',
    body: '이 이메일 주소로 {service} 계정이 만들어졌습니다. 링크는 24시간 동안 한 번만 사용할 수 있습니다.',
    action: '주소 확인',
    note: '본인이 만들지 않았다면 아무것도 하지 않으셔도 됩니다. 주소가 확인되지 않은 계정은 삭제됩니다.',
  },
  address_taken: {
    subject: '이미 {service} 계정이 있습니다',
    body: '{service} 계정을 새로 만드는 데 이 이메일 주소가 입력되었습니다. 이미 계정이 있으니 그 계정으로 로그인하세요. 비밀번호를 잊었다면 로그인 화면에서 새 비밀번호를 설정할 수 있습니다.',
    action: '로그인',
    note: '본인이 입력하지 않았다면 아무것도 하지 않으셔도 됩니다. 계정이 있다는 사실은 누구에게도 알려지지 않았습니다.',
  },
  change_address: {
    subject: '{service} 새 이메일 주소 확인',
    body: '이 이메일 주소가 {service} 계정의 새 주소로 입력되었습니다. 링크는 24시간 동안 한 번만 사용할 수 있습니다.',
    action: '주소 확인',
    note: '본인이 입력하지 않았다면 아무것도 하지 않으셔도 됩니다. 계정의 주소는 그대로 유지됩니다.',
  },
  email_changed: {
    subject: '{service} 이메일 주소가 변경되었습니다',
    body: '방금 {service} 계정의 이메일 주소가 변경되었습니다. 앞으로 메일은 새 주소로 보내 드립니다.',
    action: '계정 확인',
    note: '본인이 변경하지 않았다면 즉시 {service} 관리자에게 문의하세요.',
  },
  password_changed: {
    subject: '{service} 비밀번호가 변경되었습니다',
    body: '방금 {service} 계정의 비밀번호가 변경되었고, 다른 모든 기기에서 로그아웃되었습니다.',
    action: '계정 확인',
    note: '본인이 변경하지 않았다면 즉시 새 비밀번호를 설정하고 기기 목록을 확인하세요.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: '본인이 하지 않았다면 즉시 로그인 방법을 확인하고 {service} 지원팀에 문의하세요.',
  reset_password: {
    subject: '{service} 비밀번호 설정',
    body: '{service} 계정의 비밀번호를 설정하려는 요청이 있었습니다. 이 계정에는 비밀번호가 없으며, 지금처럼 다른 방법으로 계속 로그인할 수 있습니다. 비밀번호를 원하면 링크에서 설정하세요. 링크는 30분 동안 한 번만 사용할 수 있습니다.',
    action: '비밀번호 설정',
    note: '본인이 요청하지 않았다면 아무것도 하지 않으셔도 됩니다. 계정은 비밀번호가 없는 상태로 유지됩니다.',
  },
  factors_removed: {
    body: '방금 {service} 관리자가 회원님의 계정에서 인증 앱, 패스키, 복구 코드를 삭제하고 모든 기기에서 로그아웃했습니다. 회원님의 계정에는 비밀번호가 없습니다. 다른 곳에서 사용하는 계정으로 로그인하거나 로그인 페이지에서 비밀번호를 설정하세요.',
    note: '본인이 요청하지 않았다면 즉시 관리자에게 문의하세요.',
  },
  sign_in_code: {
    body: '방금 다른 곳에서 사용하는 계정으로 {service} 로그인을 시도했습니다. 계속하려면 로그인 화면에 이 코드를 입력하세요. 코드는 10분 동안 한 번만 사용할 수 있습니다.',
    note: '이 코드를 다른 사람에게 알려 주지 마세요. 본인이 시도하지 않았다면 즉시 그 계정을 보호하세요.',
  },
};
