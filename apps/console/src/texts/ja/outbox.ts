import type { Sentences } from '@gatehouse/html';
import type { outbox as en } from '../en/outbox.ts';

export const outbox: Sentences<typeof en> = {
  intro:
    'まだ送信されていない、ユーザー宛てのメールとアプリケーション宛てのメッセージです。含まれるリンクは秘密のため、内容は表示されません。',
  kind: '種類',
  mail: 'メール',
  attempts: '試行回数',
  due: '次の試行',
  created: '作成',
  expires: '打ち切り',
  failure: '直近の失敗',
  retry: '今すぐ送信',
  drop: '送信をやめる',
  retryTitle: 'すぐに送信',
  dropTitle: '送信をやめる（二度と送信されません）',
  retried: '次に送信されます。',
  dropped: '送信を取りやめました。',
};
