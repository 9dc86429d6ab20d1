import type { Sentences } from '@gatehouse/html';
import type { settings as en } from '../en/settings.ts';

export const settings: Sentences<typeof en> = {
  intro: '応答したインスタンスで有効な設定です。秘密は表示されません。設定はサーバーを起動する場所で変更します。',
  name: '設定',
  value: '値',
  contains: '名前に含む文字',
};
