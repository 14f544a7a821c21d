/** Functions of the Remote Administration Protocol (MS-RAP 2.5.1). */
export const FUNCTIONS: Readonly<Record<number, string>> = {
  0: 'NetShareEnum',
  1: 'NetShareGetInfo',
  2: 'NetShareSetInfo',
  3: 'NetShareAdd',
  4: 'NetShareDel',
  6: 'NetSessionEnum',
  7: 'NetSessionGetInfo',
  13: 'NetServerGetInfo',
  42: 'NetUserSetInfo2',
  47: 'NetGroupEnum',
  52: 'NetGroupGetUsers',
  53: 'NetUserEnum',
  56: 'NetUserGetInfo',
  59: 'NetUserGetGroups',
  63: 'NetWkstaGetInfo',
  69: 'DosPrintQEnum',
  70: 'DosPrintQGetInfo',
  76: 'DosPrintJobEnum',
  77: 'DosPrintJobGetInfo',
  81: 'DosPrintJobDel',
  91: 'NetRemoteTOD',
  104: 'NetServerEnum2',
  115: 'NetUserPasswordSet2',
  132: 'NetWkstaUserLogon',
  133: 'NetWkstaUserLogoff',
  147: 'RNetServiceEnum',
  214: 'SamOEMChgPasswordUser2_P',
  215: 'NetServerEnum3',
};

export const SHARE_ENUM = 0;
export const SHARE_INFO = 1;
export const SERVER_ENUM2 = 104;
export const SERVER_ENUM3 = 215;

/** What of a request its response needs. */
export interface RapCall {
  readonly code: number;
  /** How the request's and the response's parameters, and the response's data, are made up (MS-RAP 2.5.5). */
  readonly parameters: string;
  readonly data: string;
}

/** One item of a descriptor: a letter, and how often (`B16`); 1 where no number follows. */
export interface Item {
  readonly letter: string;
  readonly count: number;
}

/** At most so many items are read of a descriptor, which is as hostile as any other text. */
const LONGEST = 64;

export const itemsOf = (descriptor: string): Item[] =>
  [...descriptor.slice(0, LONGEST).matchAll(/([A-Za-z])(\d*)/g)].map(([, letter, digits]) => ({
    letter: letter!,
    count: digits === '' ? 1 : Math.min(Number(digits), 0xffff),
  }));
