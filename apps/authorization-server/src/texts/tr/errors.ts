import type { Catalog } from '../shape.ts';

export const formErrors: Catalog['formErrors'] = {
  login_missing: 'Kullanıcı adınızı veya e-posta adresinizi girin.',
  password_missing: 'Şifrenizi girin.',
  invalid_credentials: 'Kullanıcı adı veya şifre doğru değil.',
  name_throttled: 'Bu adla çok fazla deneme yapıldı. Doğru şifre bile en fazla {duration} boyunca kabul edilmez.',
  throttled: 'Çok fazla deneme yapıldı. {duration} bekleyin, sonra yeniden deneyin.',
  busy: 'Şu anda çok sayıda oturum açılıyor. Biraz bekleyin, sonra yeniden deneyin.',
  otp_missing: 'Kodu girin.',
  invalid_otp: 'Bu kod doğru değil veya artık geçerli değil. En yeni kodu girin.',
  email_invalid: 'Bir e-posta adresi girin, örneğin ad@example.com.',
  email_unconfirmed: 'Adres henüz onaylanmadı. Önce e-postadaki bağlantıyı açın.',
  email_same: 'Bu zaten şimdiki adresiniz. Başka bir adres girin.',
  name_missing: 'Adınızı girin.',
  new_password_missing: 'Yeni bir şifre girin.',
  wrong_password: 'Şimdiki şifre doğru değil.',
  password_too_short: 'Yeni şifre çok kısa. En az {count} kullanın.',
  password_common:
    'Bu şifre, saldırganların ilk denediklerinden biri. Kimsenin kullanmadığı bir şey seçin: birbiriyle ilgisi olmayan birkaç kelimeyi art arda yazın.',
  password_simple:
    'Bu şifre kendini tekrarlıyor veya klavyedeki tuş sırasını izliyor. Bunun yerine birkaç kelimeyi art arda yazın.',
  password_context:
    'Bu şifre “{word}” sözünden pek farklı değil; bunu sizin ya da bu hizmet hakkında başkaları da bilir. Başka birkaç kelimeyi art arda yazın.',
  password_breached:
    'Bu şifre, çalınmış şifrelerin toplandığı bir listede bulunuyor; yani saldırganların elinde de var. Başka hiçbir yerde kullanmadığınız bir şifre seçin.',
  password_same: 'Bu zaten şimdiki şifreniz. Başka bir şifre seçin.',
  not_confirmed: 'Yazdığınız, kullanıcı adınız değil. Hiçbir şey silinmedi.',
  passkey_missing: 'Tarayıcınız geçiş anahtarı göndermedi. Yeniden deneyin ya da başka bir yol seçin.',
  passkey_refused: 'Bu geçiş anahtarı kabul edilmedi. Yeniden deneyin ya da başka bir yol seçin.',
  key_name_missing: 'Anahtar için bir ad girin.',
  key_scopes_missing: 'Anahtarın neler yapabileceğini seçin.',
  key_refused: 'Anahtarınız bu yetkiye sahip olamaz. Burada listelenenlerden seçin.',
  key_limit: 'API anahtarı sınırına ulaştınız. Artık kullanmadığınız birini iptal edin.',
  factor_changed: 'Bu arada başka bir pencerede değiştirildi. Sayfayı yeniden yükleyin.',
  user_code_missing: 'Cihazınızın gösterdiği kodu girin.',
  user_code_not_found: 'Böyle bir kod yok. Cihazınızdaki kodla karşılaştırın.',
  user_code_expired: 'Bu kodun süresi doldu. Cihazınızdan yeni bir kod alın.',
  user_code_used: 'Bu kod daha önce kullanıldı. Cihazınızdan yeni bir kod alın.',
  upstream_denied:
    '{name} sizi içeri almadı ya da siz orada iptal ettiniz. Hiçbir şey değişmedi. Yeniden deneyin veya başka bir yol seçin.',
  upstream_unavailable: '{name} şu anda erişilemiyor. Biraz bekleyip yeniden deneyin veya başka bir yol seçin.',
  upstream_misconfigured:
    '{name} ile oturum açma şu anda çalışmıyor. Başka bir yol seçin ve bu hizmetin desteğine bildirin.',
  upstream_invalid_answer:
    '{name} yanıtı doğrulanamadı, bu yüzden kimse oturum açmadı. Yeniden deneyin; tekrarlanırsa bu hizmetin desteğine bildirin.',
  upstream_not_fresh:
    '{name} orada ne zaman oturum açtığınızı söyleyemiyor. Parolanızla veya bir geçiş anahtarıyla oturum açın.',
  upstream_not_here:
    'Burada {name} tarafındaki bu kimlikle kimsenin hesabı yok ve kendiliğinden hesap açılmıyor. Başka bir yol seçin veya hesap isteyin.',
  upstream_account_disabled: 'Bu hesap şu anda kullanılamıyor. Bu hizmetin desteğine sorun.',
  identity_taken: '{name} tarafındaki bu hesap burada başka bir kullanıcıya ait. Hiçbir şey değiştirilmedi.',
  last_way_in:
    'Oturum açmak için başka bir yolunuz yok. Önce bir şifre seçin, geçiş anahtarı ekleyin veya başka bir hesap bağlayın.',
  csrf_failed: 'Bu form çok uzun süre açık kaldı veya başka bir sayfadan geldi. Lütfen yeniden deneyin.',
};

export const errorPage: Catalog['errorPage'] = {
  step: 'Bir sorun oluştu',
  whatToDo: 'Ne yapabilirsiniz?',
  details: 'Destek için bilgiler',
  code: 'Hata',
  description: 'Açıklama',
  requestId: 'İstek',
  received: 'Alınan',
  registered: 'Kayıtlı',
  nothing: 'yok',
  add: 'Kayıt dosyasına ekleyin',
  home: 'Hesabınıza gidin',
  homeOf: '{client} uygulamasına dön',
  again: 'Yeniden dene',
};

export const errors: Catalog['errors'] = {
  session_not_found: {
    title: 'Bu oturum açma işlemi sürdürülemiyor',
    message:
      'Bu sayfanın ait olduğu oturum açma işlemini bulamıyoruz. İşlem çok uzun sürmüş, başka bir sekmede tamamlanmış veya geri düğmesiyle yeniden açılmış olabilir.',
    hint: 'Uygulamaya dönün ve oradan yeniden başlayın.\nYine buraya gelirseniz tarayıcınızın bu site için çerezlere izin verdiğini kontrol edin.\nTek bir sekme kullanın ve başladığınız tarayıcıda kalın.',
  },
  upstream_answer_unexpected: {
    title: 'Bu yanıt beklenmiyordu',
    message:
      'Kullanıcıların oturumunu açan bir sağlayıcı tarayıcınızı buraya geri gönderdi, ancak son isteğe verilen bir yanıtla değil. Geri düğmesini kullanmış veya ikinci bir sekmede yeniden başlamış olabilirsiniz. Bu yanıtla kimsenin oturumu açılmadı ve hiçbir şey bağlanmadı.',
    hint: 'Sağlayıcıyı bir kez daha seçin. Burada ona geri götüren bir düğme yoksa uygulamadan yeniden başlayın.\nTek bir sekme kullanın ve başladığınız tarayıcıda kalın.\nBirinin gönderdiği bir bağlantıyla geldiyseniz bu sayfayı kapatın.',
  },
  interaction_expired: {
    title: 'Bu çok uzun sürdü',
    message:
      'Güvenliğiniz için oturum açma işlemi sınırlı bir sürede tamamlanmalıdır ve bu süre doldu. Hiçbir şey değiştirilmedi.',
    hint: 'Uygulamaya dönün ve oradan yeniden başlayın.',
  },
  interaction_finished: {
    title: 'Bu adım zaten tamamlandı',
    message:
      'Tamamlanmış bir oturum açma işleminin sayfasına, belki geri düğmesiyle veya ikinci bir sekmede, geri döndünüz.',
    hint: 'Uygulamaya dönün. Büyük olasılıkla orada oturumunuz zaten açık.\nDeğilse oradan yeniden başlayın.',
  },
  cookies_missing: {
    title: 'Bu bağlantı başka bir tarayıcıya ait veya süresi dolmuş',
    message:
      'Bu sayfa, yalnızca başladığı tarayıcıda sürdürülebilen bir oturum açma işleminin bir adımıdır. Bu tarayıcı bize bunu anlamamızı sağlayacak bir çerez göndermedi.',
    hint: 'Bu sayfayı yer imlerine eklediyseniz veya adresini başka bir yerden aldıysanız bunun yerine uygulamadan başlayın.\nTam oturum açarken buraya geldiyseniz tarayıcınızın ayarlarında bu site için çerezlere izin verin, sonra uygulamadan yeniden başlayın.',
  },
  link_used: {
    title: 'Bu bağlantı artık çalışmıyor',
    message: 'Daha önce kullanıldı, daha yenisi gönderildi veya süresi doldu.',
    hint: 'Oturum açma sayfasından yeni bir bağlantı isteyin.',
  },
  test_link_used: {
    title: 'Bu deneme bağlantısı artık çalışmıyor',
    message:
      'Bir sağlayıcıyla oturum açmayı deneyen bağlantı 10 dakika geçerlidir ve bir kez kullanılabilir. Daha önce açıldı veya süresi doldu. Hiçbir şey değişmedi.',
    hint: '“gatehouse connections test NAME --sign-in” yeni bir bağlantı verir.',
  },
  account_changed: {
    title: 'Şu anda başka birinin oturumu açık',
    message: 'Bu sayfayı açtığınızdan beri bu tarayıcıdaki hesap değişti; bu yüzden burada durduk.',
    hint: 'Uygulamaya dönün ve oradan yeniden başlayın.',
  },
  csrf_failed: {
    title: 'Bu formu kabul edemedik',
    message: 'Form çok uzun süre açık kaldı veya bizim sayfamızdan gelmedi. Hiçbir şey değiştirilmedi.',
    hint: 'Geri dönün, sayfayı yeniden yükleyin ve adımı tekrarlayın.\nTarayıcınızın bu site için çerezlere izin verdiğini kontrol edin.',
  },
  invalid_redirect_uri: {
    title: 'Sizi bu uygulamaya geri gönderemiyoruz',
    message:
      'Uygulamanın geri dönmenizi istediği adres kayıtlı değil. Hiçbir şey yabancıların eline geçmesin diye burada durduk.',
    hint: 'Hesabınızda bir sorun yok. Uygulamanın destek ekibine başvurun.\nGeliştiriciler için: redirect_uri, kayıtlı adreslerden biriyle karakteri karakterine aynı olmalıdır.',
  },
  invalid_client: {
    title: 'Bu uygulamayı tanımıyoruz',
    message: 'Sizi buraya gönderen uygulama kayıtlı değil veya devre dışı bırakılmış.',
    hint: 'Uygulamanın destek ekibine başvurun.',
  },
  client_document_refused: {
    title: 'Bu uygulamayı kabul edemedik',
    message:
      'Uygulama kendini kendi web sitesinde tanıtıyor; oradaki bilgiler eksik veya burada izinli değil. Hesabınızda bir sorun yok.',
    hint: 'Uygulamanın destek ekibine başvurun.\nGeliştiriciler için: Aşağıdaki ayrıntılar sorunu açıklar.',
  },
  logout_refused: {
    title: 'Oturum kapatma tamamlanmadı',
    message:
      'Uygulama oturumunuzu kapatmak istedi ama isteğinde bir yanlışlık vardı. Burada oturumunuz açıktıysa hâlâ açık.',
    hint: 'Oturumu yine de kapatabilirsiniz.\nBu yeniden olursa uygulamanın destek ekibine başvurun.',
  },
  invalid_request: {
    title: 'Bu istek tamamlanamadı',
    message:
      'Uygulamanın gönderdiklerinde bir eksik var veya izin verilmeyen bir şey bulunuyor. Bu sizin hatanız değil.',
    hint: 'Uygulamaya dönün ve yeniden deneyin.\nBu işe yaramazsa aşağıdaki bilgileri ekleyerek uygulamanın destek ekibine başvurun.',
  },
  access_denied: {
    title: 'Erişime izin verilmedi',
    message: 'İstek iptal edildi. Uygulamaya hiçbir şey iletilmedi.',
    hint: 'Bu pencereyi kapatabilir veya uygulamadan yeniden başlayabilirsiniz.',
  },
  too_many_requests: {
    title: 'Çok fazla istek',
    message: 'Ağınızdan kısa sürede çok sayıda istek geldi; bu yüzden yavaşladık.',
    hint: 'Birkaç dakika bekleyin, sonra yeniden deneyin.',
  },
  not_found: {
    title: 'Böyle bir sayfa yok',
    message: 'Adres yanlış yazılmış olabilir veya sayfa artık yok.',
    hint: 'Adresi kontrol edin veya uygulamaya dönün.',
  },
  method_not_allowed: {
    title: 'Bu sayfa bu şekilde açılamaz',
    message: 'Adres doğru ama yanıt vermediği bir yöntemle çağrıldı. Bu sizin hatanız değil.',
    hint: 'Uygulamaya dönün ve oradan yeniden başlayın.\nGeliştiriciler için: Bu yanıttaki Allow başlığı kullanılabilen yöntemleri belirtir.',
  },
  temporarily_unavailable: {
    title: 'Şu anda hizmet veremiyoruz',
    message: 'Hizmet meşgul veya güncelleniyor.',
    hint: 'Biraz bekleyin, sonra bu sayfayı yeniden yükleyin.',
  },
  server_error: {
    title: 'Bizim tarafımızda bir sorun oluştu',
    message: 'İsteğinizi tamamlayamadık. Hata kaydedildi.',
    hint: 'Biraz bekleyin, sonra uygulamadan yeniden başlayın.\nYeniden olursa aşağıdaki bilgileri ekleyerek destek ekibine başvurun.',
  },
};
