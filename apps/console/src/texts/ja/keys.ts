import type { Sentences } from '@gatehouse/html';
import type { keys as en } from '../en/keys.ts';

export const keys: Sentences<typeof en> = {
  intro:
    'サーバーが署名に使う鍵です。次の鍵は署名を始める前に公開されているため、いつでも気づかれずに鍵を交換できます。',
  key: '鍵',
  state: '状態',
  plan: '予定',
  algorithm: 'アルゴリズム',
  purpose: '用途',
  created: '作成',
  history: 'この鍵の履歴',
  sees: '現在',
  legendPublished: '公開中',
  legendSigns: '署名中',
  publishedSince: '{since}に公開。',
  signsFrom: '{from}に署名を引き継ぎます。',
  waits: '誰かがローテーションすると署名を引き継ぎます。',
  signsSince: '{since}に署名を開始。',
  signsUntil: '{until}に次の鍵が引き継ぎます。',
  signsOn: '誰かがローテーションするまで署名します。',
  leaves: '{gone}に公開を終了します。',
  verifies: 'もう署名しません。署名済みのものは有効です。',
  rotates: '鍵は{signs}署名します。次の鍵は署名の{ahead}前に公開され、引退した鍵は{retained}残ります。',
  rotatesNever:
    '鍵は指示があったときだけ変わります。次の鍵は署名の{ahead}前に公開され、引退した鍵は{retained}残ります。',
  none: 'この種類の鍵はまだありません。必要になると作られます。',
  rotate: '今すぐローテーション',
  rotateTitle: '鍵のローテーション：{purpose}',
  rotateAbout: '次の鍵は、全員が知り得るようになり次第引き継ぎます。署名済みのものは有効なままで、何も壊れません。',
  rotated: '次の鍵が引き継ぎます。',
  retirePart: '引退させる',
  retireText: '必要以上には署名せず、別の鍵が代わります。署名済みのものは有効で、誰も気づきません。',
  retire: '引退させる',
  retireTitle: '鍵を引退させる',
  retired: '鍵は引退します。',
  revokePart: '盗まれた、またはその恐れがある',
  revoke: '失効させる',
  revokeTitle: '鍵を失効させる',
  revoked: '鍵は失効しました。別の鍵が署名します。',
  purposes: {
    token: 'トークン',
    cookie: 'サインインページの Cookie',
    'dpop-nonce': 'DPoP のノンス',
    'refresh-token': 'リフレッシュトークンの後継',
  },
  states: {
    next: '次',
    current: '署名中',
    retired: '引退',
  },
  breaks: {
    token:
      'この鍵で署名されたすべてのトークンが直ちに拒否されます。アクセストークンはサーバーに追従するすべての API で、ID トークンはあらゆる場所で使えなくなり、アプリケーションは取り直しが必要です。鍵をメモリに保持する API が読み直すまで数分かかります。',
    cookie:
      'この鍵で署名されたすべての Cookie が直ちに無効になります。ユーザーは再度サインインし、進行中のサインインはやり直しです。',
    'dpop-nonce':
      'この鍵で作られたすべてのノンスが直ちに無効になります。アプリケーションは次の応答で新しいノンスを受け取り、多くは自動で対応します。',
    'refresh-token':
      '応答が失われたリフレッシュをこの数秒間に再試行しても応答は得られず、そのユーザーは再度サインインします。これにより無効になるトークンはありません。',
  },
};
