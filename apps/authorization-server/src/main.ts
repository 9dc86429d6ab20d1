/** `npm start -w apps/authorization-server`: the same as `gatehouse serve`. */
import { serve } from './cli/serve.ts';

await serve(process.argv.slice(2));
