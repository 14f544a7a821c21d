import { type Dissection, type Field, field, type Layout } from '#sdk';
import { referralFields, referralLayouts, takeReferralRequest, takeReferrals } from '../../ms-dfsc/keys.ts';
import { takeRest } from '../buffers.ts';
import { objectId } from '../information/file-system.ts';
import { smb2 } from '../spec.ts';
import * as codes from '../tables/controls.ts';
import { chunkFields, chunkLayouts, takeChunkResult, takeChunks, takeResumeKey } from './copy-chunk.ts';
import { interfaceFields, interfaceLayouts, takeInterfaces } from './network-interfaces.ts';
import { takePipePeek, takePipeWait, waitFields, waitLayouts } from './pipe-wait.ts';
import { resiliency } from './resiliency.ts';
import { dialects, negotiateInfoLayouts, takeNegotiateInfo, takeNegotiateInfoResponse } from './validate-negotiate.ts';

const unknown = field('smb2.unknown', 'Buffer', 'bytes', { spec: smb2('2.2.31') });

export const controlLayouts: readonly Layout[] = [
  ...interfaceLayouts,
  ...negotiateInfoLayouts,
  ...chunkLayouts,
  ...waitLayouts,
  ...referralLayouts,
  resiliency,
];
export const controlFields: readonly Field[] = [
  unknown,
  dialects,
  ...interfaceFields,
  ...chunkFields,
  ...waitFields,
  ...referralFields,
];

/** What a control sends to the server, up to the window's end. */
export function takeInput(d: Dissection, code: number): void {
  switch (code) {
    case codes.DFS_GET_REFERRALS:
      return takeReferralRequest(d);
    case codes.PIPE_WAIT:
      return takePipeWait(d);
    case codes.VALIDATE_NEGOTIATE:
      return takeNegotiateInfo(d);
    case codes.COPYCHUNK:
    case codes.COPYCHUNK_WRITE:
      return takeChunks(d);
    case codes.REQUEST_RESILIENCY:
      return d.record(resiliency);
    default:
      takeRest(d, unknown);
  }
}

/** What it gets back. */
export function takeOutput(d: Dissection, code: number): void {
  switch (code) {
    case codes.DFS_GET_REFERRALS:
      return takeReferrals(d);
    case codes.QUERY_NETWORK_INTERFACES:
      return takeInterfaces(d);
    case codes.VALIDATE_NEGOTIATE:
      return takeNegotiateInfoResponse(d);
    case codes.REQUEST_RESUME_KEY:
      return takeResumeKey(d);
    case codes.COPYCHUNK:
    case codes.COPYCHUNK_WRITE:
      return takeChunkResult(d);
    case codes.CREATE_OR_GET_OBJECT_ID:
      return d.record(objectId);
    case codes.PIPE_PEEK:
      return takePipePeek(d);
    default:
      takeRest(d, unknown);
  }
}
