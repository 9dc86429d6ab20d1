import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: '建立帳號',
  heading: '建立帳號',
  name: '姓名',
  email: '電子郵件',
  password: '密碼',
  submit: '建立帳號',
  haveAccount: '已經有帳號了嗎？',
  signIn: '登入',
  agreement: '您的帳號適用下列條款：',
  link: '建立帳號',
  newHere: '第一次使用嗎？',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: '確認您的電子郵件地址',
  instruction:
    '我們已寄送電子郵件到 {address}。請在這部裝置或其他裝置上開啟信中的連結，這個頁面會自動繼續。沒有收到嗎？請查看垃圾郵件資料夾。',
  done: '我已確認',
  resend: '重新寄送電子郵件',
  sentAgain: '電子郵件已重新寄出。只有最新的連結有效。',
  other: '改用其他地址重新開始',
  confirmedHeading: '您的電子郵件地址已確認',
  goOn: '您現在可以繼續前往 {client}。',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: '確認您的電子郵件地址',
  asked: '請確認 {address} 是您的電子郵件地址。',
  passwordNeeded: '您開啟連結的瀏覽器與設定密碼時使用的不同。請輸入該組密碼，讓我們確認是您本人。',
  submit: '確認',
  notYou: '如果您沒有在這裡建立帳號，請關閉這個頁面。不會有任何變更。',
  done: '請回到一開始的頁面，或直接登入。',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: '變更電子郵件地址',
  consequence: '我們會將連結寄到新的地址。在您開啟連結之前，目前的地址會維持不變。',
  next: '新的電子郵件地址',
  submit: '傳送連結',
  sent: '我們已將連結寄到 {address}。開啟連結後，您的電子郵件地址就會變更。',
  confirmHeading: '要使用這個地址嗎？',
  confirmAsked: '{address} 將成為您帳號的電子郵件地址。',
  confirmSubmit: '使用這個地址',
};

export const terms: Catalog['terms'] = {
  step: '使用條款',
  heading: '使用條款',
  asked: '繼續前往 {client} 之前，請先閱讀並接受使用條款。',
  read: '閱讀使用條款',
  accept: '接受',
};
