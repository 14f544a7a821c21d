import { type Dissection, type Field, field, type Layout } from '#sdk';
import { takeRest, under, within } from '../buffers.ts';
import { flag, heading } from '../parts.ts';
import { fscc, smb2 } from '../spec.ts';
import { FILE, FILE_CLASSES, FILE_SYSTEM, FILE_SYSTEM_CLASSES, SECURITY, TYPES } from '../tables/information.ts';
import { fileFields, fileLayouts, takeFileInformation } from './file.ts';
import { fileSystemFields, fileSystemLayouts, takeFileSystemInformation } from './file-system.ts';
import { nameField, nameLength } from './names.ts';

const spec = smb2('2.2.37');
const hex = { size: 1, base: 'hex', spec } as const;

/** InfoType of a request; of a response, what its request asked for. */
const type = (generated: boolean): Field =>
  field('smb2.class', 'InfoType', 'uint', { ...hex, names: TYPES, generated });
/** FileInfoClass: the type decides what it names, and Wireshark has a field for each. */
const classes = (generated: boolean): readonly Field[] => [
  field('smb2.file_info.infolevel', 'FileInfoClass', 'uint', { ...hex, names: FILE_CLASSES, generated }),
  field('smb2.fs_info.infolevel', 'FileInfoClass', 'uint', { ...hex, names: FILE_SYSTEM_CLASSES, generated }),
  field('smb2.sec_info.infolevel', 'FileInfoClass', 'uint', { ...hex, generated }),
  field('smb2.infolevel', 'FileInfoClass', 'uint', { ...hex, generated }),
];
const infoType = type(false);
const infoClasses = classes(false);
const askedType = type(true);
const askedClasses = classes(true);
const of = (fields: readonly Field[], kind: number): Field => fields[kind >= FILE && kind <= SECURITY ? kind - 1 : 3]!;

/** Which parts of a security descriptor are meant (2.2.37); otherwise a plain number. */
const part = (name: string, label: string, mask: number): Field =>
  flag(`smb2.getsetinfo_additional_secinfo.${name}`, label, mask);
const securityParts = [
  part('owner', 'OWNER_SECURITY_INFORMATION', 0x00000001),
  part('group', 'GROUP_SECURITY_INFORMATION', 0x00000002),
  part('dacl', 'DACL_SECURITY_INFORMATION', 0x00000004),
  part('sacl', 'SACL_SECURITY_INFORMATION', 0x00000008),
  part('label', 'LABEL_SECURITY_INFORMATION', 0x00000010),
  part('attribute', 'ATTRIBUTE_SECURITY_INFORMATION', 0x00000020),
  part('scope', 'SCOPE_SECURITY_INFORMATION', 0x00000040),
  part('backup', 'BACKUP_SECURITY_INFORMATION', 0x00010000),
];
const additional = (abbrev: string): Field =>
  field(abbrev, 'AdditionalInformation', 'uint', { size: 4, little: true, base: 'hex', spec });
const plainAdditional = additional('smb2.getsetinfo_additional');
const securityAdditional = additional('smb2.getsetinfo_additionals');

const securityRoot = heading('smb2.sec_info_00', 'Security descriptor');
const descriptor = field('smb2.security_descriptor', 'SECURITY_DESCRIPTOR', 'bytes', { spec: fscc('2.4') });
const unknown = field('smb2.unknown', 'Buffer', 'bytes', { spec });

export const informationLayouts: readonly Layout[] = [...fileLayouts, ...fileSystemLayouts];
export const informationFields: readonly Field[] = [
  infoType,
  ...infoClasses,
  askedType,
  ...askedClasses,
  plainAdditional,
  securityAdditional,
  ...securityParts,
  securityRoot,
  descriptor,
  unknown,
  nameLength,
  nameField,
  ...fileFields,
  ...fileSystemFields,
];

/** InfoType and FileInfoClass at the cursor. */
export function takeClass(d: Dissection, kind: number): void {
  d.take(infoType, 1);
  d.take(of(infoClasses, kind), 1);
}

/** What the request of a response asked for. */
export function showClass(d: Dissection, kind: number, level: number): void {
  d.generate(askedType, kind);
  d.generate(of(askedClasses, kind), level);
}

/** AdditionalInformation at the cursor. */
export function takeAdditional(d: Dissection, kind: number): void {
  if (kind !== SECURITY) return d.take(plainAdditional, 4);
  d.need(4);
  const node = d.open(securityAdditional);
  for (const one of securityParts) d.mark(one, d.at, d.at + 4);
  d.skip(4);
  d.close(node);
}

/** A buffer of information, in a window of its own. */
export function takeInformation(
  d: Dissection,
  kind: number,
  level: number,
  position: number,
  length: number,
  limit: string,
): void {
  within(d, position, length, limit, () => {
    if (kind === FILE && takeFileInformation(d, level)) return;
    if (kind === FILE_SYSTEM && takeFileSystemInformation(d, level)) return;
    if (kind !== SECURITY) return takeRest(d, unknown);
    under(d, securityRoot, () => takeRest(d, descriptor));
  });
}
