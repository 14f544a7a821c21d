/**
 * What state may cost. Reaching a limit drops the oldest, is counted, and is a finding; each has a test that reaches it.
 */
export const limits = {
  /** Conversations kept; the longest idle one goes first. */
  flows: 20_000,
  /** Out-of-order segments kept for one direction of a TCP connection … */
  pendingSegments: 512,
  /** … and their bytes. */
  pendingBytes: 1 << 20,
  /** Bytes of unfinished PDUs and of segments out of order, all connections together … */
  streamBytes: 20 << 20,
  /** … and seconds after which a silent connection's are dropped. */
  streamSeconds: 600,
  /** Segments of one direction whose acknowledgment is waited for; not told: what depends on them is left out. */
  unacknowledged: 512,
  /** Longest PDU put together from segments (NetBIOS' 24-bit length and header). */
  pduBytes: (1 << 24) + 4,
  /** Datagrams being put together from IP fragments … */
  datagrams: 256,
  /** … fragments of one of them … */
  fragments: 8192,
  /** … and seconds after which an unfinished one is dropped (RFC 791 and 8200 let hosts wait 60). */
  fragmentSeconds: 60,
  /** Layers of one packet: tunnels in tunnels end here. */
  layers: 64,
  /** Messages that lie beside each other in one payload (SMB2's compounds). */
  messagesBeside: 1024,
  /** Requests of one connection that wait for their response. */
  exchanges: 256,
  /** SMB2, of one connection: sessions, trees, open files, and requests that wait for their response. */
  smbSessions: 1024,
  smbTrees: 1024,
  smbFiles: 16_384,
  smbRequests: 4096,
  /** Characters kept of a file's or share's name. */
  smbPath: 1024,
  /** SMB1: bytes of the transactions of one connection whose responses come in several messages. */
  smbTransactionBytes: 1 << 20,
  /** Bytes that a compressed SMB2 message is decompressed to. */
  decompressedBytes: 4 << 20,
  /** Multi-block messages open on one connection. */
  conversations: 16,
  /** Bytes of text kept of one message. */
  messageBytes: 1 << 16,
  /** Message servers whose name tables are followed, and names of one. */
  nameTables: 256,
  messageNames: 4096,
  /** Bytes of a call's stub put together from fragments, and of one connection's calls together. */
  stubBytes: 8 << 20,
  /** Calls of one connection that wait for their response or for more fragments. */
  calls: 1024,
  /** Activities of unknown RPC interfaces that the datagrams of a flow named; not told, because chance names most of them. */
  activitiesMet: 64,
  /** Presentation contexts of one connection. */
  contexts: 512,
  /** RPC context handles that are followed, of the whole capture. */
  contextHandles: 65_536,
  /** Answers of endpoint mappers, of the whole capture. */
  mappedEndpoints: 4096,
  /** Addresses whose names are known (--resolve). */
  addressNames: 65_536,
  /** Findings kept of one rule in one capture; the others are counted. */
  findingsPerRule: 1000,
} as const;
