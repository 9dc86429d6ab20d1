import type { Sentences } from '@gatehouse/html';
import type { services as en } from '../en/services.ts';

export const services: Sentences<typeof en> = {
  intro:
    '誰のものでもないプログラムの資格情報です。HTTP Basic 用のログイン名とシークレットで、それぞれ 1 つの API に使えます。',
  add: '新しいサービスアカウント',
  addKey: '新しい API キー',
  keys: 'ユーザーの API キー',
  keysIntro: 'プログラムがユーザーの名で使うキーです。新しいキーはユーザーのページで作ります。',
  owner: 'ユーザー',
  loginHint: 'プログラムがサインインに使う名前です。',
  nameHint: '一覧を見る人のための名前です。',
  api: 'API',
  apiHint: 'キーは 1 つの API だけに使え、次に選ぶこと以上は許しません。',
  noApis: 'API がまだありません。先に宣言してください。',
  next: '次へ',
  scopes: '許可する内容',
  lifetime: '有効期間',
  lifetimes: { '30': '30 日', '90': '90 日', '365': '1 年', never: '取り消すまで' },
  create: '作成する',
  keyTitle: '今すぐ API キーをコピーしてください',
  keyAbout:
    'キーを持つ人は、許可されたことを行えます。表示されるのは今回だけです。プログラムが読む場所にコピーしてください。',
  secretTitle: '今すぐシークレットをコピーしてください',
  secretAbout:
    'ログイン名とシークレットを持つ人は、許可されたことを行えます。シークレットが表示されるのは今回だけです。プログラムが読む場所にコピーしてください。',
  secret: 'シークレット',
  apiKey: 'API キー',
  done: 'コピーしました',
  revoke: 'サービスアカウントを取り消す',
  revokeAbout: 'これを使うプログラムは動かなくなります。元に戻せません。',
  revoked: 'サービスアカウントを取り消しました。',
};
