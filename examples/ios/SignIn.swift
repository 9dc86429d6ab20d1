// SignIn.swift: signs users in on iOS with AppAuth (https://github.com/openid/AppAuth-iOS, Swift package, version 2.0.0).
// It is not run by a test of Gatehouse. Info.plist needs the scheme of the redirect URI under CFBundleURLTypes.
import AppAuth
import UIKit

let issuer = URL(string: "https://localhost:3000")!
let clientID = "shop"
let redirectURI = URL(string: "http://localhost:4000/callback")!
let scope = "openid profile email offline_access orders_read"

/// Keep it while the browser is open: AppDelegate hands the address that comes back to `resumeExternalUserAgentFlow(with:)`.
var flow: OIDExternalUserAgentSession?

/// PKCE, state and nonce are AppAuth's own doing. `authState.performAction` then gives tokens that are fresh.
func signIn(from view: UIViewController, done: @escaping (OIDAuthState?, Error?) -> Void) {
  OIDAuthorizationService.discoverConfiguration(forIssuer: issuer) { found, error in
    guard let found else { return done(nil, error) }
    let request = OIDAuthorizationRequest(
      configuration: found, clientId: clientID, clientSecret: nil,
      scopes: scope.components(separatedBy: " "), redirectURL: redirectURI,
      responseType: OIDResponseTypeCode, additionalParameters: nil)
    flow = OIDAuthState.authState(byPresenting: request, presenting: view, callback: done)
  }
}
