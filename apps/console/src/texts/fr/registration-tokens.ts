import type { Sentences } from '@gatehouse/html';
import type { registrationTokens as en } from '../en/registration-tokens.ts';

export const registrationTokens: Sentences<typeof en> = {
  title: 'Jetons d’enregistrement',
  intro:
    'Avec l’un d’eux, une application s’enregistre elle-même, là où la règle admet l’enregistrement. En révoquer un ne met fin à aucune application enregistrée avec lui.',
  add: 'Nouveau jeton',
  label: 'À quoi il sert',
  labelHint: 'Pour ceux qui regardent la liste.',
  usesLeft: 'Utilisations restantes',
  expires: 'Expire',
  expired: 'expiré',
  madeBy: 'Créé par',
  all: 'tout ce que la règle permet',
  none: 'rien',
  revoke: 'Révoquer',
  revokeTitle: 'Révoquer le jeton {label}',
  revokeAbout: 'Il ne permet plus aucun enregistrement. Les applications enregistrées avec lui restent.',
  revoked: 'Le jeton est révoqué.',
  uses: 'Combien d’applications',
  usesHint: 'Autant peuvent être enregistrées avec lui.',
  days: 'Combien de jours il est valable',
  daysHint: '365 au plus.',
  scopeHint: 'Scopes d’OpenID Connect séparés par des espaces. Vide : tout ce que la règle permet.',
  scopesHint: 'Une ligne par API : son indicateur, puis ses scopes. Vide : tout ce que la règle permet.',
  newIntro: 'Jamais plus que ce que la règle permet, quoi qu’il soit écrit ici.',
  madeTitle: 'Copiez le jeton maintenant',
  madeAbout: 'Qui le possède peut enregistrer des applications jusqu’à son épuisement. Il n’est montré que cette fois.',
  token: 'Jeton d’enregistrement',
  done: 'Je l’ai copié',
};
