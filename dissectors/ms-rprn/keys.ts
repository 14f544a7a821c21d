export { printSystem } from './reading.ts';
