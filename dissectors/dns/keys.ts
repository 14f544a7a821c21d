export {
  fields as dnsFields,
  header as dnsHeader,
  looksLikeDns,
  rfc1035,
  takeMessage,
  writeMessage,
} from './message.ts';
export { type DnsName, readName } from './name.ts';
