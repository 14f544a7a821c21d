import { type Dissection, type Field, field, type NdrStub, type Refinements, specification } from '#sdk';
import { idlInterface } from '../dcerpc/interface.ts';
import { mapped, type Stub } from '../dcerpc/keys.ts';
import { readTower, takeTower, towerFields, towerText } from './tower.ts';

const spec = specification('C706', 'https://pubs.opengroup.org/onlinepubs/9629399/apdxo.htm')('O');

const INQUIRIES = {
  0: 'rpc_c_ep_all_elts',
  1: 'rpc_c_ep_match_by_if',
  2: 'rpc_c_ep_match_by_obj',
  3: 'rpc_c_ep_match_by_both',
};
/** C706 Appendix O and E. */
const STATUS = {
  0: 'ok',
  0x16c9a0cd: 'ept_s_cant_perform_op',
  0x16c9a0ce: 'ept_s_no_memory',
  0x16c9a0cf: 'ept_s_database_invalid',
  0x16c9a0d0: 'ept_s_cant_create',
  0x16c9a0d1: 'ept_s_cant_access',
  0x16c9a0d2: 'ept_s_database_already_open',
  0x16c9a0d3: 'ept_s_invalid_entry',
  0x16c9a0d4: 'ept_s_update_failed',
  0x16c9a0d5: 'ept_s_invalid_context',
  0x16c9a0d6: 'ept_s_not_registered',
  0x16c9a0d7: 'ept_s_server_unavailable',
  0x16c9a0d8: 'ept_s_underspecified_name',
  0x16c9a0d9: 'ept_s_invalid_ns_handle',
};

/** What Wireshark calls a parameter; its label is the document's. */
const called = (abbrev: string): { abbrev: string } => ({ abbrev: `epm.${abbrev}` });
const count = (abbrev: string, label: string): Field => field(`epm.${abbrev}`, label, 'uint', { size: 4, spec });

const towerLength = count('tower.len', 'tower_length');
const refine: Refinements = {
  ept_status: { ...called('rc'), base: 'hex', names: STATUS },
  'ept_lookup.entry_handle': called('hnd'),
  'ept_map.entry_handle': called('hnd'),
  'ept_lookup_handle_free.entry_handle': called('hnd'),
  'ept_lookup.inquiry_type': { ...called('inq_type'), names: INQUIRIES },
  'ept_lookup.object': called('uuid'),
  'ept_map.object': called('uuid'),
  'ept_mgmt_delete.object': called('uuid'),
  'ept_lookup.vers_option': called('ver_opt'),
  'rpc_if_id_t.uuid': called('uuid'),
  'rpc_if_id_t.vers_major': called('ver_maj'),
  'rpc_if_id_t.vers_minor': called('ver_min'),
  'twr_t.tower_length': called('tower.len'),
  twr_t: { text: (bytes, start, end) => towerText(bytes, start + 4, end) },
  'twr_t.tower_octet_string': { ...called('tower'), carries: takeTower, counts: { maximum: towerLength } },
  'ept_entry_t.annotation': {
    counts: { offset: count('ann_offset', 'Annotation offset'), actual: count('ann_len', 'Annotation length') },
  },
};

/** The endpoint mapper, on port 135 and \PIPE\epmapper. What it answers says what later connections carry. */
export const epm = idlInterface({
  uuid: 'e1af8308-5d1f-11c9-91a4-08002b14a0fa',
  version: 3,
  name: 'epm',
  label: 'EPM',
  title: 'DCE/RPC Endpoint Mapper',
  document: 'C706',
  idl: new URL('./epm.idl', import.meta.url),
  refine,
  fields: towerFields,
  informs: true,
  needs: () => true,
  tells: remember,
});

/** A lookup lists all there is, so that ports have several interfaces; a map answers one question. */
const MAP = 3;

function remember(d: Dissection, { request, call }: Stub, read: NdrStub): void {
  if (request || call.opnum !== MAP || !d.flow) return;
  for (const { start, end } of read.places('epm.tower')) {
    const endpoint = readTower(d.bytes, start, end);
    if (endpoint) mapped(d, endpoint);
  }
}

/** What every server answers about itself. */
export const mgmt = idlInterface({
  uuid: 'afa8bd80-7d8a-11c9-bef4-08002b102989',
  name: 'mgmt',
  label: 'MGMT',
  title: 'DCE/RPC Remote Management',
  document: 'C706',
  idl: new URL('./mgmt.idl', import.meta.url),
  refine: {
    mgmt_status: { abbrev: 'mgmt.rc', base: 'hex' },
    'rpc__mgmt_inq_princ_name.authn_proto': { abbrev: 'mgmt.proto', base: 'hex' },
    'rpc__mgmt_inq_princ_name.princ_name_size': { abbrev: 'mgmt.princ_size' },
  },
});
