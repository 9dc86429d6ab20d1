import { adminScenario } from '../administering.ts';

export default adminScenario({ name: 'users-search', path: '/users?q=alma.adler.0001', shows: 'alma.adler.0001' });
