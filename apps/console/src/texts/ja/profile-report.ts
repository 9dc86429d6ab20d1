import type { Sentences } from '@gatehouse/html';
import type { profileReport as en } from '../en/profile-report.ts';

export const profileReport: Sentences<typeof en> = {
  profile: 'プロファイル',
  intro:
    'サーバー、各 API、有効な各クライアントについて、保存され設定されている内容を示します。ネットワークには問い合わせません。要件と助言は英語です。',
  fails: '満たしていない',
  noMust: '確認した MUST はすべて満たしています',
  others: 'その他の規則',
  rule: '規則',
  required: '要件',
  value: '現状',
  advice: '対処',
  kinds: {
    server: 'サーバー',
    resource: 'API',
    client: 'クライアント',
  },
  results: {
    holds: '満たしている',
    fails: '満たしていない',
    tested: 'この版のテストで確認済み',
    not_checked: '未確認',
    not_applicable: '該当しない',
  },
};
