export { type DnsName, readName } from './name.ts';
