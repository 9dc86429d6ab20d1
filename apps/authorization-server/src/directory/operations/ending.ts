/** What may end. */
export type Ending =
  | 'the session'
  | 'other sessions'
  | 'all sessions'
  | 'the access token'
  | 'the grants'
  | 'all grants and tokens of the user'
  | 'all tokens of the client'
  | 'all grants and tokens of the client'
  | 'everything of everybody'
  | 'tokens of the API key'
  | 'tokens of the API keys'
  | 'tokens of the service account'
  | 'sign-ins under way'
  | 'mailed links'
  | 'known browsers'
  | 'API keys'
  | 'tokens signed by the key';
