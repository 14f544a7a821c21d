import { textMessage } from '../../dissectors/ms-msrp/keys.ts';
import { type MessageView, messageView } from '../../dissectors/ms-msrp/view.ts';
import { escapeText } from '../bytes/text.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import { useCodePage } from './code-page.ts';
import type { Arguments, Command } from './command.ts';
import { FILTER, filterOf } from './filter.ts';
import { InOrder } from './in-order.ts';
import { CODE_PAGE, IDL, inputs, makeRegistry, READ_FILE } from './inputs.ts';
import { type Listening, listenTo } from './listening.ts';
import { PAGER } from './pager.ts';
import { COLOR, chalkFor, coloured } from './terminal.ts';

export const MESSAGES_SCHEMA = 'specshark.messages/1';

export const command: Command = {
  name: 'messages',
  takes: 'FILE…',
  describe: 'messenger texts whole, whatever carried them',
  options: [
    READ_FILE,
    {
      name: 'format',
      letter: 'T',
      takes: 'FORMAT',
      choices: ['text', 'json', 'ndjson'],
      describe: 'form of the output',
    },
    CODE_PAGE,
    FILTER,
    IDL,
    COLOR,
    PAGER,
  ],
  examples: [['specshark messages samples/messenger-multiblock.pcap', 'who wrote what to whom']],
  async run(args, out) {
    const files = inputs(args, 'messages');
    const codePage = await useCodePage(args);
    const registry = makeRegistry(args);
    return listenTo(files, messagesView(args, out, codePage, true), registry, filterOf(args, registry), out);
  },
};

/** Each message as it becomes known; those of a file, which has an end, in the order in which they were sent. */
export function messagesView(args: Arguments, out: ByteWriter, codePage: string, ordered = false): Listening {
  const format = args.one('format') ?? 'text';
  const chalk = chalkFor(coloured(args));
  let first = true;
  const show = (view: MessageView): void => {
    if (format === 'ndjson') out.utf8(`${JSON.stringify({ schema: MESSAGES_SCHEMA, ...view })}\n`);
    else if (format === 'json') out.utf8(`${first ? '' : ','}\n${JSON.stringify(view)}`);
    else out.utf8(asText(view, chalk));
    first = false;
    out.settle();
  };
  const inOrder = new InOrder(show);
  return {
    begin() {
      if (format === 'json') out.utf8(`{"schema":"${MESSAGES_SCHEMA}","messages":[`);
    },
    listen(judge, path, selection) {
      inOrder.flush();
      const tell = ordered && path !== '-' ? (view: MessageView) => inOrder.add(view) : show;
      judge.listen(textMessage, (message) => {
        const view = messageView(message, path, codePage);
        selection.tell(view.frames, () => tell(view));
      });
    },
    end() {
      inOrder.flush();
      if (format === 'json') out.utf8('\n]}\n');
    },
  };
}

function asText(view: MessageView, chalk: ReturnType<typeof chalkFor>): string {
  const frames = view.frames.length > 1 ? `frames ${view.frames[0]}-${view.frames.at(-1)}` : `frame ${view.frames[0]}`;
  const answer =
    view.acknowledged === null
      ? 'no acknowledgement seen'
      : view.acknowledged
        ? 'acknowledged'
        : `not acknowledged (${view.status?.name ?? 'no answer'})`;
  const head = `${view.time} ${escapeText(view.from ?? '?')} → ${escapeText(view.to ?? '?')} (${view.source} → ${view.destination}, ${view.transport}, ${frames}, ${answer}${view.complete ? '' : ', incomplete'})`;
  const body = view.text.split('\n').map((line) => `    ${escapeText(line)}`);
  return `${chalk.bold(head)}\n${body.join('\n')}\n`;
}
