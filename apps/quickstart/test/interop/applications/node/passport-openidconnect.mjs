/** Passport cannot send a code challenge, nor refresh. */
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OpenIDConnectStrategy from 'passport-openidconnect';
import { clientId, clientSecret, issuer, origin, serve, signOutUrl } from './serve.mjs';

passport.use(
  new OpenIDConnectStrategy(
    {
      issuer,
      authorizationURL: `${issuer}/auth`,
      tokenURL: `${issuer}/token`,
      userInfoURL: `${issuer}/me`,
      clientID: clientId,
      clientSecret,
      callbackURL: `${origin}/callback`,
      scope: ['profile', 'email'],
      // Who it is stands in userinfo; the ID token has what a sign-in is about.
      skipUserProfile: false,
    },
    (_issuer, profile, _context, idToken, done) => done(null, { profile, idToken }),
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: clientSecret, resave: false, saveUninitialized: false, cookie: { secure: true } }));
app.use(passport.session());
app.get('/sign-in', passport.authenticate('openidconnect'));
app.get('/callback', passport.authenticate('openidconnect', { successReturnToOrRedirect: '/', failWithError: true }));
app.get('/', (req, res) => {
  if (!req.user) return res.status(401).json({});
  const { id, displayName, emails } = req.user.profile;
  res.json({ sub: id, name: displayName, email: emails?.[0]?.value });
});
app.get('/sign-out', (req, res, next) => {
  const { idToken } = req.user;
  req.logout((error) => (error ? next(error) : res.redirect(signOutUrl(idToken))));
});
app.get('/bye', (_req, res) => res.json({ bye: true }));
serve(app);
