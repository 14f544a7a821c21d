import { type Part, u32 } from '#sdk';
import { flags } from '../layout.ts';

/**
 * What a server is (MS-SRVS 2.2.2.7): announcements, enumerations and the Server Service say it alike. By the last part of
 * the abbreviation; those that Wireshark has no name for are not here.
 */
export const SERVER_TYPES = {
  workstation: ['SV_TYPE_WORKSTATION', 0x00000001],
  server: ['SV_TYPE_SERVER', 0x00000002],
  sql: ['SV_TYPE_SQLSERVER', 0x00000004],
  domain_controller: ['SV_TYPE_DOMAIN_CTRL', 0x00000008],
  backup_controller: ['SV_TYPE_DOMAIN_BAKCTRL', 0x00000010],
  time: ['SV_TYPE_TIME_SOURCE', 0x00000020],
  apple: ['SV_TYPE_AFP', 0x00000040],
  novell: ['SV_TYPE_NOVELL', 0x00000080],
  member: ['SV_TYPE_DOMAIN_MEMBER', 0x00000100],
  print: ['SV_TYPE_PRINTQ_SERVER', 0x00000200],
  dialin: ['SV_TYPE_DIALIN_SERVER', 0x00000400],
  xenix: ['SV_TYPE_XENIX_SERVER', 0x00000800],
  ntw: ['SV_TYPE_NT', 0x00001000],
  wfw: ['SV_TYPE_WFW', 0x00002000],
  nts: ['SV_TYPE_SERVER_NT', 0x00008000],
  'browser.potential': ['SV_TYPE_POTENTIAL_BROWSER', 0x00010000],
  'browser.backup': ['SV_TYPE_BACKUP_BROWSER', 0x00020000],
  'browser.master': ['SV_TYPE_MASTER_BROWSER', 0x00040000],
  'browser.domain_master': ['SV_TYPE_DOMAIN_MASTER', 0x00080000],
  osf: ['SV_TYPE_SERVER_OSF', 0x00100000],
  vms: ['SV_TYPE_SERVER_VMS', 0x00200000],
  w95: ['SV_TYPE_WINDOWS', 0x00400000],
  dfs: ['SV_TYPE_DFS', 0x00800000],
  local: ['SV_TYPE_LOCAL_LIST_ONLY', 0x40000000],
  domainenum: ['SV_TYPE_DOMAIN_ENUM', 0x80000000],
} as const;

const serverTypes = flags('browser.server_type', SERVER_TYPES);

export const serverType = (label = 'ServerType'): Part =>
  u32(label, { abbrev: 'browser.server_type', base: 'hex', bits: serverTypes });
