import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'יצירת חשבון',
  heading: 'יצירת חשבון',
  name: 'שם',
  email: 'אימייל',
  password: 'סיסמה',
  submit: 'יצירת חשבון',
  haveAccount: 'כבר יש לך חשבון?',
  signIn: 'כניסה',
  agreement: 'על החשבון שלך חלים:',
  link: 'יצירת חשבון',
  newHere: 'ביקור ראשון כאן?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'אימות כתובת האימייל',
  instruction:
    'שלחנו אימייל אל {address}. יש לפתוח את הקישור שבו, במכשיר הזה או במכשיר אחר, והדף הזה ימשיך מעצמו. לא הגיע דבר? כדאי לבדוק בתיקיית הספאם.',
  done: 'אימתתי את הכתובת',
  resend: 'שליחת האימייל שוב',
  sentAgain: 'האימייל שוב בדרך אליך. רק הקישור החדש ביותר תקף.',
  other: 'התחלה מחדש עם כתובת אחרת',
  confirmedHeading: 'הכתובת שלך אומתה',
  goOn: 'עכשיו אפשר להמשיך אל {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'אימות כתובת האימייל',
  asked: 'יש לאשר שהכתובת {address} שלך.',
  passwordNeeded: 'הקישור נפתח בדפדפן אחר מזה שבו בחרת את הסיסמה. יש להזין את הסיסמה הזו, כדי שנדע שאכן בחרת אותה.',
  submit: 'אישור',
  notYou: 'אם לא יצרת כאן חשבון, אפשר לסגור את הדף. שום דבר לא ישתנה.',
  done: 'אפשר לחזור לדף שממנו התחלת, או להיכנס.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'שינוי כתובת האימייל',
  consequence: 'נשלח קישור לכתובת החדשה. עד שהקישור ייפתח, הכתובת הנוכחית תישאר בתוקף.',
  next: 'אימייל חדש',
  submit: 'שליחת הקישור',
  sent: 'שלחנו קישור אל {address}. הכתובת שלך תשתנה כשהקישור ייפתח.',
  confirmHeading: 'להשתמש בכתובת הזו?',
  confirmAsked: 'הכתובת {address} תהיה כתובת האימייל של החשבון שלך.',
  confirmSubmit: 'שימוש בכתובת הזו',
};

export const terms: Catalog['terms'] = {
  step: 'תנאי שימוש',
  heading: 'תנאי שימוש',
  asked: 'לפני שממשיכים אל {client}, יש לקרוא את תנאי השימוש ולאשר אותם.',
  read: 'קריאת תנאי השימוש',
  accept: 'הסכמה',
};
