export { typeInformation } from './reading.ts';
