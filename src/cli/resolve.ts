import { ipv4Bytes, ipv6Bytes } from '../bytes/address.ts';
import { AddressNames } from '../model/names.ts';
import type { Arguments, Option } from './command.ts';
import { readText } from './user-files.ts';

export const RESOLVE: readonly Option[] = [
  {
    name: 'resolve',
    describe: 'addresses by the names that the capture gives them (DNS, NBNS, pcapng); the network is never asked',
  },
  {
    name: 'hosts',
    letter: 'H',
    takes: 'FILE',
    many: true,
    describe: 'names of a hosts file before those; means --resolve',
  },
];

/** What addresses are called, where the user asks for names. */
export function namesOf(args: Arguments): AddressNames | undefined {
  const files = args.all('hosts');
  if (!args.has('resolve') && files.length === 0) return undefined;
  const names = new AddressNames();
  for (const path of files) giveHosts(names, path);
  return names;
}

/** hosts(5): an address and its names on each line; the first of them is shown. What is no such line is passed over. */
function giveHosts(names: AddressNames, path: string): void {
  for (const line of readText(path, '--hosts').split('\n')) {
    const [address = '', name] = line.replace(/#.*/, '').trim().split(/\s+/);
    const bytes = ipv4Bytes(address) ?? ipv6Bytes(address);
    if (bytes && name) names.give(bytes, name);
  }
}
