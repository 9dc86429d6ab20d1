import type { Catalog } from '../shape.ts';

export const formErrors: Catalog['formErrors'] = {
  login_missing: 'Saisissez votre nom d’utilisateur ou votre adresse e-mail.',
  password_missing: 'Saisissez votre mot de passe.',
  invalid_credentials: 'Le nom d’utilisateur ou le mot de passe est incorrect.',
  name_throttled: 'Trop de tentatives pour ce nom. Même le bon mot de passe est refusé pendant {duration} au plus.',
  throttled: 'Il y a eu trop d’essais. Attendez {duration}, puis réessayez.',
  busy: 'Il y a beaucoup de connexions en ce moment. Patientez un instant, puis réessayez.',
  otp_missing: 'Saisissez le code.',
  invalid_otp: 'Ce code est incorrect ou n’est plus valable. Saisissez le plus récent.',
  email_invalid: 'Saisissez une adresse e-mail, par exemple nom@example.com.',
  email_unconfirmed: 'L’adresse n’est pas encore confirmée. Ouvrez d’abord le lien de l’e-mail.',
  email_same: 'C’est votre adresse actuelle. Saisissez-en une autre.',
  name_missing: 'Saisissez votre nom.',
  new_password_missing: 'Saisissez un nouveau mot de passe.',
  wrong_password: 'Le mot de passe actuel est incorrect.',
  password_too_short: 'Le nouveau mot de passe est trop court. Utilisez au moins {count}.',
  password_common:
    'Ce mot de passe fait partie de ceux que les attaquants essaient en premier. Prenez quelque chose que personne d’autre n’utilise : quelques mots à la suite qui n’ont rien à voir entre eux.',
  password_simple: 'Ce mot de passe se répète ou suit les touches du clavier. Prenez plutôt quelques mots à la suite.',
  password_context:
    'Ce mot de passe se réduit presque à « {word} », que d’autres savent de vous ou de ce service. Prenez quelques autres mots à la suite.',
  password_breached:
    'Ce mot de passe figure dans une collection de mots de passe volés ; les attaquants le connaissent donc aussi. Prenez-en un que vous n’utilisez nulle part ailleurs.',
  password_same: 'C’est votre mot de passe actuel. Choisissez-en un autre.',
  not_confirmed: 'Ce que vous avez saisi n’est pas votre nom d’utilisateur. Rien n’a été supprimé.',
  passkey_missing: 'Votre navigateur n’a envoyé aucune clé d’accès. Réessayez ou utilisez un autre moyen.',
  passkey_refused: 'Cette clé d’accès n’a pas été acceptée. Réessayez ou utilisez un autre moyen.',
  key_name_missing: 'Saisissez un nom pour la clé.',
  key_scopes_missing: 'Choisissez ce que la clé permet.',
  key_refused: 'Votre clé ne peut pas avoir cela. Choisissez parmi ce qui figure ici.',
  key_limit: 'Vous avez atteint le nombre maximal de clés d’API. Révoquez-en une que vous n’utilisez plus.',
  factor_changed: 'Cela a été modifié entre-temps dans une autre fenêtre. Rechargez la page.',
  user_code_missing: 'Saisissez le code affiché par votre appareil.',
  user_code_not_found: 'Ce code n’existe pas. Comparez-le avec celui de votre appareil.',
  user_code_expired: 'Ce code est trop ancien. Demandez-en un nouveau à votre appareil.',
  user_code_used: 'Ce code a déjà été utilisé. Demandez-en un nouveau à votre appareil.',
  upstream_denied:
    '{name} ne vous a pas connecté, ou vous avez annulé. Rien n’a changé. Réessayez ou choisissez un autre moyen.',
  upstream_unavailable:
    '{name} est injoignable pour le moment. Attendez un instant et réessayez, ou choisissez un autre moyen.',
  upstream_misconfigured:
    'La connexion avec {name} ne fonctionne pas pour le moment. Choisissez un autre moyen et prévenez l’assistance de ce service.',
  upstream_invalid_answer:
    'La réponse de {name} n’a pas pu être vérifiée : personne n’a été connecté. Réessayez ; si cela se reproduit, prévenez l’assistance de ce service.',
  upstream_not_fresh:
    '{name} ne peut pas dire quand vous vous y êtes connecté. Connectez-vous avec votre mot de passe ou une clé d’accès.',
  upstream_not_here:
    'Personne n’a de compte ici avec cette identité chez {name}, et aucun n’est créé automatiquement. Choisissez un autre moyen ou demandez un compte.',
  upstream_account_disabled: 'Ce compte est inutilisable pour le moment. Demandez à l’assistance de ce service.',
  identity_taken: 'Ce compte {name} appartient ici à une autre personne. Rien n’a été modifié.',
  last_way_in:
    'Vous n’avez pas d’autre moyen de connexion. Choisissez d’abord un mot de passe, ajoutez une clé d’accès ou associez un autre compte.',
  csrf_failed: 'Ce formulaire est resté ouvert trop longtemps ou provenait d’une autre page. Veuillez réessayer.',
};

export const errorPage: Catalog['errorPage'] = {
  step: 'Un problème est survenu',
  whatToDo: 'Ce que vous pouvez faire',
  details: 'Informations pour l’assistance',
  code: 'Erreur',
  description: 'Description',
  requestId: 'Requête',
  received: 'Reçu',
  registered: 'Enregistré',
  nothing: 'rien',
  add: 'À ajouter au fichier de registre',
  home: 'Aller à votre compte',
  homeOf: 'Retour à {client}',
  again: 'Réessayer',
};

export const errors: Catalog['errors'] = {
  session_not_found: {
    title: 'Cette connexion ne peut pas continuer',
    message:
      'Nous ne trouvons pas la connexion à laquelle cette page appartient. Elle a peut-être duré trop longtemps, été terminée dans un autre onglet ou été rouverte avec le bouton de retour.',
    hint: 'Retournez à l’application et recommencez à partir de là.\nSi vous revenez ici, vérifiez que votre navigateur accepte les cookies de ce site.\nUtilisez un seul onglet, dans le navigateur où vous avez commencé.',
  },
  upstream_answer_unexpected: {
    title: 'Cette réponse n’était pas attendue',
    message:
      'Un fournisseur qui identifie les utilisateurs a renvoyé votre navigateur ici, mais pas avec une réponse à la dernière demande. Vous avez peut-être utilisé le bouton de retour ou recommencé dans un second onglet. Personne n’a été connecté ainsi, et rien n’a été associé.',
    hint: 'Choisissez de nouveau le fournisseur. Si aucun bouton n’y ramène ici, recommencez à partir de l’application.\nUtilisez un seul onglet, dans le navigateur où vous avez commencé.\nSi vous êtes venu par un lien que quelqu’un vous a envoyé, fermez cette page.',
  },
  interaction_expired: {
    title: 'Cela a duré trop longtemps',
    message:
      'Pour votre sécurité, une connexion doit être terminée dans un temps limité, et ce temps est écoulé. Rien n’a été modifié.',
    hint: 'Retournez à l’application et recommencez à partir de là.',
  },
  interaction_finished: {
    title: 'Cette étape est déjà faite',
    message:
      'Vous êtes revenu à une page d’une connexion déjà terminée, peut-être avec le bouton de retour ou dans un second onglet.',
    hint: 'Retournez à l’application. Votre session y est probablement déjà ouverte.\nSinon, recommencez à partir de là.',
  },
  cookies_missing: {
    title: 'Ce lien appartient à un autre navigateur ou a expiré',
    message:
      'Cette page est une étape d’une connexion, qui ne continue que dans le navigateur où elle a commencé. Ce navigateur ne nous a envoyé aucun cookie permettant de la reconnaître.',
    hint: 'Si vous avez enregistré cette page dans vos favoris ou reçu son adresse d’ailleurs, passez plutôt par l’application.\nSi vous étiez en train de vous connecter, autorisez les cookies de ce site dans les réglages de votre navigateur, puis recommencez depuis l’application.',
  },
  link_used: {
    title: 'Ce lien ne fonctionne plus',
    message: 'Il a déjà été utilisé, un lien plus récent a été envoyé, ou il est trop ancien.',
    hint: 'Demandez un nouveau lien sur la page de connexion.',
  },
  test_link_used: {
    title: 'Ce lien de test ne fonctionne plus',
    message:
      'Un lien qui teste la connexion auprès d’un fournisseur ne sert qu’une fois, pendant 10 minutes. Il a déjà été ouvert ou il est trop ancien. Rien n’a été modifié.',
    hint: '« gatehouse connections test NAME --sign-in » affiche un nouveau lien.',
  },
  account_changed: {
    title: 'Une autre personne est maintenant connectée',
    message:
      'Le compte de ce navigateur a changé depuis que vous avez ouvert cette page. Nous nous sommes donc arrêtés ici.',
    hint: 'Retournez à l’application et recommencez à partir de là.',
  },
  csrf_failed: {
    title: 'Nous n’avons pas pu accepter ce formulaire',
    message: 'Il est resté ouvert trop longtemps ou ne provenait pas d’une de nos pages. Rien n’a été modifié.',
    hint: 'Revenez en arrière, rechargez la page et recommencez l’étape.\nVérifiez que votre navigateur accepte les cookies de ce site.',
  },
  invalid_redirect_uri: {
    title: 'Nous ne pouvons pas vous ramener à cette application',
    message:
      'L’adresse à laquelle elle veut vous faire revenir n’est pas enregistrée. Nous nous sommes arrêtés ici, afin que rien ne parvienne à des inconnus.',
    hint: 'Votre compte n’est pas en cause. Prévenez les responsables de l’application.\nPour les développeurs : redirect_uri doit être identique, caractère par caractère, à une adresse enregistrée.',
  },
  invalid_client: {
    title: 'Nous ne connaissons pas cette application',
    message: 'L’application qui vous a envoyé ici n’est pas enregistrée, ou elle a été désactivée.',
    hint: 'Prévenez les responsables de l’application.',
  },
  client_document_refused: {
    title: 'Nous n’avons pas pu accepter cette application',
    message:
      'Elle se décrit sur son propre site web, et ce qui s’y trouve est absent ou n’est pas autorisé ici. Votre compte n’est pas en cause.',
    hint: 'Prévenez les responsables de l’application.\nPour les développeurs : les détails ci-dessous indiquent ce qui ne va pas.',
  },
  logout_refused: {
    title: 'La déconnexion n’a pas abouti',
    message:
      'L’application a demandé à vous déconnecter, mais quelque chose n’allait pas dans sa demande. Si vous étiez connecté ici, vous l’êtes encore.',
    hint: 'Vous pouvez vous déconnecter quand même.\nSi cela se reproduit, prévenez les responsables de l’application.',
  },
  invalid_request: {
    title: 'Cette demande n’a pas pu aboutir',
    message: 'Dans ce que l’application a envoyé, quelque chose manque ou n’est pas permis. Vous n’y êtes pour rien.',
    hint: 'Retournez à l’application et réessayez.\nSi cela ne suffit pas, prévenez ses responsables en indiquant les informations ci-dessous.',
  },
  access_denied: {
    title: 'L’accès n’a pas été autorisé',
    message: 'La demande a été annulée. L’application n’a rien reçu.',
    hint: 'Vous pouvez fermer cette fenêtre, ou recommencer depuis l’application.',
  },
  too_many_requests: {
    title: 'Trop de requêtes',
    message: 'De très nombreuses requêtes sont venues de votre réseau en peu de temps. Nous avons donc ralenti.',
    hint: 'Attendez quelques minutes, puis réessayez.',
  },
  not_found: {
    title: 'Cette page n’existe pas',
    message: 'L’adresse est peut-être mal saisie, ou la page n’existe plus.',
    hint: 'Vérifiez l’adresse, ou retournez à l’application.',
  },
  method_not_allowed: {
    title: 'Cette page ne peut pas être appelée ainsi',
    message:
      'L’adresse est correcte, mais elle a été appelée d’une manière à laquelle elle ne répond pas. Vous n’y êtes pour rien.',
    hint: 'Revenez à l’application et recommencez à partir de là.\nPour les développeurs : l’en-tête Allow de cette réponse indique les méthodes possibles.',
  },
  temporarily_unavailable: {
    title: 'Nous sommes indisponibles pour le moment',
    message: 'Le service est surchargé ou en cours de mise à jour.',
    hint: 'Patientez un instant, puis rechargez cette page.',
  },
  server_error: {
    title: 'Un problème est survenu de notre côté',
    message: 'Nous n’avons pas pu terminer votre demande. L’erreur a été enregistrée.',
    hint: 'Patientez un instant, puis recommencez depuis l’application.\nSi cela se reproduit, prévenez l’assistance en indiquant les informations ci-dessous.',
  },
};
