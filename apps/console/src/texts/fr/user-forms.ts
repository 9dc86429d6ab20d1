import type { Sentences } from '@gatehouse/html';
import type { userForms as en } from '../en/user-forms.ts';

export const userForms: Sentences<typeof en> = {
  newTitle: 'Ajouter un utilisateur',
  newAbout:
    'L’utilisateur choisit le mot de passe. Personne d’autre ne l’apprend, et vous n’avez pas à en inventer un.',
  submitNew: 'Ajouter l’utilisateur',
  loginHint: 'Ce que l’utilisateur saisit pour se connecter. L’adresse e-mail convient aussi, une fois confirmée.',
  localeHint: 'Un code de langue comme de ou pt-BR, pour les e-mails. Vide : la langue du navigateur.',
  roles: 'Rôles',
  rolesHint:
    'Les rôles donnent accès à des API. Vous pouvez donner ceux qui ne permettent pas plus que ce que vous pouvez faire.',
  noRoles: 'Il n’y a aucun rôle que vous puissiez donner.',
  rolesLines: 'Rôles, un par ligne',
  how: 'Comment l’utilisateur entre',
  hows: {
    mail: 'Par un lien envoyé à l’adresse',
    link: 'Par un lien affiché une seule fois, à transmettre',
    none: 'Pas encore : inviter plus tard',
  },
  days: 'Validité du lien (jours)',
  added: 'L’utilisateur est ajouté.',
  mailed: 'Une invitation est en route vers {email}.',
  linkTitle: 'Transmettez ce lien',
  linkAbout:
    'Qui le possède choisit le mot de passe de {name}. Ne le donnez à personne d’autre, par un moyen sûr. Il n’est affiché que cette fois.',
  link: 'Lien',
  worksUntil: 'Valable jusqu’à',
  toUser: 'Vers l’utilisateur',
  inviteTitle: 'Inviter à nouveau',
  inviteAbout:
    'Crée un nouveau lien par lequel l’utilisateur choisit un mot de passe. Les liens précédents ne marchent plus.',
  invite: 'Inviter',
  editTitle: 'Modifier qui c’est',
  emailHint: 'Une autre adresse reçoit un e-mail pour la confirmer ; l’ancienne est prévenue.',
  emailVerified: 'Je sais que l’adresse appartient à l’utilisateur',
  emailVerifiedHint: 'Elle compte alors comme confirmée, et l’utilisateur peut se connecter avec elle.',
  emailNotYours:
    'Vous ne pouvez pas modifier l’adresse e-mail : qui reçoit ses messages pourrait choisir un mot de passe.',
  rolesTitle: 'Modifier les rôles',
  rolesAbout:
    'Retirer un rôle met fin à ce que les applications peuvent faire pour l’utilisateur, afin qu’il n’en reste rien.',
  claimsTitle: 'Modifier les claims',
  claimsAbout: 'Retirer un claim met fin à ce que les applications peuvent faire pour l’utilisateur.',
  noClaims: 'Aucun claim n’est déclaré : users_policy.claims du registre les déclare.',
  listHint: 'Un par ligne.',
  yes: 'Oui',
  no: 'Non',
  unset: 'non défini',
  passwordTitle: 'Définir un mot de passe',
  password: 'Nouveau mot de passe',
  passwordAbout:
    'Mieux vaut une invitation ou un lien envoyé, par lequel l’utilisateur le choisit. Si vous en définissez un, dites-le par un moyen sûr, et faites-le changer.',
  passwordHint: 'Les règles des utilisateurs valent ici aussi ; un mot de passe connu d’une fuite est refusé.',
  setPassword: 'Définir le mot de passe',
  passwordSet: 'Le mot de passe est défini.',
};
