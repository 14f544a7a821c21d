/** Sections 2, 3.2 and 7 of MS-MSRP; how rows are written is said in ../requirements.ts. */
export const DELIVERY = `
@able = What an implementation is able to do shows only when it is tried; a capture holds what was done, not what could be.
@inside = It happens inside one host: nothing of it is sent, and its effect cannot be told from others.
@permits = It permits and forbids nothing: no bytes can break it.
@heading = It only introduces a list, whose items have rows of their own.
@ignored = A receiver that does not ignore it cannot be told from one that has another reason: what it reads is not sent.
@display = What a screen shows is not sent.
@table = Whether a name was looked for is not sent; what the answer must be when it was not found is not said here.

## 2.1
MAY either: any one of the transports is used. -- @permits

## 2.1.1
MUST either: RPC goes over UDP or over named pipes, as the interface wants it. => msgsvc/msgsvc-transport msgsvcsend/send-transport
MUST either: the pipe is \\PIPE\\MSGSVC. => msgsvc/msgsvc-transport
MUST either: the interfaces have their two UUIDs. -- The UUIDs are how the protocol is recognised: under others these bytes are not this protocol.
MUST either: over TCP/IP endpoints are dynamic. -- A port does not say how its server came by it: an endpoint mapper's answer may name a port that was chosen beforehand.
MUST server: each recipient's name is registered as a NetBIOS name with the suffix 0x03. -- Registrations are sent on the server's own networks or to its name servers, before or after, and a capture of a call need not hold them; those it holds are shown with their suffix.
SHOULD server: callers on pipes are known by RPC and let do what they are allowed to. -- Who is allowed what is the server's own; refusals are shown with their status.

## 2.1.2
MUST either: mailslot messages go through the mailslot server. -- That is how they are recognised: what is not a mailslot's datagram is none of these messages.
MUST client: they go to the mailslot \\MAILSLOT\\MESSNGR of the recipient. => messenger/mailslot-recipient
MUST client: the recipient's name is its NetBIOS name. => messenger/mailslot-recipient messenger/mailslot-names
MUST server: the mailslot exists for each registered name. -- @inside

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

## 3.2.3
MUST server: it registers its endpoint for messages. -- That nobody listens may have other reasons than a missing registration.
MUST server: and its table's names for mailslots. -- @inside
SHOULD server: and the computer's own name with the suffix 0x03. -- Which name is the computer's is not sent with a registration, and it may have been made before the capture.

## 3.2.4.1
MUST client: the binding is a primitive handle. -- A handle is the caller's own; what it leads to is judged by 3.2.4.2.
MUST client: From is the sender's name, ended by a null. => msgsvcsend/send-names msgsvc/rpc-strings-terminated
MUST client: it is in the OEM character set. -- Any byte is a character of some code page, and which one the client uses is not sent.
MUST client: To is the recipient's name, ended by a null. => msgsvcsend/send-names msgsvcsend/send-recipient msgsvc/rpc-strings-terminated
MUST client: Text is the message, ended by a null. => msgsvcsend/send-names msgsvc/rpc-strings-terminated

## 3.2.4.2
MUST client: it chooses a server by other means. -- @inside
MUST client: it makes a binding for RPC over UDP. => msgsvcsend/send-transport

## 3.2.4.3
MUST server: To is looked for in the name tables. -- @table
SHOULD server: a message for a name that is there is shown. -- @display
MAY server: policies limit what is shown. => msgsvcsend/send-display-limit

## 3.2.4.4
MUST server: mailslot and SMB messages are received. => messenger/request-answered -- Of mailslots no answer comes back.
MUST client: a recipient is chosen. => messenger/valid-netbios-name messenger/mailslot-names
MUST client: To is a NetBIOS name of type 0x03. => messenger/valid-netbios-name messenger/called-name-suffix messenger/mailslot-recipient messenger/mailslot-names
MUST NOT client: To begins with an asterisk. => messenger/asterisk-name messenger/mailslot-names
SHOULD client: a sender is named. => messenger/sender-named messenger/mailslot-names
SHOULD client: without another name that of the computer. -- Whether another name was at hand, and what the computer is called, is not sent.
SHOULD client: there is a text. => messenger/text-provided messenger/mailslot-text
MUST client: the text is in the OEM character set. => messenger/text-characters -- Any byte is a character of some code page; bytes beyond ASCII are noted, because 2.2.3 wants ASCII.
MUST client: it has 652 bytes at most. => messenger/text-length messenger/mailslot-text
MAY client: it is written to the mailslot on all LANAs. -- @permits
MAY client: it is sent as SMB on each LANA. -- @permits
SHOULD client: a text of 128 bytes or less goes as one SMB_COM_SEND_MESSAGE. => messenger/single-for-short
MUST client: that is made as follows. -- @heading
MUST client: From is a NetBIOS name. => messenger/valid-netbios-name messenger/originator-name-length
MUST client: it is put into OriginatorName, as ASCII with a null. => messenger/name-characters messenger/name-terminated
MUST client: To is a NetBIOS name. => messenger/valid-netbios-name messenger/destination-name-length
MUST client: it is put into DestinationName, as ASCII with a null. => messenger/name-characters messenger/name-terminated
MUST client: the text is put into Data. => messenger/text-provided messenger/data-length-matches
SHOULD client: a longer text is cut into segments of 128 bytes. => messenger/segment-size
MUST client: it begins with SMB_COM_SEND_START_MB_MESSAGE. => messenger/start-sent
MUST client: that is made as follows. -- @heading
MUST client: From is a NetBIOS name. => messenger/valid-netbios-name messenger/originator-name-length
MUST client: it is put into OriginatorName, as ASCII with a null. => messenger/name-characters messenger/name-terminated
MUST client: To is a NetBIOS name. => messenger/valid-netbios-name messenger/destination-name-length
MUST client: it is put into DestinationName, as ASCII with a null. => messenger/name-characters messenger/name-terminated
SHOULD client: it waits for START's response. => messenger/wait-for-start-response
MUST client: each segment goes as SMB_COM_SEND_TEXT_MB_MESSAGE. => messenger/start-sent messenger/single-for-short
MUST client: that is made as follows. -- @heading
MUST client: their Data are the text's parts, in order and without gaps. => messenger/group-id-agrees -- What the text was before it was cut is not sent; that parts belong together is judged by their group.
SHOULD client: every segment but the last has 128 bytes. => messenger/segment-size
SHOULD NOT client: a segment is sent before the one before it was acknowledged. => messenger/wait-for-text-response
MUST client: after the last one comes SMB_COM_SEND_END_MB_MESSAGE. => messenger/end-sent

## 3.2.4.5
MUST server: the recipient of a mailslot message is looked for in the name tables. -- @table
SHOULD server: a message for a name that is there is shown. -- @display
MAY server: policies limit what is shown. => messenger/display-limit
MUST server: the recipient of an SMB message is looked for in the name tables. -- @table
SHOULD server: a message for a name that is there is shown. -- @display
MAY server: policies limit what is shown. => messenger/display-limit
MUST server: a request that was processed is answered with its response. => messenger/request-answered
MUST 2 server: an SMB message is validated, and an invalid one is answered with an error. => messenger/invalid-not-accepted
MUST server: where there is no room for a message, it is answered with SMB_ERR_NO_ROOM. -- How much room there was is not sent, and the document gives the code no value; errors are shown with their status.
MUST server: where there is room, with SMB_ERR_SUCCESS. => messenger/request-answered

## 7
NOTE 1 [Windows 2000, Windows XP, Windows Server 2003] either: since when the protocol is there, and since when it is off. -- @permits
NOTE 2 [Windows] either: any transport of a LANA is used. -- @permits
NOTE 3 [Windows] server: a 32-bit error is returned in Status. => messenger/response-header-zero
NOTE 4 [Windows] client: CR, LF and their pairs become one 0x14. => messenger/text-line-ends messenger/send-line-end-pairs
NOTE 5 [Windows] server: a 32-bit error is returned in Status. => messenger/response-header-zero
NOTE 6 [Windows] server: a 32-bit error is returned in Status. => messenger/response-header-zero
NOTE 7 [Windows] client: CR, LF and their pairs become one 0x14. => messenger/text-line-ends messenger/text-line-end-pairs
NOTE 8 [Windows] server: a 32-bit error is returned in Status. => messenger/response-header-zero
NOTE 9 [Windows] server: a table has 256 names for each LANA, and keeps the computer's name. => msgsvc/computer-name-kept -- How full a LANA's table is need not show: names may have been there before.
NOTE 10 [Windows XP, Windows Server 2003; Windows 2000] server: a name of more than 16 characters is an invalid parameter when it is deleted; Windows 2000 reads 255. => msgsvc/names-return-code
NOTE 11 [Windows XP, Windows Server 2003; Windows 2000] server: the same when it is added. => msgsvc/names-return-code
NOTE 12 [Windows] server: names are added for administrators and local users only. -- Who a caller is on the server is its own; refusals are shown with their status.
NOTE 13 [Windows] server: a table has 256 names for each LANA. -- How full a LANA's table is need not show: names may have been there before.
NOTE 14 [Windows] server: names are listed for administrators and local users only. -- Who a caller is on the server is its own; refusals are shown with their status.
NOTE 15 [Windows 2000 Server] server: a PrefMaxLen above 11,776 at level 0 is a success. => msgsvc/pref-max-len
NOTE 16 [Windows XP, Windows Server 2003; Windows 2000] server: a name of more than 16 characters is an invalid parameter when it is looked up; Windows 2000 reads 255. => msgsvc/names-return-code
NOTE 17 [Windows] server: names are looked up for administrators and local users only. -- Who a caller is on the server is its own; refusals are shown with their status.
NOTE 18 [Windows XP, Windows Server 2003; Windows 2000] server: a name of more than 16 characters is an invalid parameter when it is deleted; Windows 2000 reads 255. => msgsvc/names-return-code
NOTE 19 [Windows] server: names are deleted for administrators and local users only. -- Who a caller is on the server is its own; refusals are shown with their status.
NOTE 20 [Windows Server 2003] server: deleting the computer's name is a success. => msgsvc/computer-name-kept
NOTE 21 [Windows before XP] client: the binding handle was implicit. -- The handle is never sent.
NOTE 22 [Windows Vista, Windows Server 2008, Windows 7, Windows Server 2008 R2] server: NetrSendMessage returns ERROR_NOT_SUPPORTED. => msgsvcsend/send-return-code
NOTE 23 [Windows] client: the binding is to the recipient's NetBIOS name with the suffix 0x03. -- A name that is looked up may be cached, and which look-up led to a datagram is not sent with it.
NOTE 24 [Windows] server: 4,095 characters are shown. => msgsvcsend/send-display-limit
NOTE 25 [Windows] client: up to 128 bytes go in one block and more in segments of 128; the recipient * is rejected; a name with an asterisk at its end goes by mailslot, others by SMB, then by RPC. => messenger/single-for-short messenger/segment-size messenger/asterisk-name msgsvcsend/send-recipient
NOTE 26 [Windows] server: 4,095 characters of a mailslot message are shown. => messenger/mailslot-text
NOTE 27 [Windows] server: 4,095 characters of an SMB message are shown. => messenger/display-limit
NOTE 28 [Windows] server: an SMB message that cannot be validated is answered with NERR_NetworkError. -- Which error answers an invalid message is not judged: the table's numbers and this one are no values of SMB's status.
`;
