// SignIn.kt: signs users in on Android with AppAuth (net.openid:appauth:0.11.1).
// It is not run by a test of Gatehouse. build.gradle needs the scheme of the redirect URI as manifestPlaceholders["appAuthRedirectScheme"].
import android.app.Activity
import android.content.Intent
import android.net.Uri
import net.openid.appauth.AuthState
import net.openid.appauth.AuthorizationException
import net.openid.appauth.AuthorizationRequest
import net.openid.appauth.AuthorizationResponse
import net.openid.appauth.AuthorizationService
import net.openid.appauth.AuthorizationServiceConfiguration
import net.openid.appauth.ResponseTypeValues

private val issuer = Uri.parse("https://localhost:3000")
private const val clientId = "shop"
private val redirectUri = Uri.parse("http://localhost:4000/callback")
private const val scope = "openid profile email offline_access orders_read"

class SignIn(private val activity: Activity, private val requestCode: Int) {
    private val service = AuthorizationService(activity)

    /** Opens the browser. PKCE, state and nonce are AppAuth's own doing. */
    fun begin() = AuthorizationServiceConfiguration.fetchFromIssuer(issuer) { found, error ->
        if (found == null) throw error ?: IllegalStateException("no metadata")
        val request = AuthorizationRequest.Builder(found, clientId, ResponseTypeValues.CODE, redirectUri)
            .setScope(scope)
            .build()
        activity.startActivityForResult(service.getAuthorizationRequestIntent(request), requestCode)
    }

    /** To be called from onActivityResult. `AuthState.performActionWithFreshTokens` then gives tokens that are fresh. */
    fun finish(data: Intent, done: (AuthState?, AuthorizationException?) -> Unit) {
        val response = AuthorizationResponse.fromIntent(data)
            ?: return done(null, AuthorizationException.fromIntent(data))
        val state = AuthState(response, null)
        service.performTokenRequest(response.createTokenExchangeRequest()) { tokens, error ->
            state.update(tokens, error)
            done(if (tokens == null) null else state, error)
        }
    }
}
