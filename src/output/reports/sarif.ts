import { fromHex } from '../../bytes/hex.ts';
import type { ByteWriter } from '../../bytes/writer.ts';
import type { Complaint } from '../../conformance/policy.ts';
import type { JudgedFile, JudgedFinding } from '../../conformance/record.ts';
import { type AnyRule, severityOf } from '../../model/rule.ts';
import { cite } from '../../model/spec.ts';
import { type CheckReport, type CheckRun, INPUT, place } from './report.ts';

const SARIF_SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * SARIF 2.1.0 (OASIS), one run. A finding's place is its bytes in the capture, as a binary region (3.30.3), and its frame,
 * layer and field, as a logical location (3.33). Results are written as they come, the rest of the run after them.
 */
export function sarifReport(out: ByteWriter, run: CheckRun): CheckReport {
  const index = new Map(run.rules.map((rule, i) => [rule.id, i]));
  const artifacts: object[] = [];
  const notifications: object[] = [];
  let first = true;
  return {
    begin() {
      const tool = { driver: driver(run) };
      out.utf8(`{"$schema":"${SARIF_SCHEMA}","version":"2.1.0","runs":[{"tool":${JSON.stringify(tool)},\n"results":[`);
    },
    file(file) {
      const at = artifacts.push(artifact(file)) - 1;
      if (file.trouble !== null) notifications.push(inputNotification(file, at));
      for (const finding of file.findings) {
        out.utf8(`${first ? '' : ','}\n${JSON.stringify(result(finding, index.get(finding.rule)!, file.path, at))}`);
        first = false;
        out.settle();
      }
    },
    end({ complaints }) {
      notifications.push(...complaints.map(complaintNotification));
      const executionSuccessful = !notifications.some((it) => (it as { level: string }).level === 'error');
      const rest = {
        invocations: [{ executionSuccessful, toolExecutionNotifications: notifications }],
        artifacts,
        columnKind: 'utf16CodeUnits',
        properties: { profile: run.profile, failOn: run.failOn },
      };
      out.utf8(`\n],${JSON.stringify(rest).slice(1, -1)}}]}\n`);
    },
  };
}

const driver = ({ version, rules }: CheckRun): object => ({
  name: 'specshark',
  version,
  semanticVersion: version,
  informationUri: 'https://www.npmjs.com/package/specshark',
  rules: rules.map(descriptor),
  notifications: [
    { id: 'input', shortDescription: { text: 'A capture was read in part or not at all.' } },
    { id: 'policy', shortDescription: { text: 'Something that the caller asked for beside findings.' } },
  ],
});

const descriptor = (rule: AnyRule): object => ({
  id: rule.id,
  name: pascal(rule.id),
  shortDescription: { text: sentence(rule.title) },
  fullDescription: { text: sentence(rule.why) },
  helpUri: rule.spec.url,
  help: {
    text: `${sentence(rule.title)} ${rule.level}, ${cite(rule.spec)}. ${rule.why}`,
    markdown: `${sentence(rule.title)} **${rule.level}**, [${cite(rule.spec)}](${rule.spec.url}). ${rule.why}`,
  },
  defaultConfiguration: { level: severityOf(rule) },
  properties: { section: cite(rule.spec), word: rule.level },
});

function result(finding: JudgedFinding, ruleIndex: number, path: string, artifactIndex: number): object {
  const { rule, severity, message, spec, fingerprint, suppressed, decidedAt, frame, data, messageId } = finding;
  const { layer, field } = finding;
  const innermost = layer.slice(layer.lastIndexOf('/') + 1);
  const parts = [`frame ${frame}`, innermost, ...(field ? [field] : [])];
  const location = { uri: uriOf(path), index: artifactIndex };
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: sentence(`${place(finding)}: ${message} (${cite(spec)})`) },
    locations: [
      {
        physicalLocation: { artifactLocation: location, ...region(finding) },
        logicalLocations: [{ name: parts.at(-1), fullyQualifiedName: parts.join('/'), kind: 'member' }],
      },
    ],
    ...(decidedAt !== frame && {
      relatedLocations: [
        {
          message: { text: 'What decided it.' },
          logicalLocations: [{ name: `frame ${decidedAt}`, fullyQualifiedName: `frame ${decidedAt}` }],
        },
      ],
    }),
    partialFingerprints: { 'specshark/v1': fingerprint },
    ...(suppressed && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: `${suppressed.by}: ${suppressed.reason}` }],
    }),
    properties: { message: messageId, section: cite(spec), specification: spec.url, layer, data },
  };
}

/** The accused bytes where they lie in the file in one piece, and the row they are in. */
function region({ position, bytes, frame, hex, dump }: JudgedFinding): object {
  const span = bytes.find((it) => it.frame === frame);
  if (position === null || !span || span.length === 0) return {};
  const snippet = { binary: Buffer.from(fromHex(hex).subarray(0, span.length)).toString('base64') };
  const own = { byteOffset: position, byteLength: span.length, ...(span.length <= 64 && { snippet }) };
  if (dump.within !== 'frame' || dump.length > 64) return { region: own };
  const row = fromHex(dump.hex);
  const start = position - (dump.offset - dump.at);
  const around = {
    byteOffset: start,
    byteLength: row.length,
    snippet: { binary: Buffer.from(row).toString('base64') },
  };
  return row.length > span.length ? { region: own, contextRegion: around } : { region: own };
}

const artifact = ({ path, reach, packets }: JudgedFile): object => ({
  location: { uri: uriOf(path) },
  mimeType: 'application/vnd.tcpdump.pcap',
  roles: ['analysisTarget'],
  properties: { packets, state: INPUT[reach] },
});

const inputNotification = ({ path, trouble, reach }: JudgedFile, index: number): object => ({
  descriptor: { id: 'input' },
  level: reach === 'part' ? 'warning' : 'error',
  message: { text: sentence(trouble ?? '') },
  locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path), index } } }],
});

const complaintNotification = ({ kind, file, text, fails }: Complaint): object => ({
  descriptor: { id: 'policy' },
  level: fails ? 'warning' : 'note',
  message: { text: sentence(`${kind}: ${text}`) },
  ...(file !== null && { locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }] }),
});

/** A relative reference, or a file: URI for what lies elsewhere; a name's odd bytes are escaped. */
function uriOf(path: string): string {
  const escaped = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  if (escaped.startsWith('/')) return `file://${escaped}`;
  return escaped;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** 'messenger/word-count' as a name: MessengerWordCount. */
const pascal = (id: string): string =>
  id
    .split(/[^a-z0-9]+/i)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
