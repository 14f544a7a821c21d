import { type Field, field, type Refinements } from '#sdk';

const count = field('dcerpc.nt.count', 'Count', 'uint', { size: 4 });
const alias = (name: string, label: string): Field => field(`dcerpc.${name}`, label, 'uint', { size: 2, alias: true });

/** What Wireshark calls the parts of names and SIDs, whatever interface of accounts they are in. */
export const accountNames: Refinements = {
  'RPC_UNICODE_STRING.Length': { aliases: [alias('lsa_String.name_len', 'Length')] },
  'RPC_UNICODE_STRING.MaximumLength': { aliases: [alias('lsa_String.name_size', 'MaximumLength')] },
  RPC_SID: { aliases: [field('dcerpc.nt.domain_sid', 'SID', 'string', { alias: true })] },
  'RPC_SID.SubAuthority': { counts: { maximum: count } },
};
