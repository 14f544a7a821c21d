export { secureChannel } from './reading.ts';
