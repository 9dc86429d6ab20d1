import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: '{name}，您好：',
  reason: '您會收到這封郵件，是因為 {address} 是 {service} 某個帳號的電子郵件地址，或有人為帳號填寫了這個地址。',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: '為 {service} 設定新密碼',
    body: '我們收到為您的 {service} 帳號設定新密碼的要求。連結只能使用一次，30 分鐘內有效。',
    action: '設定新密碼',
    note: '如果這不是您本人的操作，您不需要做任何事：您的密碼不會改變。',
  },
  factor_added: {
    subject: '{service} 新增了一種登入方式',
    body: '您的 {service} 帳號剛才新增了密碼金鑰或驗證器應用程式。',
    action: '查看登入方式',
    note: '如果這不是您本人的操作，請立即將它移除並設定新密碼。',
  },
  factor_removed: {
    subject: '{service} 移除了一種登入方式',
    body: '您的 {service} 帳號剛才移除了密碼金鑰或驗證器應用程式。',
    action: '查看登入方式',
    note: '如果這不是您本人的操作，請立即設定新密碼並檢查您的裝置。',
  },
  sign_in_code: {
    subject: '您的 {service} 驗證碼',
    body: '剛才有人使用您的密碼登入 {service}。請在登入頁面輸入這組驗證碼以繼續。驗證碼只能使用一次，10 分鐘內有效。',
    action: '您的驗證碼',
    note: '請勿將這組驗證碼告訴任何人。如果這不是您本人的操作，表示有人知道您的密碼：請立即設定新密碼。',
  },
  identity_linked: {
    subject: '已連結一個用於登入 {service} 的帳號',
    body: '您在別處的一個帳號剛才連結到您的 {service} 帳號。今後可以用它登入。',
    action: '查看登入方式',
    note: '如果這不是您本人的操作，請立即取消連結並檢查您的裝置。',
  },
  identity_unlinked: {
    subject: '{service} 已取消連結一個帳號',
    body: '您在別處的一個帳號剛才與您的 {service} 帳號取消了連結。不能再用它登入。',
    action: '查看登入方式',
    note: '如果這不是您本人的操作，請立即檢查登入方式，並聯絡 {service} 的支援人員。',
  },
  factors_removed: {
    subject: '您的 {service} 帳號已移除兩步驟驗證',
    body: '{service} 的管理員剛才從您的帳號移除了驗證器應用程式、密碼金鑰和復原碼，並將您從所有裝置登出。您可以使用密碼登入，並重新設定兩步驟驗證。',
    action: '查看登入方式',
    note: '如果您沒有提出這項要求，請立即聯絡管理員並設定新密碼。',
  },
  recovery_codes_renewed: {
    subject: '{service} 的新復原碼',
    body: '您的 {service} 帳號剛才產生了新的復原碼。舊的復原碼已失效。',
    action: '查看登入方式',
    note: '如果這不是您本人的操作，請立即設定新密碼並檢查您的裝置。',
  },
  api_key_added: {
    subject: '您的 {service} 帳號新增了 API 金鑰',
    body: '您的 {service} 帳號剛才建立了一組 API 金鑰。持有這組金鑰的應用程式可以代表您執行操作。',
    action: '查看 API 金鑰',
    note: '如果這不是您本人的操作，請立即撤銷這組金鑰並設定新密碼。',
  },
  api_key_revoked: {
    subject: '您的 {service} 帳號有 API 金鑰遭到撤銷',
    body: '您的 {service} 帳號剛才有一組或多組 API 金鑰遭到撤銷。使用這些金鑰的應用程式無法再代表您執行操作。',
    action: '查看 API 金鑰',
    note: '如果這不是您本人，也不是 {service} 管理員的操作，請立即設定新密碼。',
  },
  invitation: {
    subject: '您的 {service} 帳號',
    body: '{service} 的管理員為您建立了帳號。請開啟連結設定密碼。連結只能使用一次。',
    action: '設定密碼',
    note: '如果您不清楚這件事，您不需要做任何事：沒有連結，任何人都無法使用這個帳號。',
  },
  confirm_address: {
    subject: '確認您在 {service} 的電子郵件地址',
    body: '有人使用這個電子郵件地址建立了 {service} 帳號。連結只能使用一次，24 小時內有效。',
    action: '確認地址',
    note: '如果這不是您本人的操作，您不需要做任何事：未確認地址的帳號會被移除。',
  },
  address_taken: {
    subject: '您已經有 {service} 帳號',
    body: '有人使用這個電子郵件地址註冊新的 {service} 帳號，但您已經有帳號了。請直接登入；如果忘記密碼，請在登入頁面設定新密碼。',
    action: '登入',
    note: '如果這不是您本人的操作，您不需要做任何事：沒有人因此得知您擁有帳號。',
  },
  change_address: {
    subject: '確認您在 {service} 的新電子郵件地址',
    body: '有人將這個電子郵件地址填寫為某個 {service} 帳號的新地址。連結只能使用一次，24 小時內有效。',
    action: '確認地址',
    note: '如果這不是您本人的操作，您不需要做任何事：該帳號的地址不會改變。',
  },
  email_changed: {
    subject: '您在 {service} 的電子郵件地址已變更',
    body: '您的 {service} 帳號的電子郵件地址剛才已變更。今後的郵件會寄到新的地址。',
    action: '查看您的帳號',
    note: '如果這不是您本人的操作，請立即聯絡 {service} 的管理員。',
  },
  password_changed: {
    subject: '您的 {service} 密碼已變更',
    body: '您的 {service} 帳號的密碼剛才已變更，其他所有裝置都已登出。',
    action: '查看您的帳號',
    note: '如果這不是您本人的操作，請立即設定新密碼並檢查您的裝置。',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: '如果這不是您本人的操作，請立即檢查登入方式，並聯絡 {service} 的支援人員。',
  reset_password: {
    subject: '為 {service} 設定密碼',
    body: '我們收到為您的 {service} 帳號設定密碼的要求。這個帳號沒有密碼：您以其他方式登入，今後也可以繼續這樣登入。如果需要密碼，請透過連結設定。連結只能使用一次，30 分鐘內有效。',
    action: '設定密碼',
    note: '如果這不是您本人的操作，您不需要做任何事：您的帳號仍然沒有密碼。',
  },
  factors_removed: {
    body: '{service} 的管理員剛才從您的帳號移除了驗證器應用程式、密碼金鑰和復原碼，並將您從所有裝置登出。您的帳號沒有密碼：請使用您在別處的帳號登入，或在登入頁面設定密碼。',
    note: '如果您沒有提出這項要求，請立即聯絡管理員。',
  },
  sign_in_code: {
    body: '剛才有人使用您在別處的帳號登入 {service}。請在登入頁面輸入這組驗證碼以繼續。驗證碼只能使用一次，10 分鐘內有效。',
    note: '請勿將這組驗證碼告訴任何人。如果這不是您本人的操作，請立即保護那個帳號。',
  },
};
