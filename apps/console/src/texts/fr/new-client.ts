import type { Sentences } from '@gatehouse/html';
import type { newClient as en } from '../en/new-client.ts';

export const newClient: Sentences<typeof en> = {
  title: 'Nouveau client',
  step: 'Étape {step} sur 3',
  intro: 'De quel type d’application s’agit-il ? Les bons réglages en découlent.',
  noSecrets:
    'Les types qui reçoivent un secret ne sont pas affichés : vos rôles ne permettent pas de créer des secrets.',
  kinds: {
    web: {
      title: 'Application web avec un serveur',
      text: 'Les pages viennent de votre propre serveur, qui peut garder un secret.',
    },
    spa: {
      title: 'Application monopage',
      text: 'Du JavaScript dans le navigateur connecte les utilisateurs, sans serveur à lui.',
    },
    native: {
      title: 'Application mobile ou de bureau, ligne de commande',
      text: 'S’exécute sur l’appareil de l’utilisateur et s’y connecte par le navigateur.',
    },
    device: {
      title: 'Téléviseur ou appareil sans navigateur',
      text: 'Affiche un code ; l’utilisateur se connecte sur un téléphone ou un ordinateur.',
    },
    machine: { title: 'Service ou tâche côté serveur', text: 'Agit pour lui-même, sans utilisateur.' },
    api: {
      title: 'API qui vérifie des jetons',
      text: 'N’a pas besoin de client : déclarez l’API avec ses portées sous « API et rôles ».',
    },
  },
  gets: {
    web: 'Elle reçoit : le flux par code d’autorisation avec PKCE, des jetons d’actualisation et un secret.',
    spa: 'Elle reçoit : le flux par code d’autorisation avec PKCE, l’accès depuis sa propre origine et aucun secret, car une page ne peut en garder.',
    native:
      'Elle reçoit : le flux par code d’autorisation avec PKCE, des jetons d’actualisation et aucun secret, car une telle application ne peut en garder.',
    device:
      'Il reçoit : le flux pour appareils, des jetons d’actualisation et aucun secret, car un appareil ne peut en garder.',
    machine: 'Il reçoit : les identifiants de client et un secret.',
  },
  name: 'Nom',
  nameHint: 'Les utilisateurs le voient quand leur accord est demandé.',
  id: 'Identifiant',
  idHint: 'Le nom que l’application se donne. Laissé vide, il est formé à partir du nom ; il ne change plus ensuite.',
  redirectUris: 'URI de redirection',
  redirectHint:
    'Où reviennent les utilisateurs, une par ligne. La valeur proposée convient au développement ; en production il faut https.',
  nativeRedirectHint:
    'Laissez vide pour un programme qui écoute sur 127.0.0.1, à n’importe quel port libre. Une application mobile a une adresse à elle, comme {example}',
  apis: 'API qu’elle peut appeler',
  apisHint: 'Ne choisissez que le nécessaire. On peut en ajouter à tout moment.',
  noApis: 'Il n’y a pas encore d’API. Elle peut tout de même connecter des utilisateurs.',
  moreApis: 'Il y a plus d’API que celles affichées ici. Ajoutez leurs portées ensuite, chez le client.',
  declareApi: 'Vers les API',
  firstParty: 'Elle est à nous : l’accord des utilisateurs n’est pas demandé',
  next: 'Voir ce qui sera créé',
  make: 'Créer le client',
  faults: {
    name: 'Il faut un nom.',
    redirectMissing: 'Il faut une adresse où les utilisateurs reviennent.',
    redirectWrong: 'Ce n’est pas une adresse complète : {uri}',
    scopes: 'Un service sans utilisateur ne reçoit des jetons que pour des API. Choisissez au moins une portée.',
  },
  made: '{client} est créé',
  clientId: 'Identifiant du client',
  secret: 'Secret du client',
  secretOnce:
    'Il n’est affiché que cette fois. Gardez-le là où vos programmes gardent leurs secrets : avec lui, n’importe qui peut agir comme ce client.',
  scope: 'Portées',
  code: 'Code prêt à l’emploi',
  codeTitle: 'Code prêt à l’emploi pour {client}',
  codeIntro:
    'Un programme entier qui fonctionne : enregistrez chaque fichier sous son nom, puis tapez les commandes. Un clic sélectionne tout un fichier.',
  secretFromEnvironment: 'Le secret n’est dans aucun fichier : le programme le prend dans la variable CLIENT_SECRET.',
  apiAddress: 'http://localhost:4001/orders représente l’adresse de votre API.',
  noCode: 'Il n’y a pas de code pour ce client.',
  language: 'Langage du code',
  commands: 'Commandes',
  worksTitle: 'Cela fonctionne quand',
  works: {
    web: 'vous ouvrez {address}, vous connectez et êtes salué par votre nom.',
    spa: 'vous ouvrez {address}, appuyez sur « Sign in » et la page montre qui vous êtes.',
    native: 'le programme affiche une adresse, vous vous y connectez et il affiche qui vous êtes.',
    device: 'le programme affiche un code, vous le saisissez dans un navigateur et il affiche qui vous êtes.',
    machine: 'le programme affiche qu’il a un jeton.',
  },
  seen: 'Chaque connexion et chaque jeton figure dans l’audit un instant plus tard.',
  toAudit: 'Audit de ce client',
  toClient: 'Vers le client',
};
