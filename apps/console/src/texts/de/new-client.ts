import type { Sentences } from '@gatehouse/html';
import type { newClient as en } from '../en/new-client.ts';

export const newClient: Sentences<typeof en> = {
  title: 'Neuer Client',
  step: 'Schritt {step} von 3',
  intro: 'Was für eine Anwendung ist es? Daraus folgen die richtigen Einstellungen.',
  noSecrets: 'Arten, die ein Geheimnis bekommen, fehlen hier: Ihre Rollen erlauben nicht, Geheimnisse zu erzeugen.',
  kinds: {
    web: {
      title: 'Webanwendung mit Server',
      text: 'Die Seiten kommen von einem eigenen Server, der ein Geheimnis bewahren kann.',
    },
    spa: { title: 'Single-Page-Anwendung', text: 'JavaScript im Browser meldet Benutzer an, ohne eigenen Server.' },
    native: {
      title: 'Mobil- oder Desktop-App, Kommandozeile',
      text: 'Läuft auf dem Gerät des Benutzers und meldet sich dort im Browser an.',
    },
    device: {
      title: 'Fernseher oder Gerät ohne Browser',
      text: 'Zeigt einen Code; der Benutzer meldet sich am Telefon oder Rechner an.',
    },
    machine: { title: 'Backend-Dienst oder Job', text: 'Handelt für sich selbst, ohne Benutzer.' },
    api: {
      title: 'API, die Tokens prüft',
      text: 'Braucht keinen Client: Deklarieren Sie die API mit ihren Scopes unter „APIs und Rollen“.',
    },
  },
  gets: {
    web: 'Sie bekommt: den Authorization-Code-Ablauf mit PKCE, Refresh-Tokens und ein Geheimnis.',
    spa: 'Sie bekommt: den Authorization-Code-Ablauf mit PKCE, Zugriff von ihrem eigenen Ursprung und kein Geheimnis, denn eine Seite kann keines bewahren.',
    native:
      'Sie bekommt: den Authorization-Code-Ablauf mit PKCE, Refresh-Tokens und kein Geheimnis, denn eine App kann keines bewahren.',
    device: 'Es bekommt: den Geräteablauf, Refresh-Tokens und kein Geheimnis, denn ein Gerät kann keines bewahren.',
    machine: 'Er bekommt: Client Credentials und ein Geheimnis.',
  },
  name: 'Name',
  nameHint: 'Benutzer sehen ihn, wenn sie um Zustimmung gebeten werden.',
  id: 'Kennung',
  idHint:
    'Wie sich die Anwendung selbst nennt. Bleibt das Feld leer, entsteht sie aus dem Namen; sie bleibt, wie sie ist.',
  redirectUris: 'Redirect-URIs',
  redirectHint:
    'Wohin Benutzer zurückkehren, eine je Zeile. Die Vorgabe passt für die Entwicklung; in Produktion muss es https sein.',
  nativeRedirectHint:
    'Leer lassen für ein Programm, das an 127.0.0.1 auf einem freien Port lauscht. Eine mobile App hat eine eigene Adresse, etwa {example}',
  apis: 'APIs, die sie aufrufen darf',
  apisHint: 'Wählen Sie nur, was nötig ist. Mehr lässt sich jederzeit hinzufügen.',
  noApis: 'Es gibt noch keine API. Benutzer anmelden kann sie trotzdem.',
  moreApis: 'Es gibt mehr APIs, als hier stehen. Fügen Sie deren Scopes danach beim Client hinzu.',
  declareApi: 'Zu den APIs',
  firstParty: 'Es ist eine eigene Anwendung: Benutzer werden nicht um Zustimmung gebeten',
  next: 'Ansehen, was entsteht',
  make: 'Client anlegen',
  faults: {
    name: 'Ein Name fehlt.',
    redirectMissing: 'Es fehlt eine Adresse, zu der Benutzer zurückkehren.',
    redirectWrong: 'Das ist keine vollständige Adresse: {uri}',
    scopes: 'Ein Dienst ohne Benutzer bekommt Tokens nur für APIs. Wählen Sie mindestens einen Scope.',
  },
  made: '{client} ist angelegt',
  clientId: 'Client-Kennung',
  secret: 'Client-Geheimnis',
  secretOnce:
    'Es wird nur dieses eine Mal gezeigt. Bewahren Sie es dort auf, wo Ihre Programme Geheimnisse haben: Wer es hat, kann als dieser Client auftreten.',
  scope: 'Scopes',
  code: 'Fertiger Code',
  codeTitle: 'Fertiger Code für {client}',
  codeIntro:
    'Ein ganzes Programm, das läuft: Speichern Sie jede Datei unter ihrem Namen und geben Sie dann die Befehle ein. Ein Klick wählt eine ganze Datei aus.',
  secretFromEnvironment: 'Das Geheimnis steht in keiner Datei: Das Programm nimmt es aus der Variablen CLIENT_SECRET.',
  apiAddress: 'http://localhost:4001/orders steht für die Adresse Ihrer API.',
  noCode: 'Für diesen Client gibt es keinen Code.',
  language: 'Sprache des Codes',
  commands: 'Befehle',
  worksTitle: 'Es funktioniert, wenn',
  works: {
    web: 'Sie {address} öffnen, sich anmelden und mit Ihrem Namen begrüßt werden.',
    spa: 'Sie {address} öffnen, auf „Sign in“ drücken und die Seite zeigt, wer Sie sind.',
    native: 'das Programm eine Adresse ausgibt, Sie sich dort anmelden und es ausgibt, wer Sie sind.',
    device: 'das Programm einen Code ausgibt, Sie ihn in einem Browser eingeben und es ausgibt, wer Sie sind.',
    machine: 'das Programm ausgibt, dass es ein Token hat.',
  },
  seen: 'Jede Anmeldung und jedes Token steht einen Moment später im Audit.',
  toAudit: 'Audit dieses Clients',
  toClient: 'Zum Client',
};
