import type { Sentences } from '@gatehouse/html';
import type { overview as en } from '../en/overview.ts';

export const overview: Sentences<typeof en> = {
  span: 'Période',
  spans: {
    day: '24 heures',
    week: '7 jours',
    month: '30 jours',
  },
  signIns: 'Connexions',
  tokens: 'Jetons',
  refusals: 'Refus',
  errors: 'Erreurs',
  names: {
    'sign_in.completed': 'connectés',
    'token.issued': 'émis',
    'sign_in.refused': 'connexions : mot de passe, code ou clé d’accès erronés',
    'token.refused': 'demandes de jeton',
    'answer.failed': 'réponses en échec, statut 500 et plus',
  },
  about: 'Toutes les instances réunies, avec une minute de retard au plus. Heures en UTC.',
  quiet: 'Rien ne s’est passé pendant cette période : ni connexion, ni jeton, ni refus, ni erreur.',
  findings: 'Ce qui demande attention',
  well: 'Tout va bien.',
  looked: 'Vérifié :',
  results: {
    fault: 'Ne fonctionne pas',
    warning: 'À regarder',
  },
  topics: {
    database: 'Base de données',
    clocks: 'Horloges',
    mode: 'Développement',
    certificate: 'Certificat',
    proxies: 'Proxys en amont',
    clients: 'Clients',
    signing_keys: 'Clés de signature',
  },
  firstSteps: 'Premiers pas',
  newClient: 'Créer une application',
  newClientAbout:
    'Un guide demande ce que vous construisez, choisit les réglages et vous donne du code prêt à l’emploi.',
  newUsers: 'Ajouter ou inviter des utilisateurs',
  newUsersAbout:
    'La personne invitée reçoit un lien et choisit un mot de passe. Vous pouvez lui donner des rôles tout de suite.',
  toKeys: 'Toutes les clés',
  waiting: 'En attente',
  oldest: 'Création du plus ancien',
  tried: 'Essayés et pas encore envoyés',
  triedAdvice:
    'Ils sont réessayés automatiquement. Si leur nombre augmente, le serveur de messagerie ou une application ne répond pas.',
  nothingWaits: 'Rien n’attend : tous les e-mails et messages ont été envoyés.',
  toOutbox: 'Voir ce qui attend',
};
