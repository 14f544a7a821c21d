import type { SmbCommand } from '../keys.ts';
import { close } from './close.ts';
import { deleteFile } from './delete.ts';
import { directoryCommands } from './directories.ts';
import { echo } from './echo.ts';
import { emptyCommands } from './empty.ts';
import { handleCommands } from './handle.ts';
import {
  queryInformation,
  queryInformation2,
  queryInformationDisk,
  setInformation,
  setInformation2,
} from './information.ts';
import { lockingAndx } from './locking-andx.ts';
import { logoff } from './logoff.ts';
import { negotiate } from './negotiate.ts';
import { ntCreate } from './nt-create.ts';
import { ntTransact, ntTransactSecondary } from './nt-transact.ts';
import { createCommands, open } from './open.ts';
import { openAndx } from './open-andx.ts';
import { readRaw, writeRaw } from './raw.ts';
import { readCommands } from './read.ts';
import { readAndx } from './read-andx.ts';
import { ntRename, rename } from './rename.ts';
import { searchCommands } from './search.ts';
import { sessionSetup } from './session-setup.ts';
import { transaction, transactionSecondary } from './transaction.ts';
import { transaction2, transaction2Secondary } from './transaction2.ts';
import { treeConnect, treeConnectAndx } from './tree-connect.ts';
import { treeDisconnect } from './tree-disconnect.ts';
import { writeCommands } from './write.ts';
import { writeAndClose } from './write-and-close.ts';
import { writeAndx } from './write-andx.ts';

/** Every command that is read in full, but for the messenger's four, which MS-MSRP's own folder has. */
export const smbCommands: readonly SmbCommand[] = [
  ...directoryCommands,
  open,
  ...createCommands,
  close,
  ...handleCommands,
  deleteFile,
  rename,
  queryInformation,
  setInformation,
  ...readCommands,
  ...writeCommands,
  ...emptyCommands,
  readRaw,
  writeRaw,
  setInformation2,
  queryInformation2,
  lockingAndx,
  transaction,
  transactionSecondary,
  echo,
  writeAndClose,
  openAndx,
  readAndx,
  writeAndx,
  transaction2,
  transaction2Secondary,
  treeConnect,
  treeDisconnect,
  negotiate,
  sessionSetup,
  logoff,
  treeConnectAndx,
  queryInformationDisk,
  ...searchCommands,
  ntTransact,
  ntTransactSecondary,
  ntCreate,
  ntRename,
];
