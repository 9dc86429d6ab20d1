import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/**
 * Hebrew, written from right to left. Requests have no grammatical gender ("יש ל…"), and a noun stands before the name of an
 * application, so that the verb agrees with the noun and the sentence begins in Hebrew.
 */
export const he: Catalog = {
  language: 'he',
  direction: 'rtl',

  titleWithError: 'שגיאה: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { one: 'תו אחד', two: 'שני תווים', other: '{count} תווים' },
  },
  cancel: 'ביטול',
  help: 'עזרה',
  continue: 'המשך',
  manageAccount: 'ניהול החשבון שלך',
  signedInAs: 'כניסה בתור {account}',
  errorLabel: 'שגיאה',
  showPassword: 'הצגת הסיסמה',
  typed: '{typed} מתוך {least}',
  copy: 'העתקה',
  copied: 'הועתק',
  justNow: 'ממש עכשיו',

  signIn: {
    step: 'כניסה',
    heading: 'כניסה',
    continueTo: 'כדי להמשיך אל {client}',
    manageAccount: 'כדי לנהל את החשבון שלך',
    login: 'שם משתמש או אימייל',
    password: 'סיסמה',
    forgot: 'שכחת את הסיסמה?',
    submit: 'כניסה',
    or: 'או',
    passkey: 'כניסה עם מפתח גישה',
    withPassword: 'כניסה עם סיסמה',
    again: {
      step: 'אימות הזהות שלך',
      heading: 'טוב לראות אותך שוב, {name}',
      reason: 'האפליקציה {client} מבקשת ממך להזין שוב את הסיסמה.',
      submit: 'המשך',
    },
    otherWays: 'אפשר להשתמש במפתח גישה או לאפס את הסיסמה.',
  },

  upstream: {
    continueWith: 'המשך עם {name}',
    connect: {
      step: 'חיבור החשבון',
      heading: 'חיבור {name} לחשבון שלך',
      reason:
        'יש להיכנס עם הסיסמה שלך כאן, לא עם הסיסמה של {name}, או בדרך הרגילה כאן. מכאן ואילך אפשר להשתמש גם ב-{name}.',
      who: 'אצל {name}: {who}.',
      create: 'אין לי עדיין חשבון',
    },
  },

  secondFactor: {
    step: 'אימות דו-שלבי',
    heading: 'הזנת הקוד',
    totp: 'יש לפתוח את אפליקציית האימות ולהזין את הקוד שמוצג בה עבור החשבון הזה.',
    email: 'שלחנו קוד אל {address}. ייתכן שיעברו כמה רגעים עד שיגיע.',
    recoveryCode: 'יש להזין אחד מקודי השחזור ששמרת בהגדרת האימות הדו-שלבי. כל קוד תקף לשימוש אחד.',
    passkeyHeading: 'שימוש במפתח הגישה',
    passkey: 'יש לאשר את זהותך באמצעות טביעת אצבע, זיהוי פנים או נעילת המכשיר.',
    passkeySubmit: 'שימוש במפתח גישה',
    code: 'קוד (6 ספרות)',
    recoveryCodeLabel: 'קוד שחזור',
    submit: 'המשך',
    resend: 'שליחת קוד חדש',
    instead: {
      totp: 'שימוש באפליקציית האימות',
      recovery_code: 'שימוש בקוד שחזור',
      email: 'קבלת קוד באימייל',
      passkey: 'שימוש במפתח גישה',
    },
  },

  passkey: {
    failed: 'הפעולה לא הצליחה או בוטלה. אפשר לנסות שוב או לבחור דרך אחרת.',
    known: 'במכשיר הזה כבר יש מפתח גישה לחשבון שלך.',
    needsScript: 'מפתחות גישה דורשים JavaScript, והוא אינו פועל כאן. יש לבחור דרך אחרת.',
  },

  addTotp: {
    step: 'הגדרת אפליקציית אימות',
    heading: 'הגדרת אפליקציית אימות',
    asked:
      'האפליקציה {client} דורשת אימות דו-שלבי. מגדירים אפליקציית אימות פעם אחת, ומאותו רגע האימות נמשך שניות ספורות.',
    openApp: 'יש לפתוח אפליקציית אימות בטלפון ולבחור בהוספת חשבון. כל אפליקציה לקודים חד-פעמיים מתאימה.',
    openHere: 'פתיחה באפליקציית האימות',
    scan: 'יש לסרוק את הקוד הזה או להזין את המפתח שמתחתיו.',
    qrLabel: 'קוד QR לאפליקציית האימות',
    typeInstead: 'מפתח',
    enterCode: 'יש להזין את הקוד שמוצג כעת באפליקציה.',
  },

  recoveryCodes: {
    step: 'שמירת קודי השחזור',
    heading: 'שמירת קודי השחזור',
    purpose: 'אם הטלפון יאבד, אחד מהקודים האלה יאפשר לך להיכנס. כל קוד תקף לשימוש אחד.',
    once: 'הקודים מוצגים רק עכשיו. כדאי להדפיס אותם או לשמור אותם במנהל סיסמאות, אבל לא בטלפון עצמו.',
    submit: 'שמרתי את הקודים',
    download: 'הורדה',
    print: 'הדפסה',
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
    heading: 'ברוך בואך',
    consequence: 'נוצר עבורך חשבון, ושם המשתמש שלך הוא {login}. יש לבחור לו סיסמה.',
    doneHeading: 'החשבון שלך מוכן',
    done: 'מעכשיו נכנסים עם הסיסמה הזו.',
  },

  recovery: {
    heading: 'שכחת את הסיסמה?',
    instruction: 'יש להזין את שם המשתמש או את האימייל. אם קיים חשבון כזה, נשלח קישור לכתובת האימייל שלו.',
    submit: 'שליחת הקישור',
    sentHeading: 'יש לבדוק את תיבת האימייל',
    sent: 'אם קיים חשבון כזה, הקישור כבר בדרך. הוא תקף לשימוש אחד, למשך 30 דקות. אם לא הגיע דבר, כדאי לבדוק בתיקיית הספאם.',
    resend: 'שליחה חוזרת',
    resetHeading: 'בחירת סיסמה חדשה',
    resetConsequence: 'החשבון שלך ינותק מכל המכשירים, והאפליקציות יצטרכו לבקש ממך אישור מחדש.',
    doneHeading: 'הסיסמה שונתה',
    done: 'החשבון שלך נותק מכל המכשירים. מעכשיו נכנסים עם הסיסמה החדשה.',
  },

  consent: {
    step: 'אישור גישה',
    heading: 'האפליקציה {client} מבקשת גישה',
    site: 'אתר: {host}',
    account: 'נכנסת בתור {account}',
    otherAccount: 'לא החשבון שלך? מעבר לחשבון אחר',
    yourAccount: 'החשבון שלך',
    mayDo: 'האפליקציה {client} תוכל:',
    returnTo: 'בכל מקרה תתבצע חזרה אל {origin}',
    policy: 'מדיניות פרטיות',
    terms: 'תנאי שירות',
    accept: 'אישור',
    cancel: 'לא לאשר',
    untilSignOut: 'הגישה תסתיים ביציאה מהחשבון, ולכל המאוחר בעוד {duration}.',
    whileAway: 'הגישה תימשך גם כשאינך בסביבה, עד {duration}.',
  },

  unchecked: {
    heading: 'אפליקציה בכתובת {client} מבקשת גישה',
    headingOnDevice: 'אפליקציה במכשיר הזה מבקשת גישה',
    headingOfDocumentOnDevice: 'אפליקציה במכשיר הזה מבקשת גישה בשם {client}',
    callsItself: 'האפליקציה מכנה את עצמה ״{client}״.',
    onDevice: 'אפליקציה במכשיר שלך',
    onDeviceCalled: 'אפליקציה במכשיר שלך: ״{client}״',
    continueToDevice: 'כדי להמשיך אל אפליקציה במכשיר הזה',
    notice: 'איש לא בדק את האפליקציה הזאת.',
    ofDocument: 'רק הכתובת שלה ידועה: {host}. יש לאשר גישה רק אם הכתובת מוכרת לך וביקשת זאת בעצמך ממש עכשיו.',
    ofDynamic: 'היא רשמה את עצמה, וייתכן שהשם שלה בדוי. יש לאשר גישה רק אם ביקשת זאת בעצמך ממש עכשיו.',
    documentOnDevice:
      'כל אפליקציה במכשיר הזה יכולה להציג את עצמה בתור {host}. יש לאשר גישה רק אם ביקשת זאת בעצמך ממש עכשיו באפליקציה שיש לך אמון בה.',
    dynamicOnDevice:
      'ייתכן שהשם שלה בדוי, וכל אפליקציה במכשיר הזה יכולה לקבל את הגישה. יש לאשר רק אם ביקשת זאת בעצמך ממש עכשיו באפליקציה שיש לך אמון בה.',
    mayDo: 'האפליקציה הזאת תוכל:',
    returnTo: 'תתבצע חזרה אל {host}',
    returnToDevice: 'תתבצע חזרה אל המכשיר הזה: {host}',
  },

  scopes: {
    openid: 'לזהות אותך באמצעות החשבון',
    profile: 'לראות את השם, שם המשתמש והשפה שלך',
    email: 'לראות את כתובת האימייל שלך',
    address: 'לראות את כתובת הדואר שלך',
    phone: 'לראות את מספר הטלפון שלך',
    groups: 'לראות את הקבוצות והתפקידים שלך',
    offline_access: 'לשמור על הגישה הזו גם כשאינך בסביבה',
  },
  claimSentence: 'לראות את הפרט ״{claim}״ מהחשבון שלך',
  scopeWithoutSentence: 'להשתמש בהרשאה ״{scope}״',

  selectAccount: {
    step: 'בחירת חשבון',
    heading: 'בחירת חשבון',
    continueTo: 'כדי להמשיך אל {client}',
    other: 'שימוש בחשבון אחר',
  },

  logout: {
    step: 'יציאה',
    heading: 'לצאת מהחשבון?',
    asked: 'האפליקציה {client} מבקשת להוציא אותך מהחשבון.',
    consequence: 'החיבור שלך כאן יסתיים. ייתכן שאפליקציות יבקשו ממך להיכנס שוב.',
    opened: 'פתחת עם החשבון הזה:',
    signedInAs: 'נכנסת בתור {account}',
    submit: 'יציאה',
    anyway: 'לצאת בכל זאת',
    cancel: 'להישאר בחשבון',
    doneStep: 'יצאת מהחשבון',
    doneHeading: 'יצאת מהחשבון',
    done: 'אם אנשים נוספים משתמשים במחשב הזה, יש לסגור עכשיו את כל החלונות של הדפדפן.',
    backTo: 'חזרה אל {client}',
    again: 'כניסה מחדש',
  },

  device: {
    codeStep: 'חיבור מכשיר',
    codeHeading: 'חיבור מכשיר',
    codeInstruction: 'יש להזין את הקוד שמוצג במכשיר.',
    code: 'הקוד מהמכשיר',
    codeSubmit: 'המשך',
    confirmStep: 'בדיקת הקוד',
    confirmHeading: 'זה הקוד שמוצג במכשיר שלך?',
    confirmInstruction: 'האפליקציה {client} מבקשת להשתמש בחשבון שלך במכשיר אחר.',
    warning: 'יש להמשיך רק אם התחלת את זה בעצמך והמכשיר נמצא מולך. אם הקוד נשלח אליך על ידי מישהו אחר, אין להמשיך.',
    from: 'מקור הבקשה: {address}',
    accept: 'כן, להמשיך',
    cancel: 'לא, לבטל',
    doneStep: 'המכשיר חובר',
    doneHeading: 'המכשיר שלך חובר',
    done: 'אפשר לסגור את החלון ולהמשיך להשתמש באפליקציה {client} במכשיר.',
  },

  continuePage: {
    step: 'המשך',
    heading: 'עוד צעד אחד',
    instruction: 'יש ללחוץ על הלחצן כדי להמשיך אל {client}.',
  },

  formErrors,
  errorPage,
  errors,
};
