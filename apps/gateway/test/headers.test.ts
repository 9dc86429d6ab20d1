import { describe, expect, it } from '@jest/globals';
import { answerHead, createRequestHeaders } from '../src/headers.ts';
import { stopsHere } from '../src/stopped-headers.ts';

const requestHeaders = createRequestHeaders(() => undefined);

const identity = [
  'X-Forwarded-User',
  'X-Forwarded-For',
  'X-Forwarded-Email',
  'X-Forwarded-Preferred-Username',
  'Forwarded',
  'X-User',
  'X-User-Id',
  'X-UserId',
  'X-Username',
  'X-Auth-User',
  'X-Auth-Request-Email',
  'X-Authenticated-Userid',
  'X-Remote-User',
  'Remote-User',
  'X-Real-IP',
  'X-Client-IP',
  'True-Client-IP',
  'X-Consumer-Username',
  'X-Gatehouse-Subject',
  'X-Gatehouse-Client',
  'X-Roles',
  'X-Role',
  'X-Scope',
  'X-Scopes',
  'X-Tenant-Id',
  'X-TenantId',
  'X-Groups',
  'X-Email',
  'X-Admin',
  'X-JWT-Assertion',
  'X-Access-Token',
  'X-Id-Token',
  'X-Amzn-Oidc-Data',
  'X-Amzn-Oidc-Identity',
  'X-Goog-Iap-Jwt-Assertion',
  'X-Goog-Authenticated-User-Email',
  'X-Ms-Client-Principal',
  'Cf-Access-Jwt-Assertion',
  'Client-Cert',
  'X-Client-Cert',
  'X-SSL-Client-S-DN',
  'Ssl-Client-Verify',
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-HTTP-Method-Override',
  'X-Department',
  'X-Principal',
  'X-Subject',
  'X-Impersonate',
  'X-Request-Id',
  'Via',
  'From',
];
const credentials = ['Authorization', 'X-API-Key', 'Api-Key', 'DPoP', 'Cookie', 'Proxy-Authorization', 'X-Auth-Token'];
/** What the proxies themselves document, whatever our list calls it. */
const ofProxies = `
  X-ARR-ClientCert X-ARR-SSL X-AppService-Proto CF-Connecting-IP CF-Connecting-IPv6 CF-Pseudo-IPv4 CF-IPCountry CF-Visitor
  CF-Worker Cf-Access-Authenticated-User-Email Cf-Access-Client-Secret Cf-Client-Cert-Sha256 Cf-Cert-Verified
  Fastly-Client-IP Fly-Client-IP Fly-Forwarded-Proto X-Envoy-External-Address X-Envoy-Original-Path X-Envoy-Internal
  X-Envoy-Peer-Metadata X-Forwarded-Client-Cert X-Forwarded-Tls-Client-Cert X-Forwarded-Tls-Client-Cert-Info
  X-Forwarded-Ssl-Client-S-Dn X-Amzn-Mtls-Clientcert X-Amzn-Mtls-Clientcert-Leaf X-Amzn-Mtls-Clientcert-Serial-Number
  X-Amzn-Oidc-Accesstoken X-Amzn-Request-Context X-Apigateway-Event X-Amzn-Lattice-Identity CloudFront-Viewer-Address
  X-SSL-Client-Cert X-SSL-Client-Verify X-SSL-Client-SHA1 X-SSL SSL-Client-Cert Ssl-Client-Subject-Dn X-Client-Cert-Chain
  X-Client-Certificate X-Client-Cert-Hash X-Client-Verify X-Client-S-DN X-Client-DN Client-Cert-Chain X-Appengine-User-Ip
  X-Appengine-Cron X-Appengine-Inbound-Appid X-CloudTasks-QueueName X-CloudScheduler X-Goog-Iap-Jwt-Assertion
  X-Goog-Authenticated-User-Id X-Endpoint-API-UserInfo X-Apigateway-Api-Userinfo X-Serverless-Authorization
  X-Ms-Client-Principal X-Ms-Client-Principal-Name X-Ms-Token-Aad-Access-Token X-Azure-ClientIP X-Azure-SocketIP
  X-Azure-FDID X-Auth-Request-User X-Auth-Request-Access-Token X-Forwarded-Groups X-Forwarded-Access-Token
  X-Forwarded-Preferred-Username Remote-User Remote-Groups Remote-Name Remote-Email X-authentik-username X-authentik-jwt
  X-Webauth-User X-Webauth-Role Tailscale-User-Login Tailscale-App-Capabilities Teleport-Jwt-Assertion
  X-Pomerium-Jwt-Assertion X-Pomerium-Claim-Email X-Vouch-User X-Vouch-Idp-Claims-Groups X-Consumer-Custom-Id
  X-Consumer-Username X-Credential-Identifier X-Anonymous-Consumer X-Authenticated-Userid X-Authenticated-Scope X-Userinfo
  X-Remote-User X-Remote-Group X-Remote-Extra-Scopes Impersonate-User Impersonate-Extra-Reason X-Scope-OrgID
  Kubeflow-Userid Argocd-Username X-Rh-Identity L5d-Client-Id Dapr-Caller-App-Id X-Jwt-Payload OIDC_CLAIM_sub
  OIDC_access_token MELLON_NAME_ID Shib-Session-ID eppn AJP_eppn SM_USER SM-UNIVERSALID iv-user iv-groups OAM_REMOTE_USER
  WL-Proxy-Client-IP WL-Proxy-Client-Cert Proxy-Client-IP $WSRU $WSCC $WSRA X-Proxy-User X-Proxy-Roles
  opendistro_security_impersonate_as X-Hass-User-Id X-Cosmos-User Ynh-User Sf-Context-Current-User
  Rstudio-Connect-Credentials X-NF-Client-Connection-IP Do-Connecting-Ip X-Vercel-Forwarded-For X-Vercel-Proxied-For
  Incap-Client-IP X-Sucuri-ClientIP True-Client-IP Akamai-Origin-Hop X-Akamai-Edgescape X-Real-IP X-Client-IP
  X-Original-Forwarded-For X-Originating-IP X-Cluster-Client-IP Client-IP Forwarded Forwarded-For X-Forwarded
  X-Forwarded-Host X-Forwarded-Proto X-Forwarded-Port X-Forwarded-Scheme X-Forwarded-Prefix X-Forwarded-Uri
  X-Forwarded-Method X-Original-URL X-Original-URI X-Original-Host X-Original-Method X-Rewrite-URL X-HTTP-Method-Override
  X-HTTP-Method X-Script-Name X-Scheme X-Url-Scheme Front-End-Https X-Middleware-Subrequest X-Waws-Unencoded-Url
  X-Accel-Mapping Proxy X-Gatehouse-Token-Ledger Gatehouse-Subject`
  .trim()
  .split(/\s+/u);

/** What clients, browsers, webhooks, tracing and protocols send to services. */
const common = `
  Mcp-Session-Id Mcp-Protocol-Version Last-Event-ID X-CSRF-Token X-XSRF-TOKEN X-CSRFToken CSRF-Token X-Gitlab-Token
  X-Gitlab-Event X-GitHub-Event X-GitHub-Delivery X-Hub-Signature X-Hub-Signature-256 Stripe-Signature X-Slack-Signature
  X-Slack-Request-Timestamp X-Twilio-Signature X-Shopify-Hmac-Sha256 X-Shopify-Shop-Domain Webhook-Id Webhook-Signature
  Svix-Signature Idempotency-Key X-Idempotency-Key Traceparent Tracestate Baggage B3 X-B3-TraceId X-B3-Sampled
  X-Cloud-Trace-Context X-Amzn-Trace-Id Sentry-Trace X-Datadog-Trace-Id Uber-Trace-Id X-Correlation-Id X-Session-Id
  X-Client-Version X-Client-Name X-Client-Info X-Client-Data X-Device-Id X-App-Version X-Platform X-Timezone X-Locale
  X-Api-Version Api-Version X-Requested-With X-Ms-Client-Request-Id X-Ms-Version X-Ms-Date X-Amz-Date X-Amz-Target
  X-Amz-Content-Sha256 X-Amz-Security-Token X-Goog-Api-Client X-Goog-User-Project OpenAI-Beta Anthropic-Version
  Grpc-Timeout X-Grpc-Web X-User-Agent Connect-Protocol-Version Apollo-Require-Preflight X-Apollo-Operation-Name
  X-Hasura-Role X-Trino-User HX-Request HX-Target Turbo-Frame X-Inertia X-Livewire Next-Action Next-Router-State-Tree RSC
  X-Nextjs-Data Tus-Resumable Upload-Offset Upload-Length Upload-Metadata Content-MD5 Content-Digest Signature
  Signature-Input Digest Want-Content-Digest Depth Destination Overwrite Lock-Token Timeout If Prefer Priority Early-Data DNT
  Save-Data Sec-GPC Sec-CH-UA Sec-Fetch-Site Sec-WebSocket-Key Sec-WebSocket-Protocol Access-Control-Request-Headers Accept
  Accept-Encoding Accept-Language Cache-Control Content-Type Content-Encoding Content-Disposition Date If-Match
  If-None-Match If-Modified-Since If-Range Range Link Origin Pragma Referer User-Agent Upgrade-Insecure-Requests SOAPAction
  X-Total-Count X-File-Name X-Forwardable X-Authored-At Cf-Turnstile-Response X-Vault-Namespace X-Sslmode My_Header`
  .trim()
  .split(/\s+/u);

const harmless = [
  'Accept',
  'Accept-Language',
  'Content-Type',
  'Content-Language',
  'User-Agent',
  'If-Match',
  'If-None-Match',
  'Range',
  'Origin',
  'Referer',
  'Traceparent',
  'Tracestate',
  'Idempotency-Key',
  'X-Requested-With',
  'X-Correlation-Id',
  'X-Custom',
  'Prefer',
  'Cache-Control',
  'Access-Control-Request-Headers',
  'Sec-Fetch-Site',
];

describe('headers on the way to a service', () => {
  it('GW-01: names by which services are told who is calling stop here, in every spelling', () => {
    for (const name of [...identity, ...credentials]) {
      for (const spelling of [
        name,
        name.toLowerCase(),
        name.toUpperCase(),
        name.replaceAll('-', '_'),
        name.replace('-', '_'),
      ])
        expect([spelling, stopsHere(spelling)]).toEqual([spelling, true]);
    }
    expect(stopsHere('X.User.Id')).toBe(true);
    expect(harmless.filter(stopsHere)).toEqual([]);
  });

  it('D7: headers of well-known proxies stop here, in every spelling that a service takes for the same', () => {
    for (const name of ofProxies) {
      const spellings = [
        name,
        name.toLowerCase(),
        name.toUpperCase(),
        name.replaceAll('-', '_'),
        name.replaceAll('-', '.'),
      ];
      spellings.push(
        name.replace('-', '_'),
        name.replaceAll('-', '~'),
        `${name}_`,
        `_${name}`,
        name.replaceAll('-', '--'),
      );
      spellings.push(name.replaceAll('-', '-_'), name.replaceAll('_', '-'));
      for (const spelling of spellings) expect([spelling, stopsHere(spelling)]).toEqual([spelling, true]);
    }
  });

  it('W6: what is on no list goes through, whatever words are in it', () => {
    expect(common.filter(stopsHere)).toEqual([]);
    const raw = common.flatMap((name) => [name, 'value']);
    expect(requestHeaders(raw)).toEqual(raw);
  });

  it('W6: empty values, repeated and very many headers pass as they are', () => {
    const raw = ['X-Empty', '', 'X-Twice', '1', 'x-twice', '2', 'X-Real-IP', '', 'X-Empty', ''];
    expect(requestHeaders(raw)).toEqual(raw.filter((_, index) => index !== 6 && index !== 7));
    const many = Array.from({ length: 5000 }, (_, index) => [`X-Many-${index}`, 'v', `X-User-${index}`, 'v']);
    expect(requestHeaders(many.flat())).toEqual(many.flatMap(([name, value]) => [name, value]));
  });

  it('W6: a route allows a header in the spelling it names, and stops others in every spelling', () => {
    const stopped: string[] = [];
    const rules = { allow: ['x-tenant-id', 'x-user-*', 'x-scope-orgid'], stop: ['x-debug-*', 'my_flag', 'x-user-id'] };
    const ofRoute = createRequestHeaders((entry) => stopped.push(entry), rules);
    const raw =
      'X-Tenant-Id x_tenant_id X-Tenant-Name X-User-Name X-User-Id X_User_Name X-Debug-Level X_DEBUG_X My-Flag X-Scope-OrgID'
        .split(' ')
        .flatMap((name) => [name, 'v']);
    expect(ofRoute(raw).filter((one) => one !== 'v')).toEqual(['X-Tenant-Id', 'X-User-Name', 'X-Scope-OrgID']);
    expect(stopped).toEqual(['x-tenant-*', 'x-tenant-*', 'x-user-id', 'x-user-*', 'x-debug-*', 'x-debug-*', 'my-flag']);
  });

  it('GW-01: what is named in Connection and what belongs to a connection stays on it', () => {
    const raw = [
      'Connection',
      'close, X-Secret',
      'X-Secret',
      '1',
      'connection',
      'x_other',
      'X-Other',
      '2',
      'TE',
      'trailers',
    ];
    const hop = [
      'Keep-Alive',
      '5',
      'Upgrade',
      'h2c',
      'HTTP2-Settings',
      'x',
      'Transfer-Encoding',
      'chunked',
      'Expect',
      '100-continue',
    ];
    expect(requestHeaders([...raw, ...hop, 'Accept', 'a', 'Host', 'x', 'Content-Length', '3', 'Accept', 'b'])).toEqual([
      'Accept',
      'a',
      'Accept',
      'b',
    ]);
  });

  it('GW-01: an answer keeps its repeated headers and loses those of the connection', () => {
    const received = { 'set-cookie': ['a=1', 'b=2'], connection: 'X-Hop', 'x-hop': '1', date: 'x', etag: '"e"' };
    expect(answerHead(received, [], [])).toEqual(['set-cookie', ['a=1', 'b=2'], 'etag', '"e"']);
  });

  it('GW-01: a service cannot speak for the gateway, nor keep what it names in Connection', () => {
    const received = {
      'x-gatehouse-subject': 'theirs',
      x_gatehouse_token: 'theirs',
      'gatehouse-x': 'theirs',
      'proxy-authenticate': 'Basic',
      'keep-alive': 'timeout=5',
      connection: 'close, x_named, ETag',
      x_named: '1',
      'x-named': '1',
      etag: '"e"',
      'x-gatehouses': 'ok',
      'x-powered-by': 'ok',
    };
    expect(answerHead(received, [], [])).toEqual(['x-gatehouses', 'ok', 'x-powered-by', 'ok']);
  });

  it('GW-01: an answer carries the gateway’s own headers once, and the standing ones unless the service says otherwise', () => {
    const received = { ratelimit: 'theirs', 'dpop-nonce': 'theirs', 'referrer-policy': 'origin' };
    const standing = [
      ['Referrer-Policy', 'no-referrer'],
      ['X-Frame-Options', 'DENY'],
    ] as const;
    expect(answerHead(received, standing, ['RateLimit', 'ours'])).toEqual([
      'referrer-policy',
      'origin',
      'X-Frame-Options',
      'DENY',
      'RateLimit',
      'ours',
    ]);
  });
});
