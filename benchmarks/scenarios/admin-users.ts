import { adminScenario } from '../administering.ts';

export default adminScenario({ name: 'users', path: '/users', shows: 'id="users"' });
