/** Sections 2 of MS-MSRP; how rows are written is said in ../requirements.ts. */
export const MESSAGES = `
@permits = It permits and forbids nothing: no bytes can break it.

## 2.1
MAY either: any one of the transports is used. -- @permits

## 2.1.1
MUST either: RPC goes over UDP or over named pipes, as the interface wants it. => msgsvc/msgsvc-transport msgsvcsend/send-transport
MUST either: the pipe is \\PIPE\\MSGSVC. => msgsvc/msgsvc-transport
MUST either: the interfaces have their two UUIDs. -- The UUIDs are how the protocol is recognised: under others these bytes are not this protocol.
MUST either: over TCP/IP endpoints are dynamic. => msgsvcsend/dynamic-endpoint -- A port that a runtime could have given out does not say that it did.
MUST server: each recipient's name is registered as a NetBIOS name with the suffix 0x03. -- A registration goes to the LANA's broadcast or to its name server, on links that a capture of the call need not have, and lasts from before it; one of the same name with another suffix is another service's, and one that was refused may be another LANA's. Registrations are shown with their suffix.
SHOULD server: callers on pipes are known by RPC and let do what they are allowed to. -- Who is allowed what is the server's own; refusals are shown with their status.

## 2.1.2
MUST either: mailslot messages go through the mailslot server. => messenger/mailslot-class -- What is no write to a mailslot is none of these messages.
MUST client: they go to the mailslot \\MAILSLOT\\MESSNGR of the recipient. => messenger/mailslot-recipient
MUST client: the recipient's name is its NetBIOS name. => messenger/mailslot-recipient messenger/mailslot-names
MUST server: the mailslot exists for each registered name. -- A mailslot answers nothing: whether it is there, and took a datagram, shows to its own host only.

## 2.1.3
MUST either: SMB messages go through the SMB server. -- That is how they are recognised: what is no SMB is none of these messages.
MUST client: they go to the NetBIOS name of the recipient. => messenger/destination-is-called-name messenger/called-name-suffix

## 2.2.1.1
MUST client: the handle is the NetBIOS name or the full domain name of the server. => msgsvc/server-name

## 2.2.2.2
MUST server: msgi1_forward_flag is zero. => msgsvc/forward-flag
MUST server: msgi1_forward is null. => msgsvc/forward-null

## 2.2.2.3
MUST either: EntriesRead is the number of entries. => msgsvc/entries-read
MUST either: Buffer holds one entry or more. => msgsvc/entries-read

## 2.2.2.4
MUST either: EntriesRead is the number of entries. => msgsvc/entries-read
MUST either: Buffer holds one entry or more. => msgsvc/entries-read

## 2.2.2.5
MUST either: Level is the kind of the container. => msgsvc/level-echoed msgsvc/level-valid
MUST either: it is 0 or 1. => msgsvc/level-valid
MUST either: MsgInfo holds one container of either kind. => msgsvc/level-echoed msgsvc/level-valid
MUST either: of level 0 it is MSG_INFO_0_CONTAINER. => msgsvc/level-echoed
MUST either: of level 1 it is MSG_INFO_1_CONTAINER. => msgsvc/level-echoed

## 2.2.2.6
MUST server: MsgInfo0 points to a MSG_INFO_0. => msgsvc/level-echoed
MUST server: MsgInfo1 points to a MSG_INFO_1. => msgsvc/level-echoed

## 2.2.3
MAY client: texts are delivered by SMB. -- @permits
MUST either: an SMB header is before each of the messages. -- That is how they are recognised: what has no SMB header is none of these messages; one whose mark is wrong is not valid, and 3.2.4.5 speaks of it.
MAY either: they are carried by NetBIOS over UDP or IPX, or by NetBEUI. -- @permits

## 2.2.3.1.1
MUST client: the command is 0xD0. -- The command says which message it is: with another one it is another message.
MAY server: the response's header holds a status. -- @permits
MUST either: the other fields of the header are zero. => messenger/request-header-zero messenger/response-header-zero messenger/response-ids-echoed
MUST client: WordCount is the number of words before ByteCount. => messenger/word-count
MUST client: it is zero. => messenger/word-count
MUST client: ByteCount is the size of what follows. => messenger/byte-count
MUST client: BufferFormat1 says what follows it. => messenger/buffer-format
MUST client: it is 0x04. => messenger/buffer-format
MUST client: OriginatorName is the sender's name, ended by a null. => messenger/name-terminated messenger/sender-named
MUST NOT client: it has more than 15 bytes. => messenger/originator-name-length
MAY client: with its null it has 16. -- @permits
MUST client: BufferFormat2 says what follows it. => messenger/buffer-format
MUST client: it is 0x04. => messenger/buffer-format
MUST client: DestinationName is the recipient's name, ended by a null. => messenger/name-terminated messenger/valid-netbios-name
MUST NOT client: it has more than 15 bytes. => messenger/destination-name-length
MAY client: with its null it has 16. -- @permits
MUST client: BufferFormat3 says what follows it. => messenger/buffer-format
MUST client: it is 0x01. => messenger/buffer-format
MUST client: DataLength is the length of Data. => messenger/data-length-matches
MUST NOT client: it is above 128. => messenger/data-length-limit
MUST client: Data is the text, ended by a null. => messenger/text-terminated messenger/text-characters messenger/text-provided
MUST client: CR and LF are sent as 0x14. => messenger/text-line-ends
SHOULD client: in pairs as one 0x14. => messenger/send-line-end-pairs
MUST NOT client: Data has more than 128 bytes. => messenger/data-length-limit

## 2.2.3.1.2
MUST server: WordCount is zero. => messenger/word-count
MUST server: ByteCount is zero. => messenger/response-byte-count-zero

## 2.2.3.2.1
MUST client: the command is 0xD5. -- The command says which message it is: with another one it is another message.
MAY server: the response's header holds a status. -- @permits
MUST either: the other fields of the header are zero. => messenger/request-header-zero messenger/response-header-zero messenger/response-ids-echoed
MUST client: WordCount is the number of words before ByteCount. => messenger/word-count
MUST client: it is zero. => messenger/word-count
MUST client: ByteCount is the size of what follows. => messenger/byte-count
MUST client: BufferFormat1 says what follows it. => messenger/buffer-format
MUST client: it is 0x04. => messenger/buffer-format
MUST client: OriginatorName is the sender's name, ended by a null. => messenger/name-terminated messenger/sender-named
MUST NOT client: it has more than 15 bytes. => messenger/originator-name-length
MAY client: with its null it has 16. -- @permits
MUST client: BufferFormat2 says what follows it. => messenger/buffer-format
MUST client: it is 0x04. => messenger/buffer-format
MUST client: DestinationName is the recipient's name, ended by a null. => messenger/name-terminated messenger/valid-netbios-name
MUST NOT client: it has more than 15 bytes. => messenger/destination-name-length
MAY client: with its null it has 16. -- @permits

## 2.2.3.2.2
MUST server: WordCount is one. => messenger/word-count
MUST server: MessageGroupId is the session's number. => messenger/group-id-agrees messenger/group-id-unique
MUST server: ByteCount is zero. => messenger/response-byte-count-zero

## 2.2.3.3.1
MUST client: the command is 0xD7. -- The command says which message it is: with another one it is another message.
MAY server: the response's header holds a status. -- @permits
MUST either: the other fields of the header are zero. => messenger/request-header-zero messenger/response-header-zero messenger/response-ids-echoed
MUST client: WordCount is the number of words before ByteCount. => messenger/word-count
MUST client: it is one. => messenger/word-count
MUST client: MessageGroupId is the session's number. => messenger/group-id-agrees messenger/group-id-unique
MUST client: ByteCount is the size of what follows. => messenger/byte-count
MUST client: BufferFormat says what follows it. => messenger/buffer-format
MUST client: it is 0x01. => messenger/buffer-format
MUST client: DataLength is the length of Data. => messenger/data-length-matches
MUST NOT client: it is above 128. => messenger/data-length-limit
MUST client: CR and LF are sent as 0x14. => messenger/text-line-ends
MUST client: in pairs as one 0x14. => messenger/text-line-end-pairs
MUST NOT client: Data has more than 128 bytes. => messenger/data-length-limit

## 2.2.3.3.2
MUST server: WordCount is the number of words before ByteCount. => messenger/word-count
MUST server: it is zero. => messenger/word-count
MUST server: ByteCount is zero. => messenger/response-byte-count-zero

## 2.2.3.4.1
MUST client: the command is 0xD6. -- The command says which message it is: with another one it is another message.
MAY server: the response's header holds a status. -- @permits
MUST either: the other fields of the header are zero. => messenger/request-header-zero messenger/response-header-zero messenger/response-ids-echoed
MUST client: WordCount is the number of words before ByteCount. => messenger/word-count
MUST client: it is one. => messenger/word-count
MUST client: MessageGroupId is the session's number. => messenger/group-id-agrees messenger/group-id-unique
MUST client: ByteCount is zero. => messenger/end-byte-count-zero

## 2.2.3.4.2
MUST server: WordCount is the number of words before ByteCount. => messenger/word-count
MUST server: it is zero. => messenger/word-count
MUST server: ByteCount is zero. => messenger/response-byte-count-zero
`;
