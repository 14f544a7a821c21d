export { accounts } from './reading.ts';
