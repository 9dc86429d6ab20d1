import type { Catalog } from '../shape.ts';
import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/** Czech; people are addressed with the polite "vy". A noun stands before each inserted name, so that it needs no case ending. */
export const cs: Catalog = {
  language: 'cs',
  direction: 'ltr',

  titleWithError: 'Chyba: {title}',
  title: '{step} – {name}',
  counts: {
    characters: { one: '{count} znak', few: '{count} znaky', many: '{count} znaku', other: '{count} znaků' },
  },
  cancel: 'Zrušit',
  help: 'Nápověda',
  continue: 'Pokračovat',
  manageAccount: 'Spravovat účet',
  signedInAs: 'Přihlašujete se jako {account}',
  errorLabel: 'Chyba',
  showPassword: 'Zobrazit heslo',
  typed: '{typed} z {least}',
  copy: 'Kopírovat',
  copied: 'Zkopírováno',
  justNow: 'právě teď',

  signIn: {
    step: 'Přihlášení',
    heading: 'Přihlaste se',
    continueTo: 'a pokračujte do aplikace {client}',
    manageAccount: 'a spravujte svůj účet',
    login: 'Uživatelské jméno nebo e-mail',
    password: 'Heslo',
    forgot: 'Zapomněli jste heslo?',
    submit: 'Přihlásit se',
    or: 'nebo',
    passkey: 'Přihlásit se přístupovým klíčem',
    withPassword: 'Přihlásit se heslem',
    again: {
      step: 'Potvrďte, že jste to vy',
      heading: 'Vítejte zpět, {name}',
      reason: 'Aplikace {client} vás žádá, abyste znovu zadali heslo.',
      submit: 'Pokračovat',
    },
    otherWays: 'Použijte přístupový klíč, nebo si obnovte heslo.',
  },

  upstream: {
    continueWith: 'Pokračovat přes {name}',
    connect: {
      step: 'Propojit účet',
      heading: 'Propojit {name} s vaším účtem',
      reason:
        'Přihlaste se heslem, které máte zde, ne heslem u {name}, nebo jiným obvyklým způsobem. Potom můžete používat i {name}.',
      who: 'U {name} jste {who}.',
      create: 'Ještě nemám účet',
    },
  },

  secondFactor: {
    step: 'Dvoufázové ověření',
    heading: 'Zadejte kód',
    totp: 'Otevřete ověřovací aplikaci a zadejte kód, který zobrazuje pro tento účet.',
    email: 'Na adresu {address} jsme poslali kód. Může trvat minutu, než dorazí.',
    recoveryCode:
      'Zadejte jeden ze záložních kódů, které jste si uložili při nastavování dvoufázového ověření. Každý kód platí jen jednou.',
    code: 'Kód (6 číslic)',
    recoveryCodeLabel: 'Záložní kód',
    passkeyHeading: 'Použijte přístupový klíč',
    passkey: 'Potvrďte otiskem prstu, obličejem nebo zámkem zařízení, že jste to vy.',
    passkeySubmit: 'Použít přístupový klíč',
    submit: 'Pokračovat',
    resend: 'Poslat nový kód',
    instead: {
      totp: 'Použít ověřovací aplikaci',
      recovery_code: 'Použít záložní kód',
      email: 'Poslat kód e-mailem',
      passkey: 'Použít přístupový klíč',
    },
  },

  passkey: {
    failed: 'Nepodařilo se to, nebo byla akce zrušena. Zkuste to znovu, nebo použijte jiný způsob.',
    known: 'Toto zařízení už přístupový klíč k vašemu účtu má.',
    needsScript: 'Přístupové klíče potřebují JavaScript a ten zde neběží. Použijte jiný způsob.',
  },

  addTotp: {
    step: 'Nastavení ověřovací aplikace',
    heading: 'Nastavte si ověřovací aplikaci',
    asked:
      'Aplikace {client} vyžaduje dvoufázové ověření. Ověřovací aplikaci nastavíte jednou; potom už ověření zabere jen pár sekund.',
    openApp:
      'Otevřete v telefonu ověřovací aplikaci a zvolte přidání účtu. Vyhoví kterákoli aplikace pro jednorázové kódy.',
    openHere: 'Otevřít v ověřovací aplikaci',
    scan: 'Naskenujte tento kód, nebo zadejte klíč uvedený pod ním.',
    qrLabel: 'QR kód pro ověřovací aplikaci',
    typeInstead: 'Klíč',
    enterCode: 'Zadejte kód, který aplikace právě zobrazuje.',
  },

  recoveryCodes: {
    step: 'Uložení záložních kódů',
    heading: 'Uložte si záložní kódy',
    purpose: 'Když ztratíte telefon, dostanete se dovnitř pomocí jednoho z těchto kódů. Každý platí jen jednou.',
    once: 'Zobrazují se jen teď. Vytiskněte si je, nebo je vložte do správce hesel, ne však do samotného telefonu.',
    submit: 'Kódy mám uložené',
    download: 'Stáhnout',
    print: 'Vytisknout',
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
    heading: 'Vítejte',
    consequence: 'Byl vám vytvořen účet; přihlašovat se budete jako {login}. Zvolte si k němu heslo.',
    doneHeading: 'Váš účet je připraven',
    done: 'Od této chvíle se přihlašujete tímto heslem.',
  },

  recovery: {
    heading: 'Zapomněli jste heslo?',
    instruction:
      'Zadejte své uživatelské jméno nebo e-mail. Pokud takový účet existuje, pošleme na jeho e-mailovou adresu odkaz.',
    submit: 'Poslat odkaz',
    sentHeading: 'Podívejte se do e-mailu',
    sent: 'Pokud takový účet existuje, odkaz je na cestě. Lze ho použít jednou a platí 30 minut. Když nic nedorazí, podívejte se do složky se spamem.',
    resend: 'Poslat znovu',
    resetHeading: 'Zvolte nové heslo',
    resetConsequence: 'Budete všude odhlášeni a aplikace vás budou muset požádat znovu.',
    doneHeading: 'Heslo je změněno',
    done: 'Jste všude odhlášeni. Od této chvíle se přihlašujte novým heslem.',
  },

  consent: {
    step: 'Povolení přístupu',
    heading: 'Aplikace {client} žádá o přístup',
    site: 'Web: {host}',
    account: 'Jste přihlášeni jako {account}',
    otherAccount: 'Nejste to vy? Použijte jiný účet',
    yourAccount: 'Váš účet',
    mayDo: 'Aplikace {client} bude moci:',
    returnTo: 'Ať se rozhodnete jakkoli, vrátíte se na adresu {origin}',
    policy: 'Zásady ochrany osobních údajů',
    terms: 'Podmínky služby',
    accept: 'Povolit',
    cancel: 'Nepovolit',
    untilSignOut: 'Přístup skončí, jakmile se odhlásíte (nejdelší doba: {duration}).',
    whileAway: 'Přístup trvá i ve vaší nepřítomnosti (nejdelší doba: {duration}).',
  },

  unchecked: {
    heading: 'Aplikace na adrese {client} žádá o přístup',
    headingOnDevice: 'Aplikace v tomto zařízení žádá o přístup',
    headingOfDocumentOnDevice: 'Aplikace v tomto zařízení žádá o přístup jménem {client}',
    callsItself: 'Aplikace si sama říká „{client}“.',
    onDevice: 'Aplikace ve vašem zařízení',
    onDeviceCalled: 'Aplikace ve vašem zařízení: „{client}“',
    continueToDevice: 'a pokračujte do aplikace v tomto zařízení',
    notice: 'Tuto aplikaci nikdo neprověřil.',
    ofDocument:
      'Známá je jen její adresa: {host}. Přístup povolte jen tehdy, když tuto adresu znáte a právě jste o to sami požádali.',
    ofDynamic:
      'Zaregistrovala se sama a její název může být vymyšlený. Přístup povolte jen tehdy, když jste o to právě sami požádali.',
    documentOnDevice:
      'Kterákoli aplikace v tomto zařízení se může vydávat za {host}. Přístup povolte jen tehdy, když jste o to právě sami požádali v aplikaci, které důvěřujete.',
    dynamicOnDevice:
      'Její název může být vymyšlený a přístup může získat kterákoli aplikace v tomto zařízení. Povolte ho jen tehdy, když jste o to právě sami požádali v aplikaci, které důvěřujete.',
    mayDo: 'Tato aplikace bude moci:',
    returnTo: 'Vrátíte se na adresu {host}',
    returnToDevice: 'Vrátíte se do tohoto zařízení: {host}',
  },

  scopes: {
    openid: 'Přihlásit vás',
    profile: 'Zobrazit vaše jméno, uživatelské jméno a jazyk',
    email: 'Zobrazit vaši e-mailovou adresu',
    address: 'Zobrazit vaši poštovní adresu',
    phone: 'Zobrazit vaše telefonní číslo',
    groups: 'Zobrazit vaše skupiny a role',
    offline_access: 'Ponechat si tento přístup i ve vaší nepřítomnosti',
  },
  claimSentence: 'Zobrazit údaj „{claim}“ vašeho účtu',
  scopeWithoutSentence: 'Používat oprávnění „{scope}“',

  selectAccount: {
    step: 'Výběr účtu',
    heading: 'Vyberte účet',
    continueTo: 'a pokračujte do aplikace {client}',
    other: 'Použít jiný účet',
  },

  logout: {
    step: 'Odhlášení',
    heading: 'Chcete se odhlásit?',
    asked: 'Aplikace {client} vás chce odhlásit.',
    consequence: 'Vaše relace zde skončí. Aplikace vás mohou požádat, abyste se znovu přihlásili.',
    opened: 'S tímto účtem jste otevřeli:',
    signedInAs: 'Jste přihlášeni jako {account}',
    submit: 'Odhlásit se',
    anyway: 'Přesto se odhlásit',
    cancel: 'Neodhlašovat se',
    doneStep: 'Odhlášeno',
    doneHeading: 'Jste odhlášeni',
    done: 'Pokud tento počítač používají i jiní lidé, zavřete teď všechna okna tohoto prohlížeče.',
    backTo: 'Zpět do aplikace {client}',
    again: 'Znovu se přihlásit',
  },

  device: {
    codeStep: 'Připojení zařízení',
    codeHeading: 'Připojte zařízení',
    codeInstruction: 'Zadejte kód, který zobrazuje vaše zařízení.',
    code: 'Kód ze zařízení',
    codeSubmit: 'Pokračovat',
    confirmStep: 'Kontrola kódu',
    confirmHeading: 'Je na vašem zařízení tento kód?',
    confirmInstruction: 'Aplikace {client} chce používat váš účet na jiném zařízení.',
    warning:
      'Pokračujte jen tehdy, když jste s tím začali sami a zařízení máte před sebou. Pokud vám kód někdo poslal, nepokračujte.',
    from: 'Požadavek přišel z adresy {address}',
    accept: 'Ano, pokračovat',
    cancel: 'Ne, zrušit',
    doneStep: 'Zařízení připojeno',
    doneHeading: 'Vaše zařízení je připojeno',
    done: 'Toto okno můžete zavřít a na zařízení pokračovat v aplikaci {client}.',
  },

  continuePage: {
    step: 'Pokračování',
    heading: 'Ještě jeden krok',
    instruction: 'Stisknutím tlačítka přejdete do aplikace {client}.',
  },

  formErrors,
  errorPage,
  errors,
};
