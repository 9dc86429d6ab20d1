import { adminScenario } from '../administering.ts';

export default adminScenario({ name: 'clients', path: '/clients', shows: 'id="clients"' });
