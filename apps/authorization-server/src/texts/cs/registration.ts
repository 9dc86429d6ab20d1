import type { Catalog } from '../shape.ts';

export const register: Catalog['register'] = {
  step: 'Vytvoření účtu',
  heading: 'Vytvořte si účet',
  name: 'Jméno',
  email: 'E-mail',
  password: 'Heslo',
  submit: 'Vytvořit účet',
  haveAccount: 'Už máte účet?',
  signIn: 'Přihlaste se',
  agreement: 'Pro váš účet platí:',
  link: 'Vytvořte si účet',
  newHere: 'Jste tu poprvé?',
};

export const verifyEmail: Catalog['verifyEmail'] = {
  heading: 'Potvrďte svou e-mailovou adresu',
  instruction:
    'Na adresu {address} jsme poslali e-mail. Otevřete odkaz v něm, na tomto nebo jiném zařízení; tato stránka pak bude sama pokračovat. Nic nedorazilo? Podívejte se do složky se spamem.',
  done: 'Adresu mám potvrzenou',
  resend: 'Poslat e-mail znovu',
  sentAgain: 'E-mail je znovu na cestě. Funguje jen nejnovější odkaz.',
  other: 'Začít znovu s jinou adresou',
  confirmedHeading: 'Vaše adresa je potvrzena',
  goOn: 'Teď můžete pokračovat do aplikace {client}.',
};

export const confirmEmail: Catalog['confirmEmail'] = {
  heading: 'Potvrďte svou e-mailovou adresu',
  asked: 'Potvrďte, že {address} je vaše adresa.',
  passwordNeeded:
    'Odkaz jste otevřeli v jiném prohlížeči než v tom, ve kterém jste si zvolili heslo. Zadejte toto heslo, abychom věděli, že jste to byli vy.',
  submit: 'Potvrdit',
  notYou: 'Pokud jste si zde žádný účet nevytvořili, zavřete tuto stránku. Nic se pak nestane.',
  done: 'Vraťte se na stránku, na které jste začali, nebo se přihlaste.',
};

export const changeEmail: Catalog['changeEmail'] = {
  heading: 'Změna e-mailové adresy',
  consequence: 'Na novou adresu pošleme odkaz. Dokud ho neotevřete, zůstává v platnosti současná adresa.',
  next: 'Nový e-mail',
  submit: 'Poslat odkaz',
  sent: 'Na adresu {address} jsme poslali odkaz. Vaše adresa se změní, jakmile ho otevřete.',
  confirmHeading: 'Používat tuto adresu?',
  confirmAsked: 'Adresou vašeho účtu se stane {address}.',
  confirmSubmit: 'Používat tuto adresu',
};

export const terms: Catalog['terms'] = {
  step: 'Podmínky používání',
  heading: 'Podmínky používání',
  asked: 'Než budete pokračovat do aplikace {client}, přečtěte si prosím podmínky používání a přijměte je.',
  read: 'Přečíst podmínky používání',
  accept: 'Přijmout',
};
