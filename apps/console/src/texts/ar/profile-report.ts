import type { Sentences } from '@gatehouse/html';
import type { profileReport as en } from '../en/profile-report.ts';

export const profileReport: Sentences<typeof en> = {
  profile: 'الملف',
  intro:
    'يعرض ما هو محفوظ ومضبوط، للخادم ولكل واجهة API ولكل عميل مفعّل، ولا يسأل عبر الشبكة. المتطلبات والنصائح بالإنجليزية.',
  fails: 'غير متحقق',
  noMust: 'كل MUST فُحص متحقق',
  others: 'قواعد أخرى',
  rule: 'القاعدة',
  required: 'المطلوب',
  value: 'الوضع الحالي',
  advice: 'ما العمل',
  kinds: {
    server: 'الخادم',
    resource: 'واجهة API',
    client: 'العميل',
  },
  results: {
    holds: 'متحقق',
    fails: 'غير متحقق',
    tested: 'تُظهره اختبارات هذا الإصدار',
    not_checked: 'لم يُفحص',
    not_applicable: 'لا ينطبق',
  },
};
