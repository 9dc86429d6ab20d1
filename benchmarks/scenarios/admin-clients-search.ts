import { adminScenario } from '../administering.ts';

export default adminScenario({ name: 'clients-search', path: '/clients?q=client-077', shows: 'client-077' });
