import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Arabic (Modern Standard), written from right to left; requests are polite and without grammatical gender. */
export const ar: Catalog = {
  language: 'ar',
  direction: 'rtl',

  titleWithError: 'خطأ: {title}',
  title: '{step} – {name}',
  counts: {
    characters: {
      zero: '{count} حرف',
      one: 'حرف واحد',
      two: 'حرفان',
      few: '{count} أحرف',
      many: '{count} حرفًا',
      other: '{count} حرف',
    },
  },
  cancel: 'إلغاء',
  help: 'المساعدة',
  continue: 'متابعة',
  manageAccount: 'إدارة حسابك',
  signedInAs: 'تسجيل الدخول باسم {account}',
  errorLabel: 'خطأ',
  showPassword: 'إظهار كلمة المرور',
  typed: '{typed} من {least}',
  copy: 'نسخ',
  copied: 'تم النسخ',
  justNow: 'قبل لحظات',

  signIn: {
    step: 'تسجيل الدخول',
    heading: 'تسجيل الدخول',
    continueTo: 'للمتابعة إلى {client}',
    manageAccount: 'لإدارة حسابك',
    login: 'اسم المستخدم أو البريد الإلكتروني',
    password: 'كلمة المرور',
    forgot: 'هل نسيت كلمة المرور؟',
    submit: 'تسجيل الدخول',
    or: 'أو',
    passkey: 'تسجيل الدخول بمفتاح مرور',
    withPassword: 'تسجيل الدخول بكلمة مرور',
    again: {
      step: 'تأكيد الهوية',
      heading: 'مرحبًا بعودتك يا {name}',
      reason: 'يطلب {client} إدخال كلمة المرور مرة أخرى.',
      submit: 'متابعة',
    },
    otherWays: 'يُرجى استخدام مفتاح مرور أو إعادة تعيين كلمة المرور.',
  },

  upstream: {
    continueWith: 'المتابعة باستخدام {name}',
    connect: {
      step: 'ربط حسابك',
      heading: 'ربط {name} بحسابك',
      reason:
        'سجّل الدخول بكلمة المرور التي لديك هنا، لا بكلمة مرور {name}، أو كما تفعل عادة. بعد ذلك يمكنك استخدام {name} أيضًا.',
      who: 'أنت لدى {name}: {who}.',
      create: 'ليس لدي حساب بعد',
    },
  },

  secondFactor: {
    step: 'التحقق بخطوتين',
    heading: 'يُرجى إدخال الرمز',
    totp: 'يُرجى فتح تطبيق المصادقة وإدخال الرمز الذي يعرضه لهذا الحساب.',
    email: 'أرسلنا رمزًا إلى {address}. قد يستغرق وصوله دقيقة.',
    recoveryCode: 'يُرجى إدخال أحد رموز الاسترداد التي حفظتها عند إعداد التحقق بخطوتين. كل رمز يصلح مرة واحدة.',
    passkeyHeading: 'استخدام مفتاح المرور',
    passkey: 'يُرجى التأكيد ببصمة الإصبع أو الوجه أو قفل الجهاز.',
    passkeySubmit: 'استخدام مفتاح مرور',
    code: 'الرمز (6 أرقام)',
    recoveryCodeLabel: 'رمز الاسترداد',
    submit: 'متابعة',
    resend: 'إرسال رمز جديد',
    instead: {
      totp: 'استخدام تطبيق المصادقة',
      recovery_code: 'استخدام رمز استرداد',
      email: 'إرسال رمز بالبريد الإلكتروني',
      passkey: 'استخدام مفتاح مرور',
    },
  },

  passkey: {
    failed: 'لم ينجح ذلك أو أُلغي. يُرجى المحاولة مرة أخرى أو استخدام طريقة أخرى.',
    known: 'يوجد على هذا الجهاز مفتاح مرور لحسابك من قبل.',
    needsScript: 'تحتاج مفاتيح المرور إلى JavaScript، وهو لا يعمل هنا. يُرجى استخدام طريقة أخرى.',
  },

  addTotp: {
    step: 'إعداد تطبيق مصادقة',
    heading: 'إعداد تطبيق مصادقة',
    asked: 'يتطلب {client} التحقق بخطوتين. يكفي إعداد تطبيق مصادقة مرة واحدة، ولن يستغرق الأمر بعد ذلك سوى ثوانٍ.',
    openApp: 'يُرجى فتح تطبيق مصادقة على الهاتف واختيار إضافة حساب. يصلح أي تطبيق للرموز ذات الاستخدام الواحد.',
    openHere: 'الفتح في تطبيق المصادقة',
    scan: 'امسح هذا الرمز، أو أدخل المفتاح الموجود أسفله.',
    qrLabel: 'رمز QR لتطبيق المصادقة',
    typeInstead: 'المفتاح',
    enterCode: 'يُرجى إدخال الرمز الذي يعرضه التطبيق الآن.',
  },

  recoveryCodes: {
    step: 'احفظ رموز الاسترداد',
    heading: 'احفظ رموز الاسترداد',
    purpose: 'عند فقدان الهاتف يتيح أحد هذه الرموز الدخول. يعمل كل رمز مرة واحدة فقط.',
    once: 'لا تظهر الرموز إلا الآن. يُرجى طباعتها أو حفظها في برنامج لإدارة كلمات المرور، وليس على الهاتف نفسه.',
    submit: 'حفظتُ هذه الرموز',
    download: 'تنزيل',
    print: 'طباعة',
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
    heading: 'مرحبًا بك',
    consequence: 'أُنشئ حساب لك، واسم تسجيل الدخول هو {login}. يُرجى اختيار كلمة مرور له.',
    doneHeading: 'حسابك جاهز',
    done: 'يُرجى تسجيل الدخول بكلمة المرور هذه من الآن فصاعدًا.',
  },

  recovery: {
    heading: 'هل نسيت كلمة المرور؟',
    instruction:
      'يُرجى إدخال اسم المستخدم أو البريد الإلكتروني. إذا كان هذا الحساب موجودًا، فسنرسل رابطًا إلى بريده الإلكتروني.',
    submit: 'إرسال الرابط',
    sentHeading: 'يُرجى تفقّد البريد الإلكتروني',
    sent: 'إذا كان هذا الحساب موجودًا، فالرابط في الطريق. يعمل مرة واحدة خلال 30 دقيقة. إذا لم يصل شيء، فيُرجى البحث في مجلد الرسائل غير المرغوب فيها.',
    resend: 'إعادة الإرسال',
    resetHeading: 'اختيار كلمة مرور جديدة',
    resetConsequence: 'سيُسجَّل خروجك من كل مكان، وسيتعيّن على التطبيقات طلب الإذن من جديد.',
    doneHeading: 'تغيّرت كلمة المرور',
    done: 'سُجّل خروجك من كل مكان. يُرجى تسجيل الدخول بكلمة المرور الجديدة من الآن فصاعدًا.',
  },

  consent: {
    step: 'السماح بالوصول',
    heading: 'يطلب {client} إذن الوصول',
    site: 'الموقع: {host}',
    account: 'تسجيل الدخول باسم {account}',
    otherAccount: 'ليس أنت؟ استخدم حسابًا آخر',
    yourAccount: 'حسابك',
    mayDo: 'سيتمكن {client} من:',
    returnTo: 'أيًا كان الاختيار، ستكون العودة إلى {origin}',
    policy: 'سياسة الخصوصية',
    terms: 'شروط الخدمة',
    accept: 'سماح',
    cancel: 'عدم السماح',
    untilSignOut: 'ينتهي الوصول عند تسجيل الخروج، والحد الأقصى له {duration}.',
    whileAway: 'يستمر الوصول في غيابك، والحد الأقصى له {duration}.',
  },

  unchecked: {
    heading: 'يطلب تطبيق على العنوان {client} إذن الوصول',
    headingOnDevice: 'يطلب تطبيق على هذا الجهاز إذن الوصول',
    headingOfDocumentOnDevice: 'يطلب تطبيق على هذا الجهاز إذن الوصول باسم {client}',
    callsItself: 'يسمّي التطبيق نفسه «{client}».',
    onDevice: 'تطبيق على جهازك',
    onDeviceCalled: 'تطبيق على جهازك: «{client}»',
    continueToDevice: 'للمتابعة إلى تطبيق على هذا الجهاز',
    notice: 'لم يتحقق أحد من هذا التطبيق.',
    ofDocument:
      'لا يُعرف عنه سوى عنوانه: {host}. يُرجى السماح بالوصول فقط إذا كنت تعرف هذا العنوان وطلبت ذلك بنفسك قبل قليل.',
    ofDynamic: 'سجّل هذا التطبيق نفسه بنفسه، وقد يكون اسمه مختلقًا. يُرجى السماح بالوصول فقط إذا طلبت ذلك بنفسك قبل قليل.',
    documentOnDevice:
      'يمكن لأي تطبيق على هذا الجهاز أن يدّعي أنه {host}. يُرجى السماح بالوصول فقط إذا طلبت ذلك بنفسك قبل قليل في تطبيق تثق به.',
    dynamicOnDevice:
      'قد يكون اسمه مختلقًا، ويمكن لأي تطبيق على هذا الجهاز أن يحصل على الوصول. يُرجى السماح به فقط إذا طلبت ذلك بنفسك قبل قليل في تطبيق تثق به.',
    mayDo: 'سيتمكن هذا التطبيق من:',
    returnTo: 'ستكون العودة إلى {host}',
    returnToDevice: 'ستكون العودة إلى هذا الجهاز: {host}',
  },

  scopes: {
    openid: 'تسجيل دخولك',
    profile: 'الاطلاع على اسمك واسم المستخدم ولغتك',
    email: 'الاطلاع على بريدك الإلكتروني',
    address: 'الاطلاع على عنوانك البريدي',
    phone: 'الاطلاع على رقم هاتفك',
    groups: 'الاطلاع على مجموعاتك وأدوارك',
    offline_access: 'الاحتفاظ بهذا الوصول في غيابك',
  },
  claimSentence: 'الاطلاع على البيان «{claim}» من حسابك',
  scopeWithoutSentence: 'استخدام الإذن «{scope}»',

  selectAccount: {
    step: 'اختيار حساب',
    heading: 'اختيار حساب',
    continueTo: 'للمتابعة إلى {client}',
    other: 'استخدام حساب آخر',
  },

  logout: {
    step: 'تسجيل الخروج',
    heading: 'هل تريد تسجيل الخروج؟',
    asked: 'يطلب {client} تسجيل خروجك.',
    consequence: 'ينهي هذا جلستك هنا. قد تطلب منك التطبيقات تسجيل الدخول مجددًا.',
    opened: 'فتحت بهذا الحساب:',
    signedInAs: 'تسجيل الدخول باسم {account}',
    submit: 'تسجيل الخروج',
    anyway: 'تسجيل الخروج على أي حال',
    cancel: 'البقاء',
    doneStep: 'تم تسجيل الخروج',
    doneHeading: 'تم تسجيل خروجك',
    done: 'إذا كان آخرون يستخدمون هذا الحاسوب، فيُرجى إغلاق جميع نوافذ هذا المتصفح الآن.',
    backTo: 'العودة إلى {client}',
    again: 'تسجيل الدخول مجددًا',
  },

  device: {
    codeStep: 'ربط جهاز',
    codeHeading: 'ربط جهاز',
    codeInstruction: 'يُرجى إدخال الرمز الظاهر على الجهاز.',
    code: 'رمز الجهاز',
    codeSubmit: 'متابعة',
    confirmStep: 'التحقق من الرمز',
    confirmHeading: 'هل هذا هو الرمز الظاهر على جهازك؟',
    confirmInstruction: 'يريد {client} استخدام حسابك على جهاز آخر.',
    warning: 'يُرجى المتابعة فقط إذا بدأت هذا بنفسك وكان الجهاز أمامك. إذا أرسل إليك شخص ما الرمز، فلا ينبغي المتابعة.',
    from: 'مصدر الطلب: {address}',
    accept: 'نعم، متابعة',
    cancel: 'لا، إلغاء',
    doneStep: 'تم ربط الجهاز',
    doneHeading: 'تم ربط جهازك',
    done: 'يمكن إغلاق هذه النافذة ومتابعة استخدام {client} على الجهاز.',
  },

  continuePage: {
    step: 'متابعة',
    heading: 'خطوة أخيرة',
    instruction: 'يُرجى الضغط على الزر للانتقال إلى {client}.',
  },

  formErrors,
  errorPage,
  errors,
};
