/**
 * Which headers of a request stop at the gateway: the one list (GW-01, GW-08). It is data alone; docs/gateway.md shows it, and
 * a test compares the two.
 */

import { credentialHeaders } from './credentials/credentials.ts';

/** Names that belong together. `-*` at the end of one stands for everything that begins so. */
export interface HeaderGroup {
  /** What they are, in the words of the table in docs/gateway.md. */
  readonly of: string;
  readonly names: readonly string[];
}

const group = (of: string, names: string): HeaderGroup => ({ of, names: names.trim().split(/\s+/u) });

/** What stops or is replaced on every request: neither counted nor for a route to allow. */
export const EXPECTED: readonly HeaderGroup[] = [
  group(
    'One connection (RFC 9110, section 7.6.1), and the length of the body',
    `connection content-length expect host http2-settings keep-alive proxy-authenticate proxy-authorization
     proxy-connection te trailer transfer-encoding upgrade`,
  ),
  group('The credential of the caller', ['dpop', ...credentialHeaders].toSorted().join(' ')),
];

/** What would speak for the gateway: counted, and not for a route to allow. */
export const RESERVED: readonly HeaderGroup[] = [
  group('What the gateway says itself', 'forwarded gatehouse-* x-gatehouse-* x-request-id'),
  group('Where a request came from', 'x-forwarded-for x-forwarded-host x-forwarded-prefix x-forwarded-proto'),
  group('Cookies (see `cookies`)', 'cookie cookie2'),
];

/** Everything else that services behind a proxy believe: counted, and a route can allow it. */
export const LISTED: readonly HeaderGroup[] = [
  group(
    'Addresses and origins, any proxy',
    `ali-cdn-real-ip cdn-real-ip cdn-src-ip client-ip forwarded-for front-end-https http-client-ip http-x-forwarded-for proxy proxy-client-ip real-ip remote-addr
     remote-ip true-client-ip via x-client-host x-client-ip x-client-port x-client-scheme x-cluster-client-ip
     x-custom-ip-authorization x-forward-for x-forward-proto x-forwarded x-forwarded-* x-forwardedfor x-host
     x-original-forwarded-* x-original-remote-addr x-originally-forwarded-for x-originating-ip x-proxyuser-ip x-real-host
     x-real-ip x-real-port x-remote-addr x-remote-ip x-scheme x-true-client-ip x-true-ip x-url-scheme`,
  ),
  group(
    'Path, host and method as somebody else had them',
    `x-accel-* x-base-path x-forward-url x-host-override x-http-destinationurl x-http-host-override x-http-method
     x-http-method-override x-ingress-path x-invoke-* x-matched-path x-method-override x-middleware-* x-original-host
     x-original-method x-original-path x-original-query x-original-scheme x-original-uri x-original-url x-override-url
     x-proxy-url x-rewrite-uri x-rewrite-url x-script-name x-sendfile-type x-waws-unencoded-url`,
  ),
  group(
    'Client certificates (RFC 9440; nginx, Apache, HAProxy, Traefik, Envoy as commonly set)',
    `client-cert client-cert-* client-certificate client-dn client-verify ssl-* sslclientcert tls-client-* x-cert x-cert-* x-certificate
     x-certificate-* x-client-cert x-client-cert-* x-client-certchain x-client-certificate x-client-certificate-*
     x-client-cn x-client-dn x-client-issuer x-client-issuer-* x-client-s-dn x-client-san x-client-serial x-client-spiffe
     x-client-subject x-client-subject-* x-client-verified x-client-verify x-clientcert x-mtls-* x-peer-cert x-peer-certificate x-spiffe-*
     x-ssl x-ssl-* x-sslclientcert x-tls-* x509-*`,
  ),
  group(
    'Who is calling, in general use',
    `auth-* authenticated-* groups identity oidc-* proxy-remote-user proxy-user remote-* roles user user-email user-groups
     user-id user-name user-role user-roles userid username x-access-token x-account x-account-id x-actor x-actor-* x-admin
     x-admin-* x-assertion x-auth x-auth-* x-authenticated x-authenticated-* x-authentication x-authentication-*
     x-authorization x-authorization-* x-authz-* x-caller x-caller-* x-claim x-claim-* x-claims x-client-id x-credential
     x-customer-id x-department x-email x-entitlements x-gateway-* x-group x-groups x-id-token x-identity x-identity-* x-impersonate
     x-impersonate-* x-impersonated-user x-internal x-internal-* x-is-admin x-jwt x-jwt-* x-ldap-* x-member-id x-oauth-* x-oidc-* x-on-behalf-of
     x-org-id x-organization-id x-orgid x-owner x-owner-id x-permissions x-preferred-username x-principal x-principal-*
     x-proxy-ext-* x-proxy-remote-user x-proxy-roles x-proxy-user x-refresh-token x-remote-* x-role x-roles x-saml-* x-scope
     x-scope-* x-scopes x-sso-* x-sub x-subject x-subject-* x-tenant x-tenant-* x-tenantid x-token-subject x-token-user-*
     x-uid x-user x-user-* x-useremail x-userid x-userinfo x-username x-userroles x-verified-* x-whoami`,
  ),
  group('Keys and tokens by other names; who is written to', 'api-key apikey from'),
  group('oauth2-proxy, Authelia, authentik', 'x-auth-request-* remote-email remote-groups remote-name x-authentik-*'),
  group('Pomerium, Vouch, Teleport, Tailscale', 'teleport-* tailscale-* x-pomerium-* x-teleport-* x-vouch-*'),
  group('Grafana, Gitea, Traefik; Loki and Mimir', 'x-webauth-* x-scope-orgid'),
  group(
    'Kubernetes, Kubeflow, Argo CD, OpenShift',
    `argocd-application-* argocd-project-* argocd-target-* argocd-user-* argocd-username impersonate-* kubeflow-*
     x-rh-identity`,
  ),
  group('Envoy, Istio, Linkerd, Dapr, VPC Lattice', 'dapr-caller-* l5d-* x-envoy-* x-istio-* x-amzn-lattice-*'),
  group(
    'Kong, APISIX, Tyk, WSO2, Apigee, 3scale, MuleSoft, Gravitee',
    'x-3scale-* x-agw-* x-anonymous-consumer x-apigee-* x-consumer-* x-credential-* x-gravitee-* x-tyk-*',
  ),
  group(
    'Cloudflare',
    `cdn-loop cf-access-* cf-bot-* cf-cert-* cf-client-cert-* cf-connecting-* cf-ew-via cf-ipcity
     cf-ipcontinent cf-ipcountry cf-iplatitude cf-iplongitude cf-ja3-hash cf-ja4 cf-metro-code cf-postal-code cf-pseudo-*
     cf-ray cf-region cf-region-code cf-threat-score cf-timezone cf-verified-bot cf-visitor cf-warp-* cf-worker`,
  ),
  group(
    'Akamai, Fastly, Fly, Imperva, Sucuri, DigitalOcean, Netlify, Vercel, Heroku',
    `akamai-* do-connecting-ip fastly-* fly-* incap-* x-akamai-* x-heroku-* x-nf-* x-sucuri-* x-vercel-forwarded-*
     x-vercel-ip-* x-vercel-ja4-digest x-vercel-oidc-* x-vercel-proxied-*`,
  ),
  group(
    'Amazon (ALB, API Gateway, CloudFront, Lambda adapters)',
    `cloudfront-* x-amz-cf-id x-amzn-apigateway-* x-amzn-lambda-* x-amzn-mtls-* x-amzn-oidc-* x-amzn-request-context
     x-amzn-source-* x-amzn-tls-* x-apigateway-*`,
  ),
  group(
    'Azure (App Service, Application Gateway, Front Door)',
    'disguised-host was-default-hostname x-appservice-* x-arr-* x-azure-* x-ms-client-principal x-ms-client-principal-* x-ms-edge-* x-ms-token-* x-zumo-*',
  ),
  group(
    'Google (IAP, App Engine, Cloud Tasks and Scheduler, Endpoints)',
    `x-appengine-* x-cloudscheduler x-cloudscheduler-* x-cloudtasks-* x-endpoint-api-* x-gfe-* x-goog-authenticated-user-*
     x-goog-iap-* x-google-* x-serverless-authorization`,
  ),
  group(
    'Shibboleth, mod_auth_mellon, CAS, SiteMinder, Oracle and IBM access managers, WebLogic, WebSphere',
    `affiliation ajp-* assurance cas-* eppn entitlement iv-* mellon-* oam-* pairwise-id persistent-id shib-* sm-* smuser
     subject-id targeted-id unscoped-affiliation wl-proxy-* wsat wscc wscs wsfo wsip wsis wspr wsra wsrh wsru wssc wssi wssn
     wssp`,
  ),
  group(
    'Applications that believe a proxy',
    `domino-username opendistro-security-* opensearch-security-* rstudio-* sf-context-* shiny-server-* x-cf-forwarded-url
     x-cf-proxy-* x-citrix-* x-cosmos-* x-hass-* x-kratos-* x-rsc-* x-sandstorm-* ynh-*`,
  ),
];

/** Names that one of the beginnings above would take, and that clients send for something else. */
export const PASSING: readonly string[] = ['x-user-agent'];
