import type { Sentences } from '@gatehouse/html';
import type { settings as en } from '../en/settings.ts';

export const settings: Sentences<typeof en> = {
  intro:
    'Lo que rige en la instancia que respondió. Los secretos no se muestran. La configuración se cambia donde se inicia el servidor.',
  name: 'Ajuste',
  value: 'Valor',
  contains: 'El nombre contiene',
};
