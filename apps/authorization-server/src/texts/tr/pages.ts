import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Turkish; people are addressed with the polite "siz". A noun stands after each inserted name and takes the suffix. */
export const tr: Catalog = {
  language: 'tr',
  direction: 'ltr',

  titleWithError: 'Hata: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { one: '{count} karakter', other: '{count} karakter' },
  },
  cancel: 'İptal',
  help: 'Yardım',
  continue: 'Devam et',
  manageAccount: 'Hesabınızı yönetin',
  signedInAs: '{account} olarak oturum açıyorsunuz',
  errorLabel: 'Hata',
  showPassword: 'Şifreyi göster',
  typed: '{typed} / {least}',
  copy: 'Kopyala',
  copied: 'Kopyalandı',
  justNow: 'az önce',

  signIn: {
    step: 'Oturum açma',
    heading: 'Oturum açın',
    continueTo: '{client} uygulamasına geçmek için',
    manageAccount: 'hesabınızı yönetmek için',
    login: 'Kullanıcı adı veya e-posta',
    password: 'Şifre',
    forgot: 'Şifrenizi mi unuttunuz?',
    submit: 'Oturum aç',
    or: 'veya',
    passkey: 'Geçiş anahtarıyla oturum aç',
    withPassword: 'Şifreyle oturum aç',
    again: {
      step: 'Siz olduğunuzu doğrulayın',
      heading: 'Tekrar hoş geldiniz, {name}',
      reason: '{client} uygulaması şifrenizi yeniden girmenizi istiyor.',
      submit: 'Devam et',
    },
    otherWays: 'Bir geçiş anahtarı kullanın veya şifrenizi sıfırlayın.',
  },

  upstream: {
    continueWith: '{name} ile devam et',
    connect: {
      step: 'Hesabınızı bağlayın',
      heading: '{name} hesabınıza bağlansın',
      reason:
        '{name} şifrenizle değil, buradaki şifrenizle veya burada her zaman yaptığınız gibi oturum açın. Bundan sonra {name} de kullanabilirsiniz.',
      who: '{name} tarafında: {who}.',
      create: 'Henüz hesabım yok',
    },
  },

  secondFactor: {
    step: 'İki adımlı doğrulama',
    heading: 'Kodunuzu girin',
    totp: 'Kimlik doğrulama uygulamanızı açın ve bu hesap için gösterdiği kodu girin.',
    email: '{address} adresine bir kod gönderdik. Ulaşması bir dakika sürebilir.',
    recoveryCode:
      'İki adımlı doğrulamayı kurarken kaydettiğiniz kurtarma kodlarından birini girin. Her kod yalnızca bir kez kullanılabilir.',
    code: 'Kod (6 rakam)',
    recoveryCodeLabel: 'Kurtarma kodu',
    passkeyHeading: 'Geçiş anahtarınızı kullanın',
    passkey: 'Siz olduğunuzu parmak iziniz, yüzünüz veya cihazınızın ekran kilidiyle doğrulayın.',
    passkeySubmit: 'Geçiş anahtarı kullan',
    submit: 'Devam et',
    resend: 'Yeni kod gönder',
    instead: {
      totp: 'Kimlik doğrulama uygulamasını kullan',
      recovery_code: 'Kurtarma kodu kullan',
      email: 'E-postayla kod gönder',
      passkey: 'Geçiş anahtarı kullan',
    },
  },

  passkey: {
    failed: 'İşlem başarısız oldu veya iptal edildi. Yeniden deneyin ya da başka bir yol seçin.',
    known: 'Bu cihazda hesabınız için zaten bir geçiş anahtarı var.',
    needsScript: 'Geçiş anahtarları için JavaScript gerekir ve burada çalışmıyor. Başka bir yol seçin.',
  },

  addTotp: {
    step: 'Kimlik doğrulama uygulaması kurma',
    heading: 'Kimlik doğrulama uygulaması kurun',
    asked:
      '{client} uygulaması iki adımlı doğrulama istiyor. Kimlik doğrulama uygulamasını bir kez kurun; sonrasında doğrulama yalnızca birkaç saniye sürer.',
    openApp:
      'Telefonunuzda bir kimlik doğrulama uygulaması açın ve hesap eklemeyi seçin. Tek kullanımlık kod üreten her uygulama olur.',
    openHere: 'Kimlik doğrulama uygulamasında aç',
    scan: 'Bu kodu tarayın veya altındaki anahtarı girin.',
    qrLabel: 'Kimlik doğrulama uygulaması için QR kodu',
    typeInstead: 'Anahtar',
    enterCode: 'Uygulamanın şu anda gösterdiği kodu girin.',
  },

  recoveryCodes: {
    step: 'Kurtarma kodlarını kaydetme',
    heading: 'Kurtarma kodlarınızı kaydedin',
    purpose:
      'Telefonunuzu kaybederseniz bu kodlardan biriyle oturum açabilirsiniz. Her kod yalnızca bir kez kullanılabilir.',
    once: 'Kodlar yalnızca şimdi gösterilir. Yazdırın veya bir şifre yöneticisinde saklayın; telefonun kendisinde saklamayın.',
    submit: 'Kodları kaydettim',
    download: 'İndir',
    print: 'Yazdır',
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
    heading: 'Hoş geldiniz',
    consequence: 'Sizin için bir hesap oluşturuldu; {login} olarak oturum açacaksınız. Bu hesap için bir şifre seçin.',
    doneHeading: 'Hesabınız hazır',
    done: 'Bundan sonra bu şifreyle oturum açacaksınız.',
  },

  recovery: {
    heading: 'Şifrenizi mi unuttunuz?',
    instruction:
      'Kullanıcı adınızı veya e-posta adresinizi girin. Böyle bir hesap varsa e-posta adresine bir bağlantı göndeririz.',
    submit: 'Bağlantıyı gönder',
    sentHeading: 'E-postanıza bakın',
    sent: 'Böyle bir hesap varsa bağlantı yola çıktı. Bağlantı 30 dakika geçerlidir ve bir kez kullanılabilir. Bir şey gelmezse spam klasörüne bakın.',
    resend: 'Yeniden gönder',
    resetHeading: 'Yeni bir şifre seçin',
    resetConsequence: 'Her yerde oturumunuz kapatılacak ve uygulamaların sizden yeniden izin istemesi gerekecek.',
    doneHeading: 'Şifreniz değiştirildi',
    done: 'Her yerde oturumunuz kapatıldı. Bundan sonra yeni şifrenizle oturum açın.',
  },

  consent: {
    step: 'Erişim izni',
    heading: '{client} uygulaması erişim istiyor',
    site: 'Web sitesi: {host}',
    account: '{account} olarak oturum açtınız',
    otherAccount: 'Bu siz değil misiniz? Başka bir hesap kullanın',
    yourAccount: 'Hesabınız',
    mayDo: '{client} uygulaması şunları yapabilecek:',
    returnTo: 'Hangisini seçerseniz seçin, {origin} adresine geri döneceksiniz',
    policy: 'Gizlilik politikası',
    terms: 'Hizmet koşulları',
    accept: 'İzin ver',
    cancel: 'İzin verme',
    untilSignOut: 'Erişim, oturumu kapattığınızda ve en geç {duration} sonra sona erer.',
    whileAway: 'Erişim siz yokken de sürer ve en geç {duration} sonra sona erer.',
  },

  unchecked: {
    heading: '{client} adresindeki bir uygulama erişim istiyor',
    headingOnDevice: 'Bu cihazdaki bir uygulama erişim istiyor',
    headingOfDocumentOnDevice: 'Bu cihazdaki bir uygulama {client} adına erişim istiyor',
    callsItself: 'Uygulama kendisine “{client}” diyor.',
    onDevice: 'Cihazınızdaki uygulama',
    onDeviceCalled: 'Cihazınızdaki uygulama: “{client}”',
    continueToDevice: 'bu cihazdaki bir uygulamaya geçmek için',
    notice: 'Bu uygulamayı kimse denetlemedi.',
    ofDocument:
      'Yalnızca adresi biliniyor: {host}. Erişime yalnızca bu adresi tanıyorsanız ve bunu az önce siz istediyseniz izin verin.',
    ofDynamic:
      'Kendini kendisi kaydetti ve adı uydurma olabilir. Erişime yalnızca bunu az önce siz istediyseniz izin verin.',
    documentOnDevice:
      'Bu cihazdaki her uygulama kendini {host} olarak tanıtabilir. Erişime yalnızca bunu az önce güvendiğiniz bir uygulamada siz istediyseniz izin verin.',
    dynamicOnDevice:
      'Adı uydurma olabilir ve erişimi bu cihazdaki her uygulama alabilir. Yalnızca bunu az önce güvendiğiniz bir uygulamada siz istediyseniz izin verin.',
    mayDo: 'Bu uygulama şunları yapabilecek:',
    returnTo: '{host} adresine geri döneceksiniz',
    returnToDevice: 'Bu cihaza geri döneceksiniz: {host}',
  },

  scopes: {
    openid: 'Oturumunuzu açma',
    profile: 'Adınızı, kullanıcı adınızı ve dilinizi görme',
    email: 'E-posta adresinizi görme',
    address: 'Posta adresinizi görme',
    phone: 'Telefon numaranızı görme',
    groups: 'Gruplarınızı ve rollerinizi görme',
    offline_access: 'Siz yokken de bu erişimi sürdürme',
  },
  claimSentence: 'Hesabınızdaki “{claim}” bilgisini görme',
  scopeWithoutSentence: '“{scope}” iznini kullanma',

  selectAccount: {
    step: 'Hesap seçme',
    heading: 'Bir hesap seçin',
    continueTo: '{client} uygulamasına geçmek için',
    other: 'Başka bir hesap kullan',
  },

  logout: {
    step: 'Oturumu kapatma',
    heading: 'Oturum kapatılsın mı?',
    asked: '{client} uygulaması oturumunuzu kapatmak istiyor.',
    consequence: 'Buradaki oturumunuz sona erer. Uygulamalar yeniden oturum açmanızı isteyebilir.',
    opened: 'Bu hesapla şunları açtınız:',
    signedInAs: '{account} olarak oturum açtınız',
    submit: 'Oturumu kapat',
    anyway: 'Yine de oturumu kapat',
    cancel: 'Oturum açık kalsın',
    doneStep: 'Oturum kapatıldı',
    doneHeading: 'Oturumunuz kapatıldı',
    done: 'Bu bilgisayarı başkaları da kullanıyorsa şimdi bu tarayıcının bütün pencerelerini kapatın.',
    backTo: '{client} uygulamasına dön',
    again: 'Yeniden oturum aç',
  },

  device: {
    codeStep: 'Cihaz bağlama',
    codeHeading: 'Cihaz bağlayın',
    codeInstruction: 'Cihazınızın gösterdiği kodu girin.',
    code: 'Cihazdaki kod',
    codeSubmit: 'Devam et',
    confirmStep: 'Kodu kontrol etme',
    confirmHeading: 'Cihazınızdaki kod bu mu?',
    confirmInstruction: '{client} uygulaması, hesabınızı başka bir cihazda kullanmak istiyor.',
    warning:
      'Yalnızca bu işlemi siz başlattıysanız ve cihaz önünüzdeyse devam edin. Kodu size başkası gönderdiyse devam etmeyin.',
    from: 'İsteğin geldiği adres: {address}',
    accept: 'Evet, devam et',
    cancel: 'Hayır, iptal et',
    doneStep: 'Cihaz bağlandı',
    doneHeading: 'Cihazınız bağlandı',
    done: 'Bu pencereyi kapatıp cihazınızda {client} uygulamasıyla devam edebilirsiniz.',
  },

  continuePage: {
    step: 'Devam',
    heading: 'Bir adım daha',
    instruction: '{client} uygulamasına geçmek için düğmeye basın.',
  },

  formErrors,
  errorPage,
  errors,
};
