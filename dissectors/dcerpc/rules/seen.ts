import { hiddenIn, type NdrObservation, type NdrObservationKind } from '#sdk';
import { rpcCall, type StubRead } from '../keys.ts';

type Of<K extends NdrObservationKind> = Extract<NdrObservation, { kind: K }>;

/** What the walk through a stub noted of a kind. Where a stub ends too early, nobody knows what would have followed. */
export function seen<K extends NdrObservationKind>(it: StubRead, kind: K, undecided: () => never): Of<K>[] {
  const found = it.stub.observations.filter((each): each is Of<K> => each.kind === kind);
  return found.length === 0 && !it.whole ? undecided() : found;
}

/** Stubs of sealed calls cannot be read. */
export const sealed = hiddenIn(rpcCall, (call) => call.sealed);
