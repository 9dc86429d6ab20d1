import type { Sentences } from '@gatehouse/html';
import type { clientHealth as en } from '../en/client-health.ts';

export const clientHealth: Sentences<typeof en> = {
  title: 'Santé',
  well: 'Rien à faire : tout est bien réglé.',
  severities: { critical: 'Urgent', warning: 'À regarder', info: 'Bon à savoir' },
  lastUse: 'Dernière utilisation',
  nothingSeen: 'Jamais vu',
  withChallenge: 'Dernière fois avec PKCE',
  withoutChallenge: 'Dernière fois sans PKCE',
  bound: 'Dernier jeton lié à une clé',
  unbound: 'Dernier jeton sans clé',
  never: 'jamais',
  findings: {
    pkce_not_required:
      'PKCE n’est pas exigé : un code volé peut servir. Faites envoyer un défi de code, puis exigez-le.',
    sender_constraint_not_required:
      'Ses jetons sont toujours liés à une clé. Exigez-le, pour qu’aucun autre ne soit accepté.',
    never_used: 'Jamais vu ; les utilisations sont notées une fois par minute. Désactivez-le si personne ne l’attend.',
    idle: 'Inutilisé depuis longtemps. Désactivez-le s’il ne manque à personne.',
    secret_expired: 'Un secret a expiré. Supprimez-le.',
    secret_expires_soon: 'Un secret expire bientôt. Ajoutez-en un autre et donnez-le à l’application.',
    secret_old: 'Un secret a plus d’un an. Ajoutez-en un autre, donnez-le à l’application, puis supprimez l’ancien.',
    redirect_uri_unused:
      'Personne n’a encore été dirigé vers certaines de ses URI de redirection. Supprimez ce qui ne sert pas.',
    grant_type_unused: 'Il a des voies vers les jetons dont il ne s’est pas servi. Supprimez ce qui ne sert pas.',
    scope_unused: 'Il peut demander plus qu’il n’a jamais demandé. Supprimez ce qui ne sert pas.',
  },
  toForm: { edit: 'Modifier', secrets: 'Vers ses secrets', end: 'Vers la désactivation', scopes: 'Vers ses scopes' },
};
