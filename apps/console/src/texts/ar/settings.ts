import type { Sentences } from '@gatehouse/html';
import type { settings as en } from '../en/settings.ts';

export const settings: Sentences<typeof en> = {
  intro: 'ما هو سارٍ على المثيل الذي أجاب. لا تُعرض الأسرار. تُغيَّر الإعدادات حيث يُشغَّل الخادم.',
  name: 'الإعداد',
  value: 'القيمة',
  contains: 'الاسم يحتوي على',
};
