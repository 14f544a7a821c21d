import type { Smb2Command } from '../command.ts';
import { cancel } from './cancel.ts';
import { changeNotify } from './change-notify.ts';
import { close } from './close.ts';
import { create } from './create.ts';
import { echo } from './echo.ts';
import { flush } from './flush.ts';
import { ioctl } from './ioctl.ts';
import { lock } from './lock.ts';
import { logoff } from './logoff.ts';
import { negotiate } from './negotiate.ts';
import { oplockBreak } from './oplock-break.ts';
import { queryDirectory } from './query-directory.ts';
import { queryInfo } from './query-info.ts';
import { read } from './read.ts';
import { sessionSetup } from './session-setup.ts';
import { setInfo } from './set-info.ts';
import { treeConnect } from './tree-connect.ts';
import { treeDisconnect } from './tree-disconnect.ts';
import { write } from './write.ts';

/** Every command, by its code. */
export const commands: readonly Smb2Command[] = [
  negotiate,
  sessionSetup,
  logoff,
  treeConnect,
  treeDisconnect,
  create,
  close,
  flush,
  read,
  write,
  lock,
  ioctl,
  cancel,
  echo,
  queryDirectory,
  changeNotify,
  queryInfo,
  setInfo,
  oplockBreak,
];
