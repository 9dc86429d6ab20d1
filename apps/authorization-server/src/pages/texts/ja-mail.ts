import type { Catalog } from './shape.ts';

export const mailFrame: Catalog['mailFrame'] = {
  greeting: '{name} 様',
};

export const mails: Catalog['mails'] = {
  reset_password: {
    subject: '{service} の新しいパスワードの設定',
    body: '{service} のアカウントについて、新しいパスワードの設定が求められました。リンクは 30 分間、一度だけ使用できます。',
    action: '新しいパスワードを設定',
    note: 'お心当たりがない場合は、何もする必要はありません。パスワードは変わりません。',
  },
  factor_added: {
    subject: '{service} に新しいサインイン方法が追加されました',
    body: '{service} のアカウントに、パスキーまたは認証アプリが追加されました。',
    action: 'サインイン方法を確認',
    note: 'お心当たりがない場合は、すぐに削除し、新しいパスワードを設定してください。',
  },
  factor_removed: {
    subject: '{service} のサインイン方法が削除されました',
    body: '{service} のアカウントから、パスキーまたは認証アプリが削除されました。',
    action: 'サインイン方法を確認',
    note: 'お心当たりがない場合は、すぐに新しいパスワードを設定し、デバイスの一覧をご確認ください。',
  },
  password_changed: {
    subject: '{service} のパスワードが変更されました',
    body: '{service} のアカウントのパスワードが変更され、ほかのすべてのデバイスはサインアウトされました。',
    action: 'アカウントを確認',
    note: 'お心当たりがない場合は、すぐに新しいパスワードを設定し、デバイスの一覧をご確認ください。',
  },
};
