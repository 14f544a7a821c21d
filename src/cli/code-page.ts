import { setOemDecoder } from '../bytes/text.ts';
import type { Arguments } from './command.ts';
import { UsageError } from './exit.ts';

/** The code page of OEM text (MS-MSRP 3.2.4.4 names none): what the user says, else the United States' 437. */
const DEFAULT_CODE_PAGE = '437';

/** Sets it, and gives its name. The tables are loaded only here. */
export const useCodePage = (args: Arguments): Promise<string> => setCodePage(args.one('code-page'));

async function setCodePage(page = DEFAULT_CODE_PAGE): Promise<string> {
  const { default: iconv } = await import('iconv-lite');
  const name = /^\d+$/.test(page) ? `cp${page}` : page;
  if (!iconv.encodingExists(name)) throw new UsageError(`--code-page: '${page}' is not known`);
  setOemDecoder((bytes, start, end) =>
    iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start), name),
  );
  return /^\d+$/.test(page) ? page : name;
}
