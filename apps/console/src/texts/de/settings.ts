import type { Sentences } from '@gatehouse/html';
import type { settings as en } from '../en/settings.ts';

export const settings: Sentences<typeof en> = {
  intro:
    'Was auf der Instanz gilt, die geantwortet hat. Geheimnisse werden nicht gezeigt. Einstellungen ändert man dort, wo der Server gestartet wird.',
  name: 'Einstellung',
  value: 'Wert',
  contains: 'Name enthält',
};
