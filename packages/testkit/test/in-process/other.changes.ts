import { changes } from './changes.ts';

changes();
