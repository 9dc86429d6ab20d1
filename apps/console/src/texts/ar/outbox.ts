import type { Sentences } from '@gatehouse/html';
import type { outbox as en } from '../en/outbox.ts';

export const outbox: Sentences<typeof en> = {
  intro: 'رسائل بريد إلى المستخدمين ورسائل إلى التطبيقات لم تُرسل بعد. لا يُعرض محتواها لأن الروابط فيها سرية.',
  kind: 'النوع',
  mail: 'بريد',
  attempts: 'المحاولات',
  due: 'المحاولة التالية',
  created: 'أُنشئ',
  expires: 'يُتخلى عنه',
  failure: 'آخر إخفاق',
  retry: 'أرسل الآن',
  drop: 'تخلَّ عنه',
  retryTitle: 'إرسال فوري',
  dropTitle: 'التخلي: لن يُرسل أبدًا',
  retried: 'سيُرسل تاليًا.',
  dropped: 'تم التخلي عنه.',
};
