import type { Catalog } from '../shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: 'Merhaba {name},',
  reason:
    'Bu e-postayı, {address} adresi bir {service} hesabına ait olduğu veya böyle bir hesap için girildiği için aldınız.',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: '{service} için yeni bir şifre seçin',
    body: '{service} hesabınız için yeni bir şifre istendi. Bağlantı 30 dakika geçerlidir ve bir kez kullanılabilir.',
    action: 'Yeni şifre seç',
    note: 'Bunu siz yapmadıysanız bir şey yapmanıza gerek yok: şifreniz olduğu gibi kalır.',
  },
  factor_added: {
    subject: '{service} hesabınızda yeni bir oturum açma yolu',
    body: '{service} hesabınıza az önce bir geçiş anahtarı veya kimlik doğrulama uygulaması eklendi.',
    action: 'Oturum açma yollarını incele',
    note: 'Bunu siz yapmadıysanız eklenen yolu hemen kaldırın ve yeni bir şifre seçin.',
  },
  factor_removed: {
    subject: '{service} hesabınızdan bir oturum açma yolu kaldırıldı',
    body: '{service} hesabınızdan az önce bir geçiş anahtarı veya kimlik doğrulama uygulaması kaldırıldı.',
    action: 'Oturum açma yollarını incele',
    note: 'Bunu siz yapmadıysanız hemen yeni bir şifre seçin ve cihazlarınızı inceleyin.',
  },
  sign_in_code: {
    subject: '{service} için kodunuz',
    body: 'Az önce {service} hizmetinde oturum açmak için şifreniz kullanıldı. Devam etmek için bu kodu orada girin. Kod 10 dakika geçerlidir ve bir kez kullanılabilir.',
    action: 'Kodunuz',
    note: 'Bu kodu kimseyle paylaşmayın. Oturum açan siz değilseniz birisi şifrenizi biliyor demektir: hemen yeni bir şifre seçin.',
  },
  identity_linked: {
    subject: '{service} oturumu için bir hesap bağlandı',
    body: 'Başka bir yerdeki hesabınız az önce {service} hesabınıza bağlandı. Artık onunla oturum açılabilir.',
    action: 'Oturum açma yollarını incele',
    note: 'Bunu siz yapmadıysanız bağlantıyı hemen kesin ve cihazlarınızı gözden geçirin.',
  },
  identity_unlinked: {
    subject: '{service} ile bir hesabın bağlantısı kesildi',
    body: 'Başka bir yerdeki hesabınızın {service} hesabınızla bağlantısı az önce kesildi. Artık onunla oturum açılamaz.',
    action: 'Oturum açma yollarını incele',
    note: 'Bunu siz yapmadıysanız oturum açma yollarınızı hemen gözden geçirin ve {service} desteğine başvurun.',
  },
  factors_removed: {
    subject: '{service} hesabınızdan iki adımlı doğrulama kaldırıldı',
    body: '{service} hizmetinin bir yöneticisi az önce hesabınızdan kimlik doğrulama uygulamasını, geçiş anahtarlarını ve kurtarma kodlarını kaldırdı ve bütün cihazlardaki oturumlarınızı kapattı. Şifrenizle oturum açıp iki adımlı doğrulamayı yeniden kurabilirsiniz.',
    action: 'Oturum açma yollarını incele',
    note: 'Bunu siz istemediyseniz hemen yöneticinize başvurun ve yeni bir şifre seçin.',
  },
  recovery_codes_renewed: {
    subject: '{service} hesabınız için yeni kurtarma kodları',
    body: '{service} hesabınız için az önce yeni kurtarma kodları oluşturuldu. Eski kodlar artık çalışmaz.',
    action: 'Oturum açma yollarını incele',
    note: 'Bunu siz yapmadıysanız hemen yeni bir şifre seçin ve cihazlarınızı inceleyin.',
  },
  api_key_added: {
    subject: '{service} hesabınız için yeni bir API anahtarı',
    body: '{service} hesabınız için az önce bir API anahtarı oluşturuldu. Bu anahtara sahip uygulamalar sizin adınıza işlem yapabilir.',
    action: 'API anahtarlarını incele',
    note: 'Bunu siz yapmadıysanız anahtarı hemen iptal edin ve yeni bir şifre seçin.',
  },
  api_key_revoked: {
    subject: '{service} hesabınızın bir API anahtarı iptal edildi',
    body: '{service} hesabınızın bir veya daha fazla API anahtarı az önce iptal edildi. Bunları kullanan uygulamalar artık sizin adınıza işlem yapamaz.',
    action: 'API anahtarlarını incele',
    note: 'Bunu ne siz ne de {service} hizmetinin bir yöneticisi yaptıysa hemen yeni bir şifre seçin.',
  },
  invitation: {
    subject: '{service} hesabınız',
    body: '{service} hizmetinin bir yöneticisi sizin için bir hesap oluşturdu. Şifre seçmek için bağlantıyı açın. Bağlantı bir kez kullanılabilir.',
    action: 'Şifre seç',
    note: 'Böyle bir şey beklemiyorsanız bir şey yapmanıza gerek yok: bağlantı olmadan hesabı kimse kullanamaz.',
  },
  confirm_address: {
    subject: '{service} için e-posta adresinizi onaylayın',
    body: 'Bu e-posta adresiyle bir {service} hesabı oluşturuldu. Bağlantı 24 saat geçerlidir ve bir kez kullanılabilir.',
    action: 'Adresi onayla',
    note: 'Bunu siz yapmadıysanız bir şey yapmanıza gerek yok: adresi onaylanmayan hesap kaldırılır.',
  },
  address_taken: {
    subject: 'Zaten bir {service} hesabınız var',
    body: 'Bu e-posta adresi yeni bir {service} hesabı için girildi. Zaten bir hesabınız var: o hesapla oturum açın veya eski şifrenizi unuttuysanız orada yeni bir şifre seçin.',
    action: 'Oturum aç',
    note: 'Bunu siz yapmadıysanız bir şey yapmanıza gerek yok: hesabınız olduğunu kimse öğrenmedi.',
  },
  change_address: {
    subject: '{service} için yeni e-posta adresinizi onaylayın',
    body: 'Bu e-posta adresi, bir {service} hesabının yeni adresi olarak girildi. Bağlantı 24 saat geçerlidir ve bir kez kullanılabilir.',
    action: 'Adresi onayla',
    note: 'Bunu siz yapmadıysanız bir şey yapmanıza gerek yok: hesabın adresi değişmez.',
  },
  email_changed: {
    subject: '{service} için e-posta adresiniz değiştirildi',
    body: '{service} hesabınızın e-posta adresi az önce değiştirildi. Bundan sonra e-postalar yeni adrese gönderilir.',
    action: 'Hesabı incele',
    note: 'Bunu siz yapmadıysanız hemen {service} hizmetinin bir yöneticisine başvurun.',
  },
  password_changed: {
    subject: '{service} için şifreniz değiştirildi',
    body: '{service} hesabınızın şifresi az önce değiştirildi ve diğer bütün cihazlardaki oturumlar kapatıldı.',
    action: 'Hesabı incele',
    note: 'Bunu siz yapmadıysanız hemen yeni bir şifre seçin ve cihazlarınızı inceleyin.',
  },
};

export const mailsWithoutPassword: Catalog['mailsWithoutPassword'] = {
  advice: 'Bunu siz yapmadıysanız oturum açma yollarınızı hemen gözden geçirin ve {service} desteğine başvurun.',
  reset_password: {
    subject: '{service} için bir şifre seçin',
    body: '{service} hesabınız için bir şifre istendi. Hesabınızın şifresi yok: başka bir yolla oturum açıyorsunuz ve buna devam edebilirsiniz. Şifre istiyorsanız bağlantıdan seçin. Bağlantı 30 dakika geçerlidir ve bir kez kullanılabilir.',
    action: 'Şifre seç',
    note: 'Bunu siz yapmadıysanız bir şey yapmanıza gerek yok: hesabınız şifresiz kalır.',
  },
  factors_removed: {
    body: '{service} hizmetinin bir yöneticisi az önce hesabınızdan kimlik doğrulama uygulamasını, geçiş anahtarlarını ve kurtarma kodlarını kaldırdı ve bütün cihazlardaki oturumlarınızı kapattı. Hesabınızın şifresi yok: başka bir yerdeki hesabınızla oturum açın veya oturum açma sayfasında bir şifre seçin.',
    note: 'Bunu siz istemediyseniz hemen yöneticinize başvurun.',
  },
  sign_in_code: {
    body: 'Az önce {service} hizmetinde oturum açmak için başka bir yerdeki hesabınız kullanıldı. Devam etmek için bu kodu orada girin. Kod 10 dakika geçerlidir ve bir kez kullanılabilir.',
    note: 'Bu kodu kimseyle paylaşmayın. Oturum açan siz değilseniz o hesabı hemen güvenceye alın.',
  },
};
