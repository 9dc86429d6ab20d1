import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'アカウントの作成',
  heading: 'アカウントの作成',
  name: '名前',
  email: 'メールアドレス',
  password: 'パスワード',
  submit: 'アカウントを作成',
  haveAccount: 'アカウントをお持ちの方',
  signIn: 'サインイン',
  agreement: 'アカウントには次が適用されます：',
  link: 'アカウントを作成',
  newHere: '初めての方',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'メールアドレスを確認してください',
  instruction:
    '{address} にメールを送信しました。このデバイスまたは別のデバイスでメール内のリンクを開いてください。このページは自動的に進みます。届かない場合は、迷惑メールフォルダーをご確認ください。',
  done: '確認しました',
  resend: 'メールを再送信',
  sentAgain: 'メールを再送信しました。最新のリンクだけが有効です。',
  other: '別のアドレスでやり直す',
  confirmedHeading: 'メールアドレスを確認しました',
  goOn: '{client} に進むことができます。',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'メールアドレスを確認してください',
  asked: '{address} がご自分のアドレスであることを確認してください。',
  passwordNeeded:
    'パスワードを設定したときとは別のブラウザーでリンクが開かれました。ご本人であることを確かめるため、そのパスワードを入力してください。',
  submit: '確認する',
  notYou: 'ここでアカウントを作成した覚えがない場合は、このページを閉じてください。何も変更されません。',
  done: '元のページに戻るか、サインインしてください。',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'メールアドレスの変更',
  consequence: '新しいアドレスにリンクを送信します。リンクを開くまでは、現在のアドレスのままです。',
  next: '新しいメールアドレス',
  submit: 'リンクを送信',
  sent: '{address} にリンクを送信しました。リンクを開くとアドレスが変更されます。',
  confirmHeading: 'このアドレスを使用しますか？',
  confirmAsked: '{address} がアカウントのアドレスになります。',
  confirmSubmit: 'このアドレスを使用',
};

export const terms: Catalog['terms'] = {
  step: '利用規約',
  heading: '利用規約',
  asked: '{client} に進む前に、利用規約を読んで同意してください。',
  read: '利用規約を読む',
  accept: '同意する',
};
