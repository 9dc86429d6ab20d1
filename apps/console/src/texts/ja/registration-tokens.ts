import type { Sentences } from '@gatehouse/html';
import type { registrationTokens as en } from '../en/registration-tokens.ts';

export const registrationTokens: Sentences<typeof en> = {
  title: '登録トークン',
  intro:
    'ポリシーが登録を認めている場合、アプリケーションはこのトークンで自分を登録します。取り消しても、登録済みのアプリケーションは残ります。',
  add: '新しいトークン',
  label: '用途',
  labelHint: '一覧を見る人のための名前です。',
  usesLeft: '残り回数',
  expires: '有効期限',
  expired: '期限切れ',
  madeBy: '作成者',
  all: 'ポリシーが認めるすべて',
  none: 'なし',
  revoke: '取り消す',
  revokeTitle: 'トークン {label} を取り消す',
  revokeAbout: '今後このトークンでは登録できません。登録済みのアプリケーションは残ります。',
  revoked: 'トークンを取り消しました。',
  uses: 'アプリケーションの数',
  usesHint: 'この数まで登録できます。',
  days: '有効な日数',
  daysHint: '最大 365 日です。',
  scopeHint: 'OpenID Connect のスコープを空白で区切ります。空欄: ポリシーが認めるすべて。',
  scopesHint: 'API ごとに 1 行: 識別子、続けてスコープ。空欄: ポリシーが認めるすべて。',
  newIntro: 'ここに何を書いても、ポリシーが認める範囲を超えることはありません。',
  madeTitle: '今すぐトークンをコピーしてください',
  madeAbout: 'これを持つ人は、使い切るまでアプリケーションを登録できます。表示は今回だけです。',
  token: '登録トークン',
  done: 'コピーしました',
};
