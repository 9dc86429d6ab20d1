import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'Hesap oluşturma',
  heading: 'Hesap oluşturun',
  name: 'Ad',
  email: 'E-posta',
  password: 'Şifre',
  submit: 'Hesap oluştur',
  haveAccount: 'Zaten hesabınız var mı?',
  signIn: 'Oturum açın',
  agreement: 'Hesabınız için geçerli olanlar:',
  link: 'Hesap oluşturun',
  newHere: 'Burada yeni misiniz?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'E-posta adresinizi onaylayın',
  instruction:
    '{address} adresine bir e-posta gönderdik. İçindeki bağlantıyı bu cihazda veya başka bir cihazda açın; bu sayfa kendiliğinden devam eder. Bir şey gelmedi mi? Spam klasörüne bakın.',
  done: 'Onayladım',
  resend: 'E-postayı yeniden gönder',
  sentAgain: 'E-posta yeniden yola çıktı. Yalnızca en yeni bağlantı çalışır.',
  other: 'Başka bir adresle yeniden başla',
  confirmedHeading: 'Adresiniz onaylandı',
  goOn: 'Artık {client} uygulamasına geçebilirsiniz.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'E-posta adresinizi onaylayın',
  asked: '{address} adresinin size ait olduğunu onaylayın.',
  passwordNeeded:
    'Bağlantıyı, şifrenizi seçtiğiniz tarayıcıdan başka bir tarayıcıda açtınız. Siz olduğunuzu anlayabilmemiz için o şifreyi girin.',
  submit: 'Onayla',
  notYou: 'Burada bir hesap oluşturmadıysanız bu sayfayı kapatın. O zaman hiçbir şey olmaz.',
  done: 'Başladığınız sayfaya dönün veya oturum açın.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'E-posta adresinizi değiştirin',
  consequence: 'Yeni adrese bir bağlantı göndeririz. Bağlantıyı açana kadar şimdiki adresiniz geçerli kalır.',
  next: 'Yeni e-posta',
  submit: 'Bağlantıyı gönder',
  sent: '{address} adresine bir bağlantı gönderdik. Bağlantıyı açtığınızda adresiniz değişir.',
  confirmHeading: 'Bu adres kullanılsın mı?',
  confirmAsked: 'Hesabınızın adresi şu olacak: {address}',
  confirmSubmit: 'Bu adresi kullan',
};

export const terms: Catalog['terms'] = {
  step: 'Kullanım koşulları',
  heading: 'Kullanım koşulları',
  asked: '{client} uygulamasına geçmeden önce lütfen kullanım koşullarını okuyup kabul edin.',
  read: 'Kullanım koşullarını oku',
  accept: 'Kabul et',
};
