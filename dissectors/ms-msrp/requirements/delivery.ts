/** Sections 3.2 and 7 of MS-MSRP; how rows are written is said in ../requirements.ts. */
export const DELIVERY = `
@inside = It happens inside one host: nothing of it is sent, and its effect cannot be told from others.
@permits = It permits and forbids nothing: no bytes can break it.
@heading = It only introduces a list, whose items have rows of their own.
@display = What a screen shows is not sent.
@table = Whether a name was looked for is not sent; what the answer must be when it was not found is not said here.

## 3.2.3
MUST server: it registers its endpoint for messages. -- That nobody listens may have other reasons than a missing registration.
MUST server: and its table's names for mailslots. -- A name is registered once for all that it is used for: that mailslots are among it is not sent.
SHOULD server: and the computer's own name with the suffix 0x03. => msgsvc/computer-name-held -- Until NERR_DelComputerName has named it, nobody knows which name that is; on which LANA it is, is not sent.

## 3.2.4.1
MUST client: the binding is a primitive handle. -- The handle is never sent (Appendix B <21>); what it leads to is judged by 3.2.4.2.
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
NOTE 9 [Windows] server: a table has 256 names for each LANA, and keeps the computer's name. => msgsvc/computer-name-kept msgsvc/table-limit
NOTE 10 [Windows XP, Windows Server 2003; Windows 2000] server: a name of more than 16 characters is an invalid parameter when it is deleted; Windows 2000 reads 255. => msgsvc/names-return-code
NOTE 11 [Windows XP, Windows Server 2003; Windows 2000] server: the same when it is added. => msgsvc/names-return-code
NOTE 12 [Windows] server: names are added for administrators and local users only. -- Who a caller is on the server is its own; refusals are shown with their status.
NOTE 13 [Windows] server: a table has 256 names for each LANA. => msgsvc/table-limit
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
