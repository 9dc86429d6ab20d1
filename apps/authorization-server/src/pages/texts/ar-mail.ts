import type { Catalog } from './shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'مرحبًا {name}،',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: 'اختيار كلمة مرور جديدة لخدمة {service}',
    body: 'طلب شخص ما، ويُرجَّح أنه أنت، كلمة مرور جديدة لحسابك في {service}. يعمل الرابط مرة واحدة خلال 30 دقيقة.',
    action: 'اختيار كلمة مرور جديدة',
    note: 'إذا لم يصدر هذا الطلب عنك، فلا داعي لفعل أي شيء: تبقى كلمة المرور كما هي.',
  },
  password_changed: {
    subject: 'تغيّرت كلمة المرور لخدمة {service}',
    body: 'تغيّرت كلمة المرور لحسابك في {service} قبل قليل، وسُجّل الخروج من جميع الأجهزة الأخرى.',
    action: 'عرض حسابك',
    note: 'إذا لم يصدر هذا التغيير عنك، فيُرجى اختيار كلمة مرور جديدة فورًا ومراجعة أجهزتك.',
  },
};
