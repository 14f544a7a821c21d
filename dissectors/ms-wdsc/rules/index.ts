import arraySize from './array-size.ts';
import authenticationType from './authentication-type.ts';
import blockPadding from './block-padding.ts';
import callCompleted from './call-completed.ts';
import clientAuthenticates from './client-authenticates.ts';
import credentialsProtected from './credentials-protected.ts';
import earlyFailureStatus from './early-failure-status.ts';
import endpointGuid from './endpoint-guid.ts';
import endpointPacketSize from './endpoint-packet-size.ts';
import endpointReserved from './endpoint-reserved.ts';
import endpointSizeOfHeader from './endpoint-size-of-header.ts';
import endpointVersion from './endpoint-version.ts';
import errorCode from './error-code.ts';
import fixedValueLength from './fixed-value-length.ts';
import invalidRequestRefused from './invalid-request-refused.ts';
import missingVariableRefused from './missing-variable-refused.ts';
import operationPacketSize from './operation-packet-size.ts';
import operationVersion from './operation-version.ts';
import packetType from './packet-type.ts';
import privacy from './privacy.ts';
import privacyEnforced from './privacy-enforced.ts';
import replyEndpoint from './reply-endpoint.ts';
import replyPacket from './reply-packet.ts';
import replyPacketSize from './reply-packet-size.ts';
import requestPacketSize from './request-packet-size.ts';
import requiredVariables from './required-variables.ts';
import returnCode from './return-code.ts';
import scalarArraySize from './scalar-array-size.ts';
import securityProviders from './security-providers.ts';
import stringTerminated from './string-terminated.ts';
import transport from './transport.ts';
import unauthenticatedRefused from './unauthenticated-refused.ts';
import valueLength from './value-length.ts';
import variableCount from './variable-count.ts';
import variableNameTerminated from './variable-name-terminated.ts';
import variableNameUnique from './variable-name-unique.ts';
import variableType from './variable-type.ts';

export const wdscRules = [
  arraySize,
  authenticationType,
  blockPadding,
  callCompleted,
  clientAuthenticates,
  credentialsProtected,
  earlyFailureStatus,
  endpointGuid,
  endpointPacketSize,
  endpointReserved,
  endpointSizeOfHeader,
  endpointVersion,
  errorCode,
  fixedValueLength,
  invalidRequestRefused,
  missingVariableRefused,
  operationPacketSize,
  operationVersion,
  packetType,
  privacyEnforced,
  privacy,
  replyEndpoint,
  replyPacketSize,
  replyPacket,
  requestPacketSize,
  requiredVariables,
  returnCode,
  scalarArraySize,
  securityProviders,
  stringTerminated,
  transport,
  unauthenticatedRefused,
  valueLength,
  variableCount,
  variableNameTerminated,
  variableNameUnique,
  variableType,
];
