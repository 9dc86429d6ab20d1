import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: '创建账号',
  heading: '创建账号',
  name: '姓名',
  email: '邮箱',
  password: '密码',
  submit: '创建账号',
  haveAccount: '已有账号？',
  signIn: '登录',
  agreement: '您的账号适用以下条款：',
  link: '创建账号',
  newHere: '首次使用？',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: '确认您的邮箱地址',
  instruction:
    '我们已向 {address} 发送邮件。请在此设备或其他设备上打开邮件中的链接，此页面会自动继续。没有收到？请检查垃圾邮件文件夹。',
  done: '我已确认',
  resend: '重新发送邮件',
  sentAgain: '邮件已重新发送。只有最新的链接有效。',
  other: '换一个邮箱地址重新开始',
  confirmedHeading: '您的邮箱地址已确认',
  goOn: '现在可以继续前往 {client}。',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: '确认您的邮箱地址',
  asked: '请确认 {address} 是您的邮箱地址。',
  passwordNeeded: '您打开链接的浏览器与设置密码时使用的浏览器不同。请输入该密码，以便我们确认是您本人。',
  submit: '确认',
  notYou: '如果您没有在此创建账号，请关闭此页面。不会发生任何更改。',
  done: '请返回最初的页面，或直接登录。',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: '更改邮箱地址',
  consequence: '我们会向新邮箱地址发送一个链接。在您打开该链接之前，当前邮箱地址保持不变。',
  next: '新邮箱',
  submit: '发送链接',
  sent: '我们已向 {address} 发送链接。打开链接后，您的邮箱地址即会更改。',
  confirmHeading: '使用这个邮箱地址？',
  confirmAsked: '{address} 将成为您账号的邮箱地址。',
  confirmSubmit: '使用此地址',
};

export const terms: Catalog['terms'] = {
  step: '使用条款',
  heading: '使用条款',
  asked: '在继续前往 {client} 之前，请阅读并接受使用条款。',
  read: '阅读使用条款',
  accept: '接受',
};
