import type { Sentences } from '@gatehouse/html';
import type { profileReport as en } from '../en/profile-report.ts';

export const profileReport: Sentences<typeof en> = {
  profile: 'Perfil',
  intro:
    'Dice lo que está guardado y configurado, para el servidor, cada API y cada cliente activo, y no pregunta nada por la red. Los requisitos y consejos están en inglés.',
  fails: 'No se cumple',
  noMust: 'Se cumple cada MUST comprobado',
  others: 'Otras reglas',
  rule: 'Regla',
  required: 'Se exige',
  value: 'Cómo está',
  advice: 'Qué hacer',
  kinds: {
    server: 'Servidor',
    resource: 'API',
    client: 'Cliente',
  },
  results: {
    holds: 'se cumple',
    fails: 'no se cumple',
    tested: 'mostrado por las pruebas de esta versión',
    not_checked: 'no comprobado',
    not_applicable: 'no se aplica',
  },
};
