import { type Direction, type Flow, limits, type StateKey, stateKey } from '#sdk';
import { Identified, IdTable } from './identified.ts';

/** The share type of files (MS-SMB2 2.2.10). */
export const DISK = 1;

/** A user's context on a connection (MS-SMB2 3.3.1.8), by SessionId: words 0 and 1. */
export class Session extends Identified {
  /** Who logged on, as the authentication said it. */
  user = '';
  domain = '';
  workstation = '';
  /** The frame that ended the authentication; 0 while it is under way. */
  frame = 0;
  preauthHash: Uint8Array | undefined;
}

/** A connection to a share (3.3.1.9), by SessionId and TreeId: words 0 to 2. */
export class Tree extends Identified {
  path = '';
  shareType = 0;
  /** Frame of the response that made it. */
  frame = 0;
}

/** A file or pipe that was opened (3.3.1.10), by FileId. */
export class OpenFile extends Identified {
  /** As the create named it; undefined where that was not seen. */
  path: string | undefined;
  tree: Tree | undefined;
  /** Frame of the create's response, 0 where it was not seen. */
  frame = 0;
  /** Its bytes as a flow of their own, once some flowed. */
  pipe: Flow | undefined;
}

/** A request that waits for its response, by MessageId: words 0 and 1. */
export class Request extends Identified {
  command = 0;
  direction: Direction = 0;
  frame = 0;
  seconds = 0;
  nanoseconds = 0;
  sessionLow = 0;
  sessionHigh = 0;
  treeId = 0;
  /** The first of the compound that it continues: its create, whose file it means. */
  head: Request | undefined;
  file: OpenFile | undefined;
  /** CREATE: the name; TREE_CONNECT: the share; QUERY_DIRECTORY: the pattern; DFS referral: the path. */
  text = '';
  /** QUERY_INFO and SET_INFO: InfoType; IOCTL: CtlCode; SESSION_SETUP: Flags. */
  type = 0;
  /** QUERY_INFO, SET_INFO and QUERY_DIRECTORY: the information class. */
  level = 0;
  preauthHash: Uint8Array | undefined;
  /** Frame of its final response, after which the object serves another request. */
  answered = 0;
}

/** Everything that sessions opened. The channels of a session are connections that share it (3.3.1.8 Session.ChannelList). */
export class Opens {
  readonly sessions: IdTable<Session> = new IdTable(limits.smbSessions);
  readonly trees: IdTable<Tree> = new IdTable(limits.smbTrees);
  readonly files: IdTable<OpenFile> = new IdTable(limits.smbFiles);
  /** Connections that use it. */
  channels = 1;
}

/** Where a session's state is, by SessionId: words 0 and 1. */
export class SessionPlace extends Identified {
  readonly opens: Opens;

  constructor(opens: Opens) {
    super();
    this.opens = opens;
  }
}

/** The sessions of the capture, for connections that are bound to one. */
export const sessionPlaces: StateKey<IdTable<SessionPlace>> = stateKey(() => new IdTable(limits.smbSessions));

/** What is known of an SMB2 connection. */
export class Connection {
  opens: Opens = new Opens();
  readonly requests: IdTable<Request> = new IdTable(limits.smbRequests);
  /** DialectRevision of the last negotiate response, 0 where none was seen. */
  dialect = 0;
  preauthHash: Uint8Array | undefined;
  /** Where the next command of the compound under way begins, and the request before it. */
  chainFrame = 0;
  chainAt = -1;
  previous: Request | undefined;
  previousSessionLow = 0;
  previousSessionHigh = 0;
  previousTree = 0;
  /** Requests to be used again. */
  readonly spare: Request[] = [];
}

export const smb2Connection: StateKey<Connection> = stateKey(() => new Connection());

/** The file a request means, where it is known by now. */
export const fileOf = (request: Request): OpenFile | undefined => request.file ?? request.head?.file;
