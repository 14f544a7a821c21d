import { bit, field, specification } from '#sdk';

export const rfc4178 = specification('RFC 4178', 'https://www.rfc-editor.org/rfc/rfc4178#section-{section}');
const spng = specification('MS-SPNG', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-spng/');
const init = { spec: rfc4178('4.2.1') };
const resp = { spec: rfc4178('4.2.2') };
const hints = { spec: spng('2.2.1') };

export const negTokenInit = field('spnego.negTokenInit_element', 'negTokenInit', 'none', init);
export const mechTypes = field('spnego.mechTypes', 'mechTypes', 'uint', { size: 4, generated: true, ...init });
export const mechType = field('spnego.MechType', 'MechType', 'string', { generated: true, ...init });
export const reqFlags = field('spnego.reqFlags', 'reqFlags', 'bytes', init);
export const contextFlags = [
  bit('spnego.ContextFlags.delegFlag', 'delegFlag', 0x80, init),
  bit('spnego.ContextFlags.mutualFlag', 'mutualFlag', 0x40, init),
  bit('spnego.ContextFlags.replayFlag', 'replayFlag', 0x20, init),
  bit('spnego.ContextFlags.sequenceFlag', 'sequenceFlag', 0x10, init),
  bit('spnego.ContextFlags.anonFlag', 'anonFlag', 0x08, init),
  bit('spnego.ContextFlags.confFlag', 'confFlag', 0x04, init),
  bit('spnego.ContextFlags.integFlag', 'integFlag', 0x02, init),
];
export const mechToken = field('spnego.mechToken', 'mechToken', 'bytes', init);
export const mechListMic = field('spnego.mechListMIC', 'mechListMIC', 'bytes', init);

export const negHints = field('spnego.negHints_element', 'negHints', 'none', hints);
/** A GeneralString; what is seen in it is ASCII. */
export const hintName = field('spnego.hintName', 'hintName', 'string', hints);
export const hintAddress = field('spnego.hintAddress', 'hintAddress', 'bytes', hints);

/** negTokenResp: RFC 2478 called it negTokenTarg, and its negState negResult. */
export const negTokenResp = field('spnego.negTokenTarg_element', 'negTokenResp', 'none', resp);
const STATES: Readonly<Record<number, string>> = {
  0: 'accept-completed',
  1: 'accept-incomplete',
  2: 'reject',
  3: 'request-mic',
};
export const negState = field('spnego.negResult', 'negState', 'uint', { names: STATES, ...resp });
export const supportedMech = field('spnego.supportedMech', 'supportedMech', 'string', { generated: true, ...resp });
export const responseToken = field('spnego.responseToken', 'responseToken', 'bytes', resp);

/** The mechanism that an identifier stands for, beside each. */
export const mechanismNamed = field('spnego.mechanism', 'Mechanism', 'string', { generated: true });

export const looseFields = [
  negTokenInit,
  mechTypes,
  mechType,
  reqFlags,
  ...contextFlags,
  mechToken,
  mechListMic,
  negHints,
  hintName,
  hintAddress,
  negTokenResp,
  negState,
  supportedMech,
  responseToken,
  mechanismNamed,
];
