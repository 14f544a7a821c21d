import { type Field, field } from '../model/field.ts';
import type { Finding } from '../model/finding.ts';
import { Layer } from '../model/layer.ts';
import type { Packet } from '../model/packet.ts';
import { protocol } from '../model/protocol.ts';

const generated = { generated: true };
const text = (name: string, label: string, of: (finding: Finding) => string) =>
  [field(`finding.${name}`, label, 'string', generated), of] as const;
const count = (name: string, label: string, of: (finding: Finding) => number) =>
  [field(`finding.${name}`, label, 'uint', { generated: true, size: 4 }), of] as const;

/** Each finding has all of them, so that columns of several fields stand in the same order. */
const MEMBERS: readonly (readonly [Field, (finding: Finding) => string | number])[] = [
  text('rule', 'Rule', ({ rule }) => rule.id),
  text('severity', 'Severity', ({ severity }) => severity),
  text('level', 'Level', ({ rule }) => rule.level),
  text('document', 'Document', ({ spec }) => spec.document),
  text('section', 'Section', ({ spec }) => spec.section),
  text('layer', 'Layer', ({ anchor }) => anchor.layer),
  text('field', 'Field', ({ anchor }) => anchor.field?.abbrev ?? ''),
  text('message', 'Message', (finding) => finding.text),
  count('frame', 'Accused frame', ({ anchor }) => anchor.frame),
  count('decided_at', 'Frame that decided it', ({ decidedAt }) => decidedAt),
];

/** What was found, as fields that filters, columns and -e know. No bytes are its own: a judge puts it into a packet. */
export const findings = protocol({
  name: 'finding',
  label: 'Finding',
  title: 'Findings',
  fields: MEMBERS.map(([member]) => member),
  dissect: () => {},
  carries: () => [],
});

const known: ReadonlySet<Field> = new Set([findings.heading, ...findings.fields]);

/** Whether rules have to run for what is asked. */
export const asksFindings = (fields: Iterable<Field>): boolean => [...fields].some((it) => known.has(it));

const layer = new Layer();
layer.protocol = findings;
layer.depth = 1;

/** Puts findings into a packet as its last layer; gives what takes it out again. */
export function showFindings(packet: Packet, made: readonly Finding[]): () => void {
  if (made.length === 0) return () => {};
  const { tree, source, layerCount } = packet;
  layer.parent = packet.layer(0);
  layer.source = source;
  layer.start = layer.end = layer.promised = source.end;
  layer.firstNode = tree.count;
  const heading = tree.add(findings.heading.id, source.end, source.end);
  for (const finding of made) for (const [member, of] of MEMBERS) tree.generate(member.id, of(finding));
  tree.close(heading, source.end);
  layer.endNode = tree.count;
  packet.push(layer);
  return () => {
    packet.layerCount = layerCount;
  };
}
