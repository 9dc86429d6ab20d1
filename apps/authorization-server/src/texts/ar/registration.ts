import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'إنشاء حساب',
  heading: 'إنشاء حساب',
  name: 'الاسم',
  email: 'البريد الإلكتروني',
  password: 'كلمة المرور',
  submit: 'إنشاء حساب',
  haveAccount: 'هل لديك حساب بالفعل؟',
  signIn: 'تسجيل الدخول',
  agreement: 'تسري على حسابك:',
  link: 'إنشاء حساب',
  newHere: 'هل هذه زيارتك الأولى؟',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'تأكيد عنوان البريد الإلكتروني',
  instruction:
    'أرسلنا رسالة إلى {address}. افتح الرابط الموجود فيها على هذا الجهاز أو غيره، وستتابع هذه الصفحة من تلقاء نفسها. لم يصلك شيء؟ يُرجى التحقق من مجلد الرسائل غير المرغوب فيها.',
  done: 'أكّدتُه',
  resend: 'إعادة إرسال الرسالة',
  sentAgain: 'الرسالة في طريقها إليك مرة أخرى. لا يصلح إلا أحدث رابط.',
  other: 'البدء من جديد بعنوان آخر',
  confirmedHeading: 'تم تأكيد عنوانك',
  goOn: 'يمكنك الآن المتابعة إلى {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'تأكيد عنوان البريد الإلكتروني',
  asked: 'يُرجى تأكيد أن {address} هو عنوانك.',
  passwordNeeded: 'فُتح الرابط في متصفح غير الذي اختيرت فيه كلمة المرور. يُرجى إدخال كلمة المرور هذه لنتأكد من هويتك.',
  submit: 'تأكيد',
  notYou: 'إذا لم تُنشئ حسابًا هنا، فيُرجى إغلاق هذه الصفحة، ولن يحدث شيء.',
  done: 'يُرجى العودة إلى الصفحة التي بدأت منها أو تسجيل الدخول.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'تغيير البريد الإلكتروني',
  consequence: 'نرسل رابطًا إلى العنوان الجديد. ويبقى العنوان الحالي حتى يُفتح الرابط.',
  next: 'البريد الإلكتروني الجديد',
  submit: 'إرسال الرابط',
  sent: 'أرسلنا رابطًا إلى {address}. يتغيّر عنوانك عند فتحه.',
  confirmHeading: 'هل تريد استخدام هذا العنوان؟',
  confirmAsked: 'يصبح {address} عنوان حسابك.',
  confirmSubmit: 'استخدام هذا العنوان',
};

export const terms: Catalog['terms'] = {
  step: 'شروط الاستخدام',
  heading: 'شروط الاستخدام',
  asked: 'قبل المتابعة إلى {client}، يُرجى قراءة شروط الاستخدام والموافقة عليها.',
  read: 'قراءة شروط الاستخدام',
  accept: 'أوافق',
};
