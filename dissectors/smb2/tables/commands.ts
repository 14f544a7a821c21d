/** Commands by code (MS-SMB2 2.2.1.2): as the document spells them … */
export const COMMANDS: Readonly<Record<number, string>> = {
  0: 'SMB2 NEGOTIATE',
  1: 'SMB2 SESSION_SETUP',
  2: 'SMB2 LOGOFF',
  3: 'SMB2 TREE_CONNECT',
  4: 'SMB2 TREE_DISCONNECT',
  5: 'SMB2 CREATE',
  6: 'SMB2 CLOSE',
  7: 'SMB2 FLUSH',
  8: 'SMB2 READ',
  9: 'SMB2 WRITE',
  10: 'SMB2 LOCK',
  11: 'SMB2 IOCTL',
  12: 'SMB2 CANCEL',
  13: 'SMB2 ECHO',
  14: 'SMB2 QUERY_DIRECTORY',
  15: 'SMB2 CHANGE_NOTIFY',
  16: 'SMB2 QUERY_INFO',
  17: 'SMB2 SET_INFO',
  18: 'SMB2 OPLOCK_BREAK',
};

export const DIALECTS: Readonly<Record<number, string>> = {
  0x0202: 'SMB 2.0.2',
  0x0210: 'SMB 2.1',
  0x0300: 'SMB 3.0',
  0x0302: 'SMB 3.0.2',
  0x0311: 'SMB 3.1.1',
  0x02ff: 'SMB 2 wildcard',
};
