import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Traditional Chinese as it is written in Taiwan, in the polite form; a space stands between Chinese and Latin letters or digits. */
export const zhHant: Catalog = {
  language: 'zh-Hant',
  direction: 'ltr',

  titleWithError: '錯誤：{title}',
  title: '{step} – {name}',
  counts: {
    characters: { other: '{count} 個字元' },
  },
  cancel: '取消',
  help: '說明',
  continue: '繼續',
  manageAccount: '管理您的帳號',
  signedInAs: '以 {account} 的身分登入',
  errorLabel: '錯誤',
  showPassword: '顯示密碼',
  typed: '{typed} / {least}',
  copy: '複製',
  copied: '已複製',
  justNow: '剛才',

  signIn: {
    step: '登入',
    heading: '登入',
    continueTo: '繼續使用 {client}',
    manageAccount: '管理您的帳號',
    login: '使用者名稱或電子郵件',
    password: '密碼',
    forgot: '忘記密碼？',
    submit: '登入',
    or: '或',
    passkey: '使用密碼金鑰登入',
    withPassword: '使用密碼登入',
    again: {
      step: '確認是您本人',
      heading: '{name}，歡迎回來',
      reason: '{client} 要求您再次輸入密碼。',
      submit: '繼續',
    },
    otherWays: '請使用密碼金鑰或重設密碼。',
  },

  upstream: {
    continueWith: '使用 {name} 繼續',
    connect: {
      step: '連結帳戶',
      heading: '將 {name} 連結到您的帳戶',
      reason: '請用您在這裡的密碼（不是 {name} 的密碼），或照您在這裡平常的方式登入。之後您也可以使用 {name}。',
      who: '您在 {name} 的身分是 {who}。',
      create: '我還沒有帳戶',
    },
  },

  secondFactor: {
    step: '兩步驟驗證',
    heading: '輸入驗證碼',
    totp: '請開啟驗證器應用程式，輸入其中為這個帳號顯示的驗證碼。',
    email: '我們已將驗證碼寄到 {address}，可能需要一分鐘左右才會送達。',
    recoveryCode: '請輸入您設定兩步驟驗證時儲存的其中一組復原碼。每組復原碼只能使用一次。',
    passkeyHeading: '使用密碼金鑰',
    passkey: '請使用指紋、臉孔或裝置的螢幕鎖定，確認是您本人。',
    passkeySubmit: '使用密碼金鑰',
    code: '驗證碼（6 位數）',
    recoveryCodeLabel: '復原碼',
    submit: '繼續',
    resend: '傳送新的驗證碼',
    instead: {
      totp: '使用驗證器應用程式',
      recovery_code: '使用復原碼',
      email: '透過電子郵件取得驗證碼',
      passkey: '使用密碼金鑰',
    },
  },

  passkey: {
    failed: '操作未成功或已取消。請再試一次，或改用其他方式。',
    known: '這部裝置上已經有您帳號的密碼金鑰。',
    needsScript: '密碼金鑰需要 JavaScript，但它在這裡未執行。請改用其他方式。',
  },

  addTotp: {
    step: '設定驗證器應用程式',
    heading: '設定驗證器應用程式',
    asked: '{client} 需要兩步驟驗證。只要設定一次驗證器應用程式，之後每次驗證只需幾秒鐘。',
    openApp: '請在手機上開啟驗證器應用程式，並選擇新增帳號。任何支援一次性驗證碼的應用程式都可以。',
    openHere: '在驗證器應用程式中開啟',
    scan: '請掃描這個 QR Code，或輸入下方的金鑰。',
    qrLabel: '驗證器應用程式的 QR Code',
    typeInstead: '金鑰',
    enterCode: '請輸入應用程式目前顯示的驗證碼。',
  },

  recoveryCodes: {
    step: '儲存復原碼',
    heading: '儲存復原碼',
    purpose: '如果手機遺失，您可以用其中一組復原碼登入。每組復原碼只能使用一次。',
    once: '這些復原碼只會在現在顯示。請列印出來或存到密碼管理工具中，不要存在手機本身。',
    submit: '我已儲存這些復原碼',
    download: '下載',
    print: '列印',
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
    heading: '歡迎',
    consequence: '我們已為您建立帳號，登入名稱是 {login}。請為帳號設定密碼。',
    doneHeading: '您的帳號已準備就緒',
    done: '今後請使用這組密碼登入。',
  },

  recovery: {
    heading: '忘記密碼？',
    instruction: '請輸入您的使用者名稱或電子郵件。如果帳號存在，我們會將連結寄到該帳號的電子郵件地址。',
    submit: '傳送連結',
    sentHeading: '請查看您的電子郵件',
    sent: '如果帳號存在，連結已經寄出。連結只能使用一次，30 分鐘內有效。如果沒有收到，請查看垃圾郵件資料夾。',
    resend: '重新傳送',
    resetHeading: '設定新密碼',
    resetConsequence: '您將在所有裝置上登出，應用程式也必須重新徵求您的同意。',
    doneHeading: '密碼已變更',
    done: '您已在所有裝置上登出。今後請使用新密碼登入。',
  },

  consent: {
    step: '允許存取',
    heading: '{client} 要求存取權限',
    site: '網站：{host}',
    account: '您目前登入的帳號是 {account}',
    otherAccount: '不是您嗎？使用其他帳號',
    yourAccount: '您的帳號',
    mayDo: '{client} 將可以：',
    returnTo: '無論您如何選擇，都會返回 {origin}',
    policy: '隱私權政策',
    terms: '服務條款',
    accept: '允許',
    cancel: '不允許',
    untilSignOut: '存取權限會在您登出時終止，最長不超過 {duration}。',
    whileAway: '您離開後存取權限仍會保留，最長 {duration}。',
  },

  unchecked: {
    heading: '位於 {client} 的應用程式要求存取權限',
    headingOnDevice: '這個裝置上的應用程式要求存取權限',
    headingOfDocumentOnDevice: '這個裝置上的應用程式以 {client} 的名義要求存取權限',
    callsItself: '它自稱「{client}」。',
    onDevice: '您裝置上的應用程式',
    onDeviceCalled: '您裝置上的應用程式「{client}」',
    continueToDevice: '繼續使用這個裝置上的應用程式',
    notice: '沒有人查核過這個應用程式。',
    ofDocument: '已知的只有它的位址：{host}。只有在您認得這個位址，而且剛剛親自提出這項要求時，才能允許。',
    ofDynamic: '它是自行註冊的，名稱可能是捏造的。只有在您剛剛親自提出這項要求時，才能允許。',
    documentOnDevice:
      '這個裝置上的任何應用程式都可以自稱是 {host}。只有在您剛剛親自在信任的應用程式中提出這項要求時，才能允許。',
    dynamicOnDevice:
      '它的名稱可能是捏造的，而且這個裝置上的任何應用程式都可能取得存取權限。只有在您剛剛親自在信任的應用程式中提出這項要求時，才能允許。',
    mayDo: '這個應用程式將可以：',
    returnTo: '您將返回 {host}',
    returnToDevice: '您將返回這個裝置：{host}',
  },

  scopes: {
    openid: '讓您登入',
    profile: '查看您的姓名、使用者名稱和語言',
    email: '查看您的電子郵件地址',
    address: '查看您的郵寄地址',
    phone: '查看您的電話號碼',
    groups: '查看您的群組和角色',
    offline_access: '在您離開後保留這項存取權限',
  },
  claimSentence: '查看您帳號中的「{claim}」',
  scopeWithoutSentence: '使用「{scope}」權限',

  selectAccount: {
    step: '選擇帳號',
    heading: '選擇帳號',
    continueTo: '繼續使用 {client}',
    other: '使用其他帳號',
  },

  logout: {
    step: '登出',
    heading: '要登出嗎？',
    asked: '{client} 要求將您登出。',
    consequence: '這會結束您在這裡的工作階段。應用程式可能會要求您重新登入。',
    opened: '您曾用這個帳號開啟：',
    signedInAs: '您目前登入的帳號是 {account}',
    submit: '登出',
    anyway: '仍要登出',
    cancel: '保持登入',
    doneStep: '已登出',
    doneHeading: '您已登出',
    done: '如果其他人也會使用這部電腦，請立即關閉這個瀏覽器的所有視窗。',
    backTo: '返回 {client}',
    again: '重新登入',
  },

  device: {
    codeStep: '連結裝置',
    codeHeading: '連結裝置',
    codeInstruction: '請輸入裝置上顯示的代碼。',
    code: '裝置上的代碼',
    codeSubmit: '繼續',
    confirmStep: '核對代碼',
    confirmHeading: '這是您裝置上的代碼嗎？',
    confirmInstruction: '{client} 想在另一部裝置上使用您的帳號。',
    warning: '只有在這是您自己發起的操作，而且裝置就在您面前時，才能繼續。如果代碼是別人傳給您的，請不要繼續。',
    from: '要求來自 {address}',
    accept: '是，繼續',
    cancel: '否，取消',
    doneStep: '裝置已連結',
    doneHeading: '您的裝置已連結',
    done: '您可以關閉這個視窗，在裝置上繼續使用 {client}。',
  },

  continuePage: {
    step: '繼續',
    heading: '還差一步',
    instruction: '請按下按鈕，繼續前往 {client}。',
  },

  formErrors,
  errorPage,
  errors,
};
