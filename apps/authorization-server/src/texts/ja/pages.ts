import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Japanese, in the polite form. */
export const ja: Catalog = {
  language: 'ja',
  direction: 'ltr',

  titleWithError: 'エラー: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { other: '{count} 文字' },
  },
  cancel: 'キャンセル',
  help: 'ヘルプ',
  continue: '続ける',
  manageAccount: 'アカウントを管理',
  signedInAs: '{account} としてサインインしています',
  errorLabel: 'エラー',
  showPassword: 'パスワードを表示',
  typed: '{typed} / {least}',
  copy: 'コピー',
  copied: 'コピーしました',
  justNow: 'たった今',

  signIn: {
    step: 'サインイン',
    heading: 'サインイン',
    continueTo: '{client} に進みます',
    manageAccount: 'アカウントを管理します',
    login: 'ユーザー名またはメールアドレス',
    password: 'パスワード',
    forgot: 'パスワードをお忘れですか？',
    submit: 'サインイン',
    or: 'または',
    passkey: 'パスキーでサインイン',
    withPassword: 'パスワードでサインイン',
    again: {
      step: 'ご本人の確認',
      heading: 'おかえりなさい、{name} さん',
      reason: '{client} から、パスワードの再入力を求められています。',
      submit: '続ける',
    },
    otherWays: 'パスキーを使うか、パスワードを再設定してください。',
  },

  upstream: {
    continueWith: '{name} で続ける',
    connect: {
      step: 'アカウントの接続',
      heading: '{name} をアカウントに接続する',
      reason:
        '{name} のパスワードではなく、ここでのパスワード、またはここでのいつもの方法でサインインしてください。その後は {name} も使えるようになります。',
      who: '{name} では {who} です。',
      create: 'まだアカウントがありません',
    },
  },

  secondFactor: {
    step: '2 段階認証',
    heading: 'コードを入力してください',
    totp: '認証アプリを開き、このアカウントに表示されているコードを入力してください。',
    email: '{address} にコードを送信しました。届くまでに 1 分ほどかかることがあります。',
    recoveryCode: '2 段階認証の設定時に保存したリカバリーコードを 1 つ入力してください。各コードは 1 回だけ使えます。',
    passkeyHeading: 'パスキーを使用してください',
    passkey: '指紋、顔、またはデバイスのロックで、ご本人であることを確認してください。',
    passkeySubmit: 'パスキーを使う',
    code: 'コード（6 桁）',
    recoveryCodeLabel: 'リカバリーコード',
    submit: '続ける',
    resend: '新しいコードを送信',
    instead: {
      totp: '認証アプリを使う',
      recovery_code: 'リカバリーコードを使う',
      email: 'メールでコードを受け取る',
      passkey: 'パスキーを使う',
    },
  },

  passkey: {
    failed: 'うまくいかなかったか、キャンセルされました。もう一度試すか、別の方法をご利用ください。',
    known: 'このデバイスには、このアカウントのパスキーがすでにあります。',
    needsScript: 'パスキーには JavaScript が必要ですが、ここでは動作していません。別の方法をご利用ください。',
  },

  addTotp: {
    step: '認証アプリの設定',
    heading: '認証アプリの設定',
    asked: '{client} には 2 段階認証が必要です。認証アプリを一度設定すれば、次からは数秒で済みます。',
    openApp:
      'スマートフォンで認証アプリを開き、アカウントの追加を選んでください。ワンタイムコードに対応したアプリであれば、どれでも使えます。',
    openHere: '認証アプリで開く',
    scan: 'このコードをスキャンするか、下のキーを入力してください。',
    qrLabel: '認証アプリ用の QR コード',
    typeInstead: 'キー',
    enterCode: 'アプリに表示されているコードを入力してください。',
  },

  recoveryCodes: {
    step: 'リカバリーコードを保存してください',
    heading: 'リカバリーコードを保存してください',
    purpose:
      'スマートフォンをなくしたときは、これらのコードのいずれかでサインインできます。各コードは一度だけ使用できます。',
    once: 'コードが表示されるのは今だけです。印刷するか、パスワードマネージャーに保存してください。スマートフォン本体には保存しないでください。',
    submit: 'これらのコードを保存しました',
    download: 'ダウンロード',
    print: '印刷',
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
    heading: 'ようこそ',
    consequence: 'アカウントが用意されました。サインイン名は {login} です。パスワードを選んでください。',
    doneHeading: 'アカウントの準備ができました',
    done: '今後はこのパスワードでサインインしてください。',
  },

  recovery: {
    heading: 'パスワードをお忘れですか？',
    instruction:
      'ユーザー名またはメールアドレスを入力してください。該当するアカウントがあれば、そのメールアドレスにリンクを送信します。',
    submit: 'リンクを送信',
    sentHeading: 'メールをご確認ください',
    sent: '該当するアカウントがあれば、リンクをお送りしています。リンクは 30 分間、一度だけ使用できます。届かない場合は、迷惑メールのフォルダーをご確認ください。',
    resend: 'もう一度送信',
    resetHeading: '新しいパスワードを選んでください',
    resetConsequence: '変更すると、すべての場所でサインアウトされ、アプリケーションには改めて許可が必要になります。',
    doneHeading: 'パスワードを変更しました',
    done: 'すべての場所でサインアウトしました。今後は新しいパスワードでサインインしてください。',
  },

  consent: {
    step: 'アクセスの許可',
    heading: '{client} がアクセスを求めています',
    site: 'ウェブサイト: {host}',
    account: '{account} としてサインインしています',
    otherAccount: '別のアカウントを使う',
    yourAccount: 'お客様のアカウント',
    mayDo: '{client} に許可される操作:',
    returnTo: 'どちらを選んでも、{origin} に戻ります',
    policy: 'プライバシーポリシー',
    terms: '利用規約',
    accept: '許可する',
    cancel: '許可しない',
    untilSignOut: 'アクセスはサインアウトすると終了します（最長 {duration}）。',
    whileAway: 'ご不在の間もアクセスは続きます（最長 {duration}）。',
  },

  unchecked: {
    heading: '{client} のアプリがアクセスを求めています',
    headingOnDevice: 'このデバイス上のアプリがアクセスを求めています',
    headingOfDocumentOnDevice: 'このデバイス上のアプリが {client} の名前でアクセスを求めています',
    callsItself: 'アプリが名乗っている名前は「{client}」です。',
    onDevice: 'お使いのデバイス上のアプリ',
    onDeviceCalled: 'お使いのデバイス上のアプリ「{client}」',
    continueToDevice: 'このデバイス上のアプリに進みます',
    notice: 'このアプリは誰にも確認されていません。',
    ofDocument:
      'わかっているのはアドレス {host} だけです。このアドレスに心当たりがあり、たった今ご自身で依頼した場合だけ許可してください。',
    ofDynamic:
      'このアプリは自動的に登録されたもので、名前は偽りかもしれません。たった今ご自身で依頼した場合だけ許可してください。',
    documentOnDevice:
      '{host} を名乗ることは、このデバイス上のどのアプリにもできます。信頼できるアプリで、たった今ご自身で依頼した場合だけ許可してください。',
    dynamicOnDevice:
      '名前は偽りかもしれず、アクセス権はこのデバイス上のどのアプリでも受け取れます。信頼できるアプリで、たった今ご自身で依頼した場合だけ許可してください。',
    mayDo: 'このアプリに許可される操作:',
    returnTo: '戻り先は {host} です',
    returnToDevice: 'このデバイスに戻ります: {host}',
  },

  scopes: {
    openid: 'サインインに使う',
    profile: '名前、ユーザー名、言語を見る',
    email: 'メールアドレスの閲覧',
    address: '住所の閲覧',
    phone: '電話番号の閲覧',
    groups: 'グループと役割の閲覧',
    offline_access: 'ご不在の間のアクセスの継続',
  },
  claimSentence: 'アカウントの情報「{claim}」の閲覧',
  scopeWithoutSentence: '権限「{scope}」の使用',

  selectAccount: {
    step: 'アカウントの選択',
    heading: 'アカウントを選んでください',
    continueTo: '{client} に進みます',
    other: '別のアカウントを使う',
  },

  logout: {
    step: 'サインアウト',
    heading: 'サインアウトしますか？',
    asked: '{client} がサインアウトを求めています。',
    consequence: 'ここでのセッションを終了します。アプリケーションで再度サインインを求められることがあります。',
    opened: 'このアカウントで開いたアプリケーション：',
    signedInAs: '{account} としてサインインしています',
    submit: 'サインアウト',
    anyway: 'それでもサインアウト',
    cancel: 'サインインしたままにする',
    doneStep: 'サインアウト済み',
    doneHeading: 'サインアウトしました',
    done: 'ほかの方も使うコンピューターの場合は、このブラウザーのウィンドウをすべて閉じてください。',
    backTo: '{client} に戻る',
    again: 'もう一度サインイン',
  },

  device: {
    codeStep: 'デバイスの接続',
    codeHeading: 'デバイスの接続',
    codeInstruction: 'デバイスに表示されているコードを入力してください。',
    code: 'デバイスのコード',
    codeSubmit: '続ける',
    confirmStep: 'コードの確認',
    confirmHeading: 'このコードがデバイスに表示されていますか？',
    confirmInstruction: '{client} が、お客様のアカウントを別のデバイスで使用しようとしています。',
    warning:
      'ご自身で始めた操作で、デバイスが目の前にある場合だけ続けてください。ほかの人からコードが送られてきた場合は、続けないでください。',
    from: '要求元: {address}',
    accept: 'はい、続けます',
    cancel: 'いいえ、中止します',
    doneStep: 'デバイスの接続完了',
    doneHeading: 'デバイスを接続しました',
    done: 'このウィンドウを閉じて、デバイスで {client} の操作を続けてください。',
  },

  continuePage: {
    step: '続行',
    heading: 'あと 1 つの手順です',
    instruction: 'ボタンを押して {client} に進んでください。',
  },

  formErrors,
  errorPage,
  errors,
};
