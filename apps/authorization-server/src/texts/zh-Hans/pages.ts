import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Simplified Chinese, in the polite form; a space stands between Chinese and Latin letters or digits. */
export const zhHans: Catalog = {
  language: 'zh-Hans',
  direction: 'ltr',

  titleWithError: '错误：{title}',
  title: '{step} – {name}',
  counts: {
    characters: { other: '{count} 个字符' },
  },
  cancel: '取消',
  help: '帮助',
  continue: '继续',
  manageAccount: '管理您的账号',
  signedInAs: '以 {account} 的身份登录',
  errorLabel: '错误',
  showPassword: '显示密码',
  typed: '{typed} / {least}',
  copy: '复制',
  copied: '已复制',
  justNow: '刚刚',

  signIn: {
    step: '登录',
    heading: '登录',
    continueTo: '继续使用 {client}',
    manageAccount: '管理您的账号',
    login: '用户名或邮箱',
    password: '密码',
    forgot: '忘记密码？',
    submit: '登录',
    or: '或',
    passkey: '使用通行密钥登录',
    withPassword: '使用密码登录',
    again: {
      step: '确认是您本人',
      heading: '欢迎回来，{name}',
      reason: '{client} 要求您再次输入密码。',
      submit: '继续',
    },
    otherWays: '请使用通行密钥或重置密码。',
  },

  upstream: {
    continueWith: '使用 {name} 继续',
    connect: {
      step: '关联账户',
      heading: '将 {name} 关联到您的账户',
      reason: '请按平常的方式登录。之后您也可以使用 {name}。',
      who: '您在 {name} 的身份是 {who}。',
      create: '我还没有账户',
    },
  },

  secondFactor: {
    step: '两步验证',
    heading: '输入验证码',
    totp: '请打开身份验证器应用，输入其中为此账号显示的验证码。',
    email: '我们已向 {address} 发送验证码，可能需要一分钟左右才能收到。',
    recoveryCode: '请输入您在设置两步验证时保存的一个恢复代码。每个代码只能使用一次。',
    passkeyHeading: '使用通行密钥',
    passkey: '请用指纹、面容或设备锁屏方式确认是您本人。',
    passkeySubmit: '使用通行密钥',
    code: '验证码（6 位数字）',
    recoveryCodeLabel: '恢复代码',
    submit: '继续',
    resend: '发送新的验证码',
    instead: {
      totp: '使用身份验证器应用',
      recovery_code: '使用恢复代码',
      email: '通过邮件发送验证码',
      passkey: '使用通行密钥',
    },
  },

  passkey: {
    failed: '操作未成功或已取消。请重试，或改用其他方式。',
    known: '此设备上已有您账号的通行密钥。',
    needsScript: '通行密钥需要 JavaScript，但它在这里没有运行。请改用其他方式。',
  },

  addTotp: {
    step: '设置身份验证器应用',
    heading: '设置身份验证器应用',
    asked: '{client} 要求启用两步验证。只需设置一次身份验证器应用，以后验证仅需几秒钟。',
    openApp: '请在手机上打开身份验证器应用，然后选择添加账号。任何支持一次性验证码的应用都可以。',
    openHere: '在身份验证器应用中打开',
    scan: '请扫描此二维码，或输入下方的密钥。',
    qrLabel: '身份验证器应用的二维码',
    typeInstead: '密钥',
    enterCode: '请输入应用当前显示的验证码。',
  },

  recoveryCodes: {
    step: '保存恢复代码',
    heading: '保存恢复代码',
    purpose: '如果手机丢失，您可以用其中一个代码登录。每个代码只能使用一次。',
    once: '这些代码仅在此时显示。请打印出来或存入密码管理器，不要存放在手机本身。',
    submit: '我已保存这些代码',
    download: '下载',
    print: '打印',
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

  invitation: {
    heading: '欢迎',
    consequence: '我们已为您创建账号，登录名是 {login}。请为账号设置密码。',
    doneHeading: '您的账号已就绪',
    done: '今后请使用此密码登录。',
  },

  recovery: {
    heading: '忘记密码？',
    instruction: '请输入您的用户名或邮箱。如果账号存在，我们会向其邮箱发送一个链接。',
    submit: '发送链接',
    sentHeading: '请查收邮件',
    sent: '如果账号存在，链接已发送至其邮箱。链接只能使用一次，30 分钟内有效。如果没有收到，请检查垃圾邮件文件夹。',
    resend: '重新发送',
    resetHeading: '设置新密码',
    resetConsequence: '您将在所有设备上退出登录，各应用需要重新征得您的许可。',
    doneHeading: '密码已更改',
    done: '您已在所有设备上退出登录。今后请使用新密码登录。',
  },

  consent: {
    step: '授权访问',
    heading: '{client} 请求访问权限',
    site: '网站：{host}',
    account: '您当前登录的账号是 {account}',
    otherAccount: '不是您？使用其他账号',
    yourAccount: '您的账号',
    mayDo: '{client} 将能够：',
    returnTo: '无论您如何选择，都将返回 {origin}',
    policy: '隐私政策',
    terms: '服务条款',
    accept: '允许',
    cancel: '不允许',
    untilSignOut: '访问权限将在您退出登录时终止，最长不超过{duration}。',
    whileAway: '您离开后访问权限仍会保留，最长{duration}。',
  },

  unchecked: {
    heading: '位于 {client} 的应用请求访问权限',
    headingOnDevice: '此设备上的应用请求访问权限',
    headingOfDocumentOnDevice: '此设备上的应用以 {client} 的名义请求访问权限',
    callsItself: '它自称“{client}”。',
    onDevice: '您设备上的应用',
    onDeviceCalled: '您设备上的应用“{client}”',
    continueToDevice: '继续使用此设备上的应用',
    notice: '此应用未经任何人核实。',
    ofDocument: '已知的只有它的地址：{host}。仅当您认识此地址，且刚刚亲自提出此请求时，才可允许。',
    ofDynamic: '它是自行注册的，名称可能是编造的。仅当您刚刚亲自提出此请求时，才可允许。',
    documentOnDevice: '此设备上的任何应用都可以自称 {host}。仅当您刚刚亲自在信任的应用中提出此请求时，才可允许。',
    dynamicOnDevice:
      '它的名称可能是编造的，而且此设备上的任何应用都可能获得访问权限。仅当您刚刚亲自在信任的应用中提出此请求时，才可允许。',
    mayDo: '此应用将能够：',
    returnTo: '您将返回 {host}',
    returnToDevice: '您将返回此设备：{host}',
  },

  scopes: {
    openid: '让您登录',
    profile: '查看您的姓名、用户名和语言',
    email: '查看您的邮箱地址',
    address: '查看您的通信地址',
    phone: '查看您的电话号码',
    groups: '查看您的群组和角色',
    offline_access: '在您离开后保留此访问权限',
  },
  claimSentence: '查看您账号中的“{claim}”',
  scopeWithoutSentence: '使用“{scope}”权限',

  selectAccount: {
    step: '选择账号',
    heading: '选择账号',
    continueTo: '继续使用 {client}',
    other: '使用其他账号',
  },

  logout: {
    step: '退出登录',
    heading: '要退出登录吗？',
    asked: '{client} 请求让您退出登录。',
    consequence: '这将结束您在此处的会话。各应用可能会要求您重新登录。',
    opened: '您用此账号打开过：',
    signedInAs: '您当前登录的账号是 {account}',
    submit: '退出登录',
    anyway: '仍要退出登录',
    cancel: '保持登录',
    doneStep: '已退出登录',
    doneHeading: '您已退出登录',
    done: '如果其他人也使用这台电脑，请立即关闭此浏览器的所有窗口。',
    backTo: '返回 {client}',
    again: '重新登录',
  },

  device: {
    codeStep: '连接设备',
    codeHeading: '连接设备',
    codeInstruction: '请输入设备上显示的代码。',
    code: '设备上的代码',
    codeSubmit: '继续',
    confirmStep: '核对代码',
    confirmHeading: '这是您设备上的代码吗？',
    confirmInstruction: '{client} 想在另一台设备上使用您的账号。',
    warning: '仅当这是您本人发起的操作，且设备就在您面前时，才可继续。如果代码是别人发给您的，请不要继续。',
    from: '请求来自 {address}',
    accept: '是，继续',
    cancel: '否，取消',
    doneStep: '设备已连接',
    doneHeading: '您的设备已连接',
    done: '您可以关闭此窗口，在设备上继续使用 {client}。',
  },

  continuePage: {
    step: '继续',
    heading: '还差一步',
    instruction: '请按下按钮，继续前往 {client}。',
  },

  formErrors,
  errorPage,
  errors,
};
