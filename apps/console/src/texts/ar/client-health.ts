import type { Sentences } from '@gatehouse/html';
import type { clientHealth as en } from '../en/client-health.ts';

export const clientHealth: Sentences<typeof en> = {
  title: 'السلامة',
  well: 'لا شيء مطلوب: كل شيء مضبوط جيدًا.',
  severities: { critical: 'عاجل', warning: 'يحتاج إلى نظر', info: 'للعلم' },
  lastUse: 'آخر استخدام',
  nothingSeen: 'لم يُرصد له شيء',
  withChallenge: 'آخر مرة مع PKCE',
  withoutChallenge: 'آخر مرة دون PKCE',
  bound: 'آخر رمز مرتبط بمفتاح',
  unbound: 'آخر رمز غير مرتبط بمفتاح',
  never: 'أبدًا',
  findings: {
    pkce_not_required: 'PKCE غير مطلوب، فقد يُستغل رمز مسروق. اجعله يرسل تحدي الرمز، ثم اجعله مطلوبًا.',
    sender_constraint_not_required: 'رموزه مرتبطة بمفتاح دائمًا. اجعل ذلك مطلوبًا كي لا يُقبل غيرها.',
    never_used: 'لم يُرصد له شيء بعد، ويُسجَّل الاستخدام مرة كل دقيقة. عطّله إن لم يكن أحد ينتظره.',
    idle: 'لم يُستخدم منذ مدة طويلة. عطّله إن لم يفتقده أحد.',
    secret_expired: 'انتهت صلاحية سر. أزِله.',
    secret_expires_soon: 'سر تنتهي صلاحيته قريبًا. أضف سرًا آخر وأعطه للتطبيق.',
    secret_old: 'سر عمره أكثر من سنة. أضف سرًا آخر وأعطه للتطبيق ثم أزل القديم.',
    redirect_uri_unused: 'لم يُوجَّه أحد بعد إلى بعض عناوين إعادة التوجيه. أزل ما لا يُستخدم.',
    grant_type_unused: 'لديه طرق إلى الرموز لم يستخدمها بعد. أزل ما لا يحتاج إليه.',
    scope_unused: 'يجوز له طلب أكثر مما طلبه يومًا. أزل ما لا يحتاج إليه.',
  },
  toForm: { edit: 'تغييره', secrets: 'إلى أسراره', end: 'إلى التعطيل', scopes: 'إلى النطاقات' },
};
