import { type Field, field, type Refinements } from '#sdk';

const count = field('dcerpc.nt.count', 'Count', 'uint', { size: 4 });
const alias = (name: string, label: string): Field => field(`dcerpc.${name}`, label, 'uint', { size: 2, alias: true });
const nameLength = alias('lsa_String.name_len', 'Length');
const nameSize = alias('lsa_String.name_size', 'MaximumLength');

/** What Wireshark calls the parts of SIDs, whatever interface they are in … */
export const sidNames: Refinements = {
  RPC_SID: { aliases: [field('dcerpc.nt.domain_sid', 'SID', 'string', { alias: true })] },
  'RPC_SID.SubAuthority': { counts: { maximum: count } },
};

/** … and those of names in SAMR's. */
export const accountNames: Refinements = {
  ...sidNames,
  'SAMPR_PSID_ARRAY.Count': { aliases: [field('dcerpc.nt.count', 'Count', 'uint', { size: 4, alias: true })] },
  'RPC_UNICODE_STRING.Length': { aliases: [nameLength] },
  'RPC_UNICODE_STRING.MaximumLength': { aliases: [nameSize] },
  'RPC_SHORT_BLOB.Length': { aliases: [nameLength] },
  'RPC_SHORT_BLOB.MaximumLength': { aliases: [nameSize] },
};
