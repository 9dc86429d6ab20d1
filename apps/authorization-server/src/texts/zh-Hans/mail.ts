import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: '{name}，您好：',
  reason: '您收到此邮件，是因为 {address} 是 {service} 某个账号的邮箱地址，或有人为账号填写了该地址。',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: '为 {service} 设置新密码',
    body: '我们收到了为您的 {service} 账号设置新密码的请求。链接只能使用一次，30 分钟内有效。',
    action: '设置新密码',
    note: '如果这不是您本人的操作，无需处理：您的密码不会改变。',
  },
  factor_added: {
    subject: '{service} 新增了一种登录方式',
    body: '您的 {service} 账号刚刚添加了一个通行密钥或身份验证器应用。',
    action: '查看登录方式',
    note: '如果这不是您本人的操作，请立即将其移除并设置新密码。',
  },
  factor_removed: {
    subject: '{service} 移除了一种登录方式',
    body: '您的 {service} 账号刚刚移除了一个通行密钥或身份验证器应用。',
    action: '查看登录方式',
    note: '如果这不是您本人的操作，请立即设置新密码并检查您的设备。',
  },
  sign_in_code: {
    subject: '您的 {service} 验证码',
    body: '刚刚有人使用您的密码登录 {service}。请在登录页面输入此验证码以继续。验证码只能使用一次，10 分钟内有效。',
    action: '您的验证码',
    note: '请勿将此验证码告诉任何人。如果这不是您本人的操作，说明有人知道了您的密码：请立即设置新密码。',
  },
  identity_linked: {
    subject: '已关联一个用于登录 {service} 的账号',
    body: '您在别处的一个账号刚刚关联到您的 {service} 账号。今后可以用它登录。',
    action: '查看登录方式',
    note: '如果这不是您本人的操作，请立即取消关联并检查您的设备。',
  },
  identity_unlinked: {
    subject: '{service} 已取消关联一个账号',
    body: '您在别处的一个账号刚刚与您的 {service} 账号取消了关联。不能再用它登录。',
    action: '查看登录方式',
    note: '如果这不是您本人的操作，请立即检查登录方式，并联系 {service} 的支持人员。',
  },
  factors_removed: {
    subject: '您的 {service} 账号已移除两步验证',
    body: '{service} 的管理员刚刚从您的账号中移除了身份验证器应用、通行密钥和恢复代码，并让您在所有设备上退出登录。您现在可以使用密码登录，并重新设置两步验证。',
    action: '查看登录方式',
    note: '如果您没有提出此请求，请立即联系管理员并设置新密码。',
  },
  recovery_codes_renewed: {
    subject: '{service} 的新恢复代码',
    body: '您的 {service} 账号刚刚生成了新的恢复代码。旧的恢复代码已失效。',
    action: '查看登录方式',
    note: '如果这不是您本人的操作，请立即设置新密码并检查您的设备。',
  },
  api_key_added: {
    subject: '您的 {service} 账号新增了 API 密钥',
    body: '您的 {service} 账号刚刚创建了一个 API 密钥。持有该密钥的应用可以代表您执行操作。',
    action: '查看 API 密钥',
    note: '如果这不是您本人的操作，请立即撤销该密钥并设置新密码。',
  },
  api_key_revoked: {
    subject: '您的 {service} 账号有 API 密钥被撤销',
    body: '您的 {service} 账号刚刚有一个或多个 API 密钥被撤销。使用这些密钥的应用无法再代表您执行操作。',
    action: '查看 API 密钥',
    note: '如果这既不是您本人也不是 {service} 管理员的操作，请立即设置新密码。',
  },
  invitation: {
    subject: '您的 {service} 账号',
    body: '{service} 的管理员为您创建了账号。请打开链接设置密码。链接只能使用一次。',
    action: '设置密码',
    note: '如果您不清楚此事，无需处理：没有链接，任何人都无法使用该账号。',
  },
  confirm_address: {
    subject: '确认您在 {service} 的邮箱地址',
    body: '有人使用此邮箱地址创建了 {service} 账号。链接只能使用一次，24 小时内有效。',
    action: '确认邮箱地址',
    note: '如果这不是您本人的操作，无需处理：未确认邮箱地址的账号会被删除。',
  },
  address_taken: {
    subject: '您已有 {service} 账号',
    body: '有人使用此邮箱地址注册新的 {service} 账号，但您已有账号。请直接登录；如果忘记密码，请在登录页面设置新密码。',
    action: '登录',
    note: '如果这不是您本人的操作，无需处理：没有人因此得知您拥有账号。',
  },
  change_address: {
    subject: '确认您在 {service} 的新邮箱地址',
    body: '有人将此邮箱地址填写为某个 {service} 账号的新地址。链接只能使用一次，24 小时内有效。',
    action: '确认邮箱地址',
    note: '如果这不是您本人的操作，无需处理：该账号的邮箱地址不会改变。',
  },
  email_changed: {
    subject: '您在 {service} 的邮箱地址已更改',
    body: '您的 {service} 账号的邮箱地址刚刚更改。今后的邮件将发送到新地址。',
    action: '查看您的账号',
    note: '如果这不是您本人的操作，请立即联系 {service} 的管理员。',
  },
  password_changed: {
    subject: '您的 {service} 密码已更改',
    body: '您的 {service} 账号的密码刚刚更改，其他所有设备均已退出登录。',
    action: '查看您的账号',
    note: '如果这不是您本人的操作，请立即设置新密码并检查您的设备。',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: '如果这不是您本人的操作，请立即检查登录方式，并联系 {service} 的支持人员。',
  reset_password: {
    subject: '为 {service} 设置密码',
    body: '我们收到了为您的 {service} 账号设置密码的请求。该账号没有密码：您用其他方式登录，今后也可以继续这样登录。如果需要密码，请通过链接设置。链接只能使用一次，30 分钟内有效。',
    action: '设置密码',
    note: '如果这不是您本人的操作，无需处理：您的账号仍然没有密码。',
  },
  factors_removed: {
    body: '{service} 的管理员刚刚从您的账号中移除了身份验证器应用、通行密钥和恢复代码，并让您在所有设备上退出登录。您的账号没有密码：请使用您在别处的账号登录，或在登录页面设置密码。',
    note: '如果您没有提出此请求，请立即联系管理员。',
  },
  sign_in_code: {
    body: '刚刚有人使用您在别处的账号登录 {service}。请在登录页面输入此验证码以继续。验证码只能使用一次，10 分钟内有效。',
    note: '请勿将此验证码告诉任何人。如果这不是您本人的操作，请立即保护该账号。',
  },
};
