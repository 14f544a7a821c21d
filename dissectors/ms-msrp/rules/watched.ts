import type { Field } from '#sdk';
import * as pdu from '../layout.ts';

/** PDUs judged by the section that lays each of them out, and PDUs judged by the rule's own section. */
export const bySection = (...pdus: readonly Field[]) => pdus.map((it) => ({ pdu: it, spec: it.spec! }));
export const watched = (...pdus: readonly Field[]) => pdus.map((it) => ({ pdu: it }));

export const REQUESTS = [pdu.sendRequest, pdu.startRequest, pdu.textRequest, pdu.endRequest];
export const RESPONSES = [pdu.sendResponse, pdu.startResponse, pdu.textResponse, pdu.endResponse];
/** Those with names, and those with text. */
export const NAMED = [pdu.sendRequest, pdu.startRequest];
export const WORDED = [pdu.sendRequest, pdu.textRequest];

/** Responses by the section of their request: that speaks of both headers. */
export const RESPONSE_HEADERS = RESPONSES.map((pdu, i) => ({ pdu, spec: REQUESTS[i]!.spec! }));
