/** Sections 3.1 of MS-MSRP; how rows are written is said in ../requirements.ts. */
export const NAMES = `
@inside = It happens inside one host: nothing of it is sent, and its effect cannot be told from others.
@permits = It permits and forbids nothing: no bytes can break it.
@elsewhere = The choice is made by means outside the protocol: what was meant is not sent.
@ignored = Answers are held against each other whatever ServerName says; one that reads it and answers the same cannot be told.
@acl = Who is allowed what is the server's own list: a success may be right, and a refusal, too; they are shown with their status.
@conversion = The converted name stays in the server; what shows of it is that names which convert to the same are one name.
@null = A null that stayed would end the name wherever it is sent again: nothing of it could show.

## 3.1.1
MUST server: a name is a NetBIOS name with the suffix 0x03. => msgsvc/listed-name msgsvc/invalid-name-refused
MUST server: no other suffix is listened for. => messenger/called-name-suffix -- What is listened for and never called is not sent.

## 3.1.3
MUST server: the endpoint is registered with default security and dynamically. -- The registration is a call inside the host; what comes of it is where calls go, which the rules of 2.1.1 judge.
SHOULD server: the computer's name is registered, as if NetrMessageNameAdd asked for it. => msgsvc/computer-name-held -- Until NERR_DelComputerName has named it, nobody knows which name that is.

## 3.1.4.1
MUST client: ServerName is the server's NetBIOS name or full domain name. => msgsvc/server-name
MUST server: it ignores it. => msgsvc/add-agrees -- @ignored
MUST client: MsgName is the name to add, ended by a null. => msgsvc/rpc-strings-terminated msgsvc/invalid-name-refused
MUST client: it is UTF-16. => msgsvc/rpc-strings-terminated -- Any pairs of bytes are some characters; that the count and the null are of pairs is judged.

## 3.1.4.2
MUST client: ServerName is the server's NetBIOS name or full domain name. => msgsvc/server-name
MUST server: it ignores it. => msgsvc/enum-agrees -- @ignored
MUST 2 server: the buffer is allocated, and its pointer set, by the server. => msgsvc/entries-read
MUST server: it holds the names that are listened for. => msgsvc/enum-agrees
MUST client: PrefMaxLen is how many bytes the buffer may have at most. => msgsvc/buffer-within-limit -- What its structures take in the server's memory is not sent: only what the names take at least.
MUST server: 0xFFFFFFFF gets a buffer for all of them. => msgsvc/all-names-at-once
MUST server: TotalEntries is the number of entries in InfoStruct. => msgsvc/total-entries
MUST client: ResumeHandle is the ordinal at which to begin. => msgsvc/resume-handle-goes-on msgsvc/resume-handle-advances
MAY client: it is null. -- @permits

## 3.1.4.3
MUST client: ServerName is the server's NetBIOS name or full domain name. => msgsvc/server-name
MUST server: it ignores it. => msgsvc/info-agrees -- @ignored
MUST client: MsgName is the name to look up, ended by a null. => msgsvc/rpc-strings-terminated msgsvc/info-name
MUST client: Level is 0 or 1. => msgsvc/level-valid
MUST server: of level 0 it is a MSG_INFO_0. => msgsvc/level-echoed
MUST server: of level 1 it is a MSG_INFO_1. => msgsvc/level-echoed

## 3.1.4.4
MUST client: ServerName is the server's NetBIOS name or full domain name. => msgsvc/server-name
MUST server: it ignores it. => msgsvc/delete-agrees -- @ignored
MUST client: MsgName is the name to delete, ended by a null. => msgsvc/rpc-strings-terminated msgsvc/invalid-name-refused

## 3.1.4.5
MUST client: a server is chosen by other means. -- @elsewhere
MUST client: ServerName is its name. => msgsvc/server-name
MUST client: a recipient's name is chosen by other means. -- @elsewhere
MUST client: MsgName is it. => msgsvc/invalid-name-refused -- Which name was meant is not sent; what is no name must not be taken.

## 3.1.4.6
SHOULD server: it looks whether the client may. -- @acl
MUST server: a client that may not is refused. -- @acl
MUST server: MsgName is turned into a NetBIOS name. => msgsvc/add-agrees msgsvc/listed-name
MUST server: what is no name is answered with ERROR_INVALID_NAME. => msgsvc/invalid-name-refused
MUST server: it becomes ASCII. => msgsvc/listed-name -- @conversion
MUST server: it is cut to 15 characters. => msgsvc/add-agrees msgsvc/listed-name
MUST server: it is padded to 15. => msgsvc/add-agrees msgsvc/listed-name
MUST server: its null is taken off. -- @null
MUST server: the suffix 0x03 is put behind it. => msgsvc/listed-name
MUST server: it is looked for on each LANA. => msgsvc/add-agrees
MUST server: where it is found, NERR_AlreadyExists is returned. => msgsvc/add-agrees
MUST server: while it is being deleted, 5 seconds are waited. => msgsvc/pending-delete-waited -- That a deletion is pending shows where NERR_IncompleteDel has said so.
MUST server: and if it is still there, NERR_AlreadyExists is returned. => msgsvc/add-agrees
MUST server: a name that is nowhere is added everywhere. => msgsvc/add-agrees msgsvc/enum-agrees msgsvc/info-agrees
MUST server: where a table is full, NERR_TooManyNames is returned. => msgsvc/full-table -- How many names there is room for is the server's own.
MUST server: where adding fails, it is undone on the other LANAs. => msgsvc/enum-agrees -- On which LANA it failed is not sent; after a failure nothing is known of the name.
MUST server: where that fails, NERR_InternalError is returned. -- That a name could not be taken off a LANA again is known to the server alone: the next answer about it may be either, and the code has other reasons, too.
MUST server: otherwise success is returned. => msgsvc/add-agrees

## 3.1.4.7
MUST client: a server is chosen by other means. -- @elsewhere
MUST client: ServerName is its name. => msgsvc/server-name
MUST client: a level is chosen by other means. -- @elsewhere
MUST client: Level is it, 0 or 1. => msgsvc/level-valid
MUST client: ResumeHandle of the first call is zero. => msgsvc/resume-handle-goes-on
MUST client: that of a later one is what the call before returned. => msgsvc/resume-handle-goes-on

## 3.1.4.8
SHOULD server: it looks whether the client may. -- @acl
MUST server: a client that may not is refused. -- @acl
MUST server: it looks whether the level is 0 or 1. => msgsvc/invalid-level-refused
MUST server: another one is answered with ERROR_INVALID_LEVEL. => msgsvc/invalid-level-refused
MUST server: 0xFFFFFFFF gets all names in one buffer. => msgsvc/all-names-at-once
MUST server: otherwise a PrefMaxLen above 11,776 at level 0 is an invalid parameter. => msgsvc/pref-max-len
MUST server: it goes through its names in order, from ResumeHandle on. => msgsvc/resume-handle-advances msgsvc/enum-agrees
MUST server: beyond the last name it returns success. => msgsvc/resume-handle-beyond
MUST server: a structure is added for each name. => msgsvc/enum-agrees msgsvc/entries-read
MUST 2 server: its type follows Level and is that of 2.2.2.5. => msgsvc/level-echoed
MUST server: where the buffer is full before the end, it returns what it has, the next ordinal, the number of names, and NERR_BufTooSmall. => msgsvc/resume-handle-advances msgsvc/total-entries msgsvc/more-data-code
MUST server: at the end it returns what it has, the number of names, and success. => msgsvc/total-entries msgsvc/enum-agrees

## 3.1.4.9
MUST client: a server is chosen by other means. -- @elsewhere
MUST client: ServerName is its name. => msgsvc/server-name
MUST client: a recipient's name is chosen by other means. -- @elsewhere
MUST client: MsgName is it. => msgsvc/rpc-strings-terminated -- Which name was meant is not sent.
MUST client: a level is chosen by other means. -- @elsewhere
MUST client: Level is it, 0 or 1. => msgsvc/level-valid

## 3.1.4.10
SHOULD server: it looks whether the client may. -- @acl
MUST server: a client that may not is refused. -- @acl
MUST server: MsgName is turned into a NetBIOS name. => msgsvc/info-agrees msgsvc/info-name
MUST server: what is no name is answered with ERROR_INVALID_NAME. => msgsvc/invalid-name-refused
MUST server: it becomes ASCII. => msgsvc/info-agrees -- @conversion
MUST server: it is cut to 15 characters. => msgsvc/info-agrees
MUST server: it is padded to 15. => msgsvc/info-agrees
MUST server: its null is taken off. -- @null
MUST server: the suffix 0x03 is put behind it. -- @conversion
MUST server: it is looked for on each LANA. => msgsvc/info-agrees
MUST server: where it is nowhere, NERR_NotLocalName is returned. => msgsvc/info-agrees
MUST server: it looks whether the level is 0 or 1. => msgsvc/invalid-level-refused
MUST server: another one is answered with ERROR_INVALID_LEVEL. => msgsvc/invalid-level-refused
MUST server: memory is allocated. -- @inside
MUST server: where that fails, ERROR_NOT_ENOUGH_MEMORY is returned. -- @inside
MUST 2 server: the structure's type follows Level, and its fields are those of 2.2.2. => msgsvc/level-echoed msgsvc/forward-flag msgsvc/forward-null
MUST server: names are UTF-16. => msgsvc/rpc-strings-terminated msgsvc/info-name
MUST server: otherwise success and the structure are returned. => msgsvc/info-agrees msgsvc/info-name

## 3.1.4.11
MUST client: a server is chosen by other means. -- @elsewhere
MUST client: ServerName is its name. => msgsvc/server-name
MUST client: a recipient's name is chosen by other means. -- @elsewhere
MUST client: MsgName is it. => msgsvc/invalid-name-refused -- Which name was meant is not sent; what is no name must not be taken.

## 3.1.4.12
SHOULD server: it looks whether the client may. -- @acl
MUST server: a client that may not is refused. -- @acl
MUST server: MsgName is turned into a NetBIOS name. => msgsvc/delete-agrees
MUST server: it becomes ASCII. => msgsvc/delete-agrees -- @conversion
MUST server: it is cut to 15 characters. => msgsvc/delete-agrees
MUST server: it is padded to 15. => msgsvc/delete-agrees
MUST server: its null is taken off. -- @null
MUST server: the suffix 0x03 is put behind it. -- @conversion
MUST server: what is no name is answered with ERROR_INVALID_NAME. => msgsvc/invalid-name-refused
MUST server: the computer's name is answered with NERR_DelComputerName. => msgsvc/computer-name-kept
MUST server: it is looked for on each LANA. => msgsvc/delete-agrees
MUST server: where it is nowhere, NERR_NotLocalName is returned. => msgsvc/delete-agrees
MUST server: it is deleted on each LANA. => msgsvc/enum-agrees msgsvc/info-agrees
MUST server: where it is locked, NERR_NameInUse is returned. -- Locked is what is being added at that moment; whether the server has begun with an add that was sent to it, or with one of another client's or its own, is not sent.
MUST server: where it is not, it is looked whether it was deleted. => msgsvc/enum-agrees msgsvc/info-agrees
MUST server: a name that is still there is answered with NERR_IncompleteDel. => msgsvc/enum-agrees msgsvc/info-agrees
MUST server: otherwise success is returned. => msgsvc/delete-agrees
`;
