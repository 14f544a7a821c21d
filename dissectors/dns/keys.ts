export { fields as dnsFields, header as dnsHeader, rfc1035, takeMessage, writeMessage } from './message.ts';
export { type DnsName, readName } from './name.ts';
