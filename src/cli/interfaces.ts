import { escapeText } from '../bytes/text.ts';
import { BACKEND_NAMES, type BackendName, type ListedDevice, listDevices } from '../capture/live/index.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';

export const INTERFACES_SCHEMA = 'specshark.interfaces/1';

export const command: Command = {
  name: 'interfaces',
  takes: '',
  describe: 'where capture can capture: names, state, addresses, link types',
  options: [
    { name: 'format', letter: 'T', takes: 'FORMAT', choices: ['text', 'json'], describe: 'form of the output' },
    { name: 'backend', takes: 'BACKEND', choices: ['auto', ...BACKEND_NAMES], describe: 'whose list it is' },
  ],
  examples: [['specshark interfaces', 'what -i may name']],
  async run(args, out) {
    const named = args.one('backend');
    const { backend, trouble, devices } = await listDevices(named === 'auto' ? undefined : (named as BackendName));
    if (args.one('format') === 'json') {
      const report = { schema: INTERFACES_SCHEMA, backend: backend?.title ?? null, interfaces: devices.map(asJson) };
      out.utf8(`${JSON.stringify(report, null, 1)}\n`);
    } else {
      const widest = Math.max(...devices.map(({ name }) => name.length));
      for (const device of devices) out.utf8(`${escapeText(asText(device, widest))}\n`);
    }
    out.flush();
    if (trouble !== undefined) process.stderr.write(`specshark: ${escapeText(trouble)}\n`);
    return trouble === undefined ? EXIT.ok : EXIT.capture;
  },
};

function asText({ name, description, addresses, up, loopback, linkTypes }: ListedDevice, widest: number): string {
  const state = up === undefined ? '-' : up ? 'up' : 'down';
  const types = linkTypes?.map((type) => type.name).join(', ') ?? '';
  const notes = [loopback ? 'loopback' : '', description ?? ''].filter((note) => note !== '' && note !== 'Loopback');
  const columns = [name.padEnd(widest), state.padEnd(4), types.padEnd(10), addresses.join(', '), notes.join(', ')];
  return columns.join('  ').trimEnd();
}

const asJson = ({ name, description, addresses, up, loopback, linkTypes }: ListedDevice): object => ({
  name,
  description: description ?? null,
  up: up ?? null,
  loopback,
  addresses,
  linkTypes:
    linkTypes?.map((type) => ({ number: type.number ?? null, name: type.name, description: type.description })) ?? null,
});
