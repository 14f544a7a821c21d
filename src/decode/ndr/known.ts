import { u32be, u32le, uint } from '../../bytes/read.ts';
import type { Role, StructureText } from './definition.ts';

/** Structures that are one value for everyone, by tag or name (MS-DTYP 2.3). */
export const LEAVES: Readonly<Record<string, { readonly role: Role; readonly size: number; readonly align: number }>> =
  {
    _GUID: { role: 'guid', size: 16, align: 4 },
    _FILETIME: { role: 'filetime', size: 8, align: 4 },
    _LARGE_INTEGER: { role: 'int', size: 8, align: 8 },
    _ULARGE_INTEGER: { role: 'uint', size: 8, align: 8 },
  };

/** Types whose values are statuses: shown in hex, never negative. */
export const STATUS: ReadonlySet<string> = new Set(['NTSTATUS', 'HRESULT', 'SCODE', 'WERROR', 'RPC_STATUS']);

/** A SID as S-1-… (MS-DTYP 2.4.2.1); `start` is its Revision. */
const sidText: StructureText = (bytes, start, end, little) => {
  if (end - start < 8) return undefined;
  const authority = uint(bytes, start + 2, start + 8, false);
  let text = `S-${bytes[start]}-${authority >= 2 ** 32 ? `0x${authority.toString(16).padStart(12, '0')}` : authority}`;
  for (let at = start + 8; at + 4 <= end; at += 4) text += `-${little ? u32le(bytes, at) : u32be(bytes, at)}`;
  return text;
};

export const TEXTS: Readonly<Record<string, StructureText>> = {
  _RPC_SID: sidText,
  RPC_SID: sidText,
  _SID: sidText,
  SID: sidText,
};
