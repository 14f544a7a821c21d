export { registry } from './reading.ts';
