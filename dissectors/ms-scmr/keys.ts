export { serviceControl } from './reading.ts';
