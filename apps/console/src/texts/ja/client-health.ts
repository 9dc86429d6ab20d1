import type { Sentences } from '@gatehouse/html';
import type { clientHealth as en } from '../en/client-health.ts';

export const clientHealth: Sentences<typeof en> = {
  title: '健全性',
  well: 'することはありません。適切に設定されています。',
  severities: { critical: '緊急', warning: '要確認', info: '参考' },
  lastUse: '最後の利用',
  nothingSeen: '利用の記録なし',
  withChallenge: '最後の PKCE あり',
  withoutChallenge: '最後の PKCE なし',
  bound: '鍵に結び付いた最後のトークン',
  unbound: '鍵に結び付かない最後のトークン',
  never: 'なし',
  findings: {
    pkce_not_required:
      'PKCE が必須でないため、盗まれたコードが使われるおそれがあります。コードチャレンジを送らせ、そのうえで必須にしてください。',
    sender_constraint_not_required:
      'トークンはいつも鍵に結び付いています。必須にして、他のトークンを受け付けないようにしてください。',
    never_used: 'まだ利用の記録がありません（記録は1分ごとです）。誰も必要としないなら無効にしてください。',
    idle: '長い間使われていません。誰も困らないなら無効にしてください。',
    secret_expired: '期限切れのシークレットがあります。削除してください。',
    secret_expires_soon:
      'まもなく期限の切れるシークレットがあります。別のものを追加し、アプリケーションに渡してください。',
    secret_old:
      '1 年以上前のシークレットがあります。別のものを追加してアプリケーションに渡し、古いものを削除してください。',
    redirect_uri_unused: 'まだ誰も送られていないリダイレクト URI があります。不要なものを削除してください。',
    grant_type_unused: 'まだ使っていないトークンの取得方法があります。不要なものを削除してください。',
    scope_unused: 'これまで求めたことのない権限があります。不要なものを削除してください。',
  },
  toForm: { edit: '変更する', secrets: 'シークレットへ', end: '無効化へ', scopes: 'スコープへ' },
};
