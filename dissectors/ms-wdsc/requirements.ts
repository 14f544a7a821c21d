import { readRequirements } from '#sdk';

/**
 * What MS-WDSC demands, in our words and in its order: level, how many of these words where it is not one, who must, what;
 * then the rules that test it (=>), or why a capture cannot show it (--).
 */
export const wdscRequirements = readRequirements(
  'MS-WDSC',
  `
@able = What an implementation is able to do shows only when it is tried; a capture holds what was done, not what could be.
@inside = It happens inside one host: nothing of it is sent, and its effect cannot be told from others.
@permits = It permits and forbids nothing: no bytes can break it.
@heading = It only introduces a list, whose items have rows of their own.
@ignored = A receiver that does not ignore it cannot be told from one that has another reason: what it reads is not sent.

## 1.8
SHOULD either: error codes of one's own reuse the values of Win32 with their meaning. => wdsc/error-code -- What a sender means by a number is not sent; one that is no Win32 code shows.

## 2.1
MUST either: RPC over TCP with dynamic endpoints is supported. => wdsc/transport -- What else a peer could do is not sent; calls over another transport are.
MUST either: the interface has the UUID 1A927394-352E-4553-AE3F-7CF4AAFCA620. -- The UUID is how the protocol is recognised: under another one these bytes are not this protocol.

## 2.1.1
SHOULD server: SPNEGO, Kerberos and NTLM are registered as security providers. => wdsc/security-providers
MUST server: authenticated and unauthenticated clients are let in. => wdsc/security-providers -- A call that is refused may be so by the endpoint's own rules, which are not sent, and a bind that is refused says nothing of access; that a way to authenticate is unknown it says.
SHOULD server: as many calls at a time are served as RPC can. -- How many RPC could serve is not sent: a bind or call refused for want of room (reason 2, nca_s_server_too_busy) may be the one too many.

## 2.1.2
MUST client: security is chosen as the endpoint's service provider requires it. => wdsc/client-authenticates
MAY 2 server: a provider offers several endpoints, each with security requirements of its own. -- @permits
MUST client: where the endpoint requires it, calls are authenticated through RPC's security providers. => wdsc/client-authenticates
SHOULD client: authentication goes through SPNEGO. => wdsc/authentication-type
MUST client: authenticated calls have packet privacy. => wdsc/privacy wdsc/credentials-protected
SHOULD client: unauthenticated calls are at level none. => wdsc/privacy -- Level none is the absence of a security trailer; whoever sends one at another level is held to privacy.

## 2.2.1
MUST client: a request holds the variables that the service requires. => wdsc/required-variables
MUST server: a reply holds the variables that the client of the service expects. => wdsc/required-variables

## 2.2.1.1
MUST either: Size-Of-Header is 40. => wdsc/endpoint-size-of-header
MUST either: Version is 0x0100. => wdsc/endpoint-version
MUST either: Packet-Size is the number of bytes sent. => wdsc/endpoint-packet-size
MUST either: which is the sum of both headers and the Variables Section. => wdsc/endpoint-packet-size
MUST either: Endpoint-GUID names the endpoint of the provider that is meant. => wdsc/endpoint-guid wdsc/reply-endpoint
MUST either: Reserved is zero. => wdsc/endpoint-reserved

## 2.2.1.2
MUST either: Packet-Size is the size of the Operation Header and the Variables Section. => wdsc/operation-packet-size
MUST either: Version is 0x0100. => wdsc/operation-version
SHOULD either: Packet-Type is one of the two types. => wdsc/packet-type
MAY either: Padding1 is zero. -- @permits
MUST either: a receiver ignores Padding1. -- @ignored
MUST client: OpCode of a request is that of the service that is invoked. => wdsc/required-variables -- Which service was meant is not sent; with a known OpCode that the variables contradict, the required ones are missing.
MUST either: Variable-Count is the number of variables. => wdsc/variable-count

## 2.2.1.2.1
SHOULD either: Packet-Type has the value of the table. => wdsc/packet-type
MAY either: a receiver looks at Packet-Type before it takes a packet. -- @permits
SHOULD client: a request has the type 1. => wdsc/packet-type
MAY server: the type of a request is looked at. -- @permits
SHOULD server: a reply has the type 2. => wdsc/packet-type
SHOULD NOT client: a reply is rejected for its type. -- Whether a client took a reply is not sent: the call is over with it, and what the client does next may have any reason.

## 2.2.1.3
MUST either: there are as many blocks as the Operation Header counts. => wdsc/variable-count

## 2.2.1.3.1
MUST either: a name ends with a null. => wdsc/variable-name-terminated
MUST NOT either: two variables of a packet have one name. => wdsc/variable-name-unique
MUST either: names are the same in upper and lower case. => wdsc/variable-name-unique wdsc/required-variables
MAY either: Padding1 is zero. -- @permits
MUST either: a receiver ignores Padding1. -- @ignored
MUST either: Variable-Type is the type of the value. => wdsc/variable-type wdsc/required-variables
MUST either: Value-Length is set as 2.2.1.3.3 says. => wdsc/value-length wdsc/fixed-value-length
MUST either: Array-Size is set as 2.2.1.3.3 says. => wdsc/array-size wdsc/scalar-array-size
MAY either: Padding_end is zero. -- @permits
MUST either: a receiver ignores Padding_end. -- @ignored
MUST either: Padding_end makes the block's length a multiple of 16. => wdsc/block-padding

## 2.2.1.3.2
MUST either: the modifier of a type without one is zero. => wdsc/variable-type wdsc/scalar-array-size

## 2.2.1.3.2.1
MUST either: a STRING ends with a null. => wdsc/string-terminated
MUST either: a WSTRING ends with a null. => wdsc/string-terminated

## 2.2.1.3.3.1
SHOULD either: Array-Size of what is no array is zero. => wdsc/scalar-array-size
SHOULD either: Value-Length of a fixed type is the type's size. => wdsc/fixed-value-length
MUST either: Value-Length of a variable type is the number of the value's bytes. => wdsc/value-length wdsc/string-terminated wdsc/block-padding

## 2.2.1.3.3.2
SHOULD either: Value-Length of a fixed type's array is the size of one element. => wdsc/fixed-value-length
MUST either: Value-Length of a variable type's array is the number of bytes that hold an element's value. => wdsc/value-length wdsc/string-terminated
MUST NOT either: Array-Size of an array is zero. => wdsc/array-size

## 3.1.3
MUST server: at its start it initialises its service providers and its RPC server. -- @inside

## 3.1.3.1
MUST server: it reads its configuration and initialises each provider. -- @inside
MUST server: each provider registers its endpoints. -- @inside
MUST server: each endpoint is registered with its particulars. -- @heading
MUST server: among them whether authenticated or unauthenticated clients are allowed. -- @inside

## 3.1.3.2
MUST server: it registers its RPC interface and listens. -- That nobody listens may have other reasons than a missing registration; a refused bind is shown with its reason.

## 3.1.4.1
MUST client: uRequestPacketSize is the size of the request packet. => wdsc/request-packet-size
MUST client: the request packet is made as 2.2.1 says. => wdsc/endpoint-size-of-header wdsc/endpoint-version wdsc/endpoint-packet-size wdsc/operation-packet-size wdsc/operation-version wdsc/variable-count wdsc/variable-type
MUST server: puReplyPacketSize is the size of the reply packet. => wdsc/reply-packet-size
MUST server: pbReplyPacket is the reply packet. => wdsc/reply-packet
MUST server: the reply packet is made as 2.2.1 says. => wdsc/endpoint-size-of-header wdsc/endpoint-version wdsc/endpoint-packet-size wdsc/operation-packet-size wdsc/operation-version wdsc/variable-count wdsc/variable-type
MUST server: the method returns success or a Win32 error. => wdsc/return-code wdsc/reply-packet
MUST server: what follows is done with each call. -- @heading
MUST server: unless it is running, it returns a failure. -- Whether the server was loading, running or stopping is not sent.
MUST 2 server: the Endpoint Header is validated, and an invalid one is answered with a failure. => wdsc/invalid-request-refused
MUST server: the endpoint is looked for among those that are registered. => wdsc/invalid-request-refused -- Which are registered is not sent; the GUID of zeros is not.
MUST server: an unknown endpoint is answered with a failure. => wdsc/invalid-request-refused -- An endpoint that is answered was registered, whatever it is, unless it is all zeros.
MUST server: the level of authentication is asked for, and judged as follows. -- @heading
MUST server: an unauthenticated call fails where the endpoint requires authentication. => wdsc/unauthenticated-refused
MUST server: an authenticated call fails where the endpoint requires its absence. -- None of the documents that ride on this one has such an endpoint; of others nobody knows.
MUST server: an authenticated call without packet privacy fails. => wdsc/privacy-enforced
MUST server: the request goes to the provider of its endpoint. => wdsc/reply-endpoint -- Which module made a reply is not sent; that it is another endpoint's shows.
MUST server: the provider validates the Operation Header. => wdsc/invalid-request-refused
MUST server: an invalid one is answered with a failure. => wdsc/invalid-request-refused
MUST 2 server: an OpCode that the provider does not offer is answered with a failure. -- What a provider offers is its own: an OpCode that is answered with success was offered, and the documents' lists grow.
MUST server: variables are validated, and invalid ones are answered with a failure. => wdsc/invalid-request-refused
MUST server: it is looked whether the required variables are there. => wdsc/missing-variable-refused
MAY server: it is looked whether the client is allowed to ask. -- @permits
MUST server: the operation is performed. => wdsc/required-variables -- Of most operations the effect is not sent; that what was asked for is in the reply is judged by its variables.
MUST server: an error is handled as 3.1.4.2 says. => wdsc/reply-packet wdsc/call-completed
MUST server: the provider makes the reply packet. => wdsc/reply-packet
MUST server: the call is completed with that packet. => wdsc/call-completed wdsc/reply-packet

## 3.1.4.2
MUST server: failures before the request is handed on, and after the reply was handed back, are the status of the RPC call. => wdsc/early-failure-status -- What is refused before is known by the request; failures after the reply was handed back are not told from others.
SHOULD server: a provider has its failures returned as the status of the RPC call. -- Both ways are allowed by the next sentence, and a provider's failures cannot be told from the server's.
MAY server: a provider puts its failure into the reply's Operation Header. -- @permits
MUST server: which then holds the error code, while the call succeeds. => wdsc/required-variables -- A reply that says success is held to a success's variables; which error would be right is the provider's knowledge.

## 3.2.2
MAY client: a time limit is set for the operation. -- @permits
MUST client: at its end the call is cancelled and a failure returned. -- Neither the limit nor what the client's caller is told is sent; cancellations are shown.

## 3.2.4
MUST client: the caller says which service it wants. -- @inside
MUST client: and gives all variables that the service requires. => wdsc/required-variables
MAY client: and a time limit. -- @permits
MUST client: a request is made in these steps. => wdsc/endpoint-guid wdsc/client-authenticates wdsc/required-variables
MUST client: of a call that succeeds it does what follows. -- @heading
MUST client: the reply's endpoint is that of the request. => wdsc/reply-endpoint
MAY client: the reply's error code is given to the caller. -- @permits

## 3.2.5
MUST client: when the time is over the call is cancelled and the error returned. -- The time limit is not sent; cancellations are shown.

## 7
NOTE 1 [Windows Server 2003 and later] server: the type of replies is not set properly. => wdsc/packet-type
NOTE 2 [Windows Server 2003 and later] server: some operations put their failure into OpCode-ErrorCode. -- @permits
`,
);
