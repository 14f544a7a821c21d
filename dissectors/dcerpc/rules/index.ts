import chunkDisagrees from './chunk-disagrees.ts';
import countBeyondMaximum from './count-beyond-maximum.ts';
import firstDisagrees from './first-disagrees.ts';
import fullRepeated from './full-repeated.ts';
import leftOver from './left-over.ts';
import lengthDisagrees from './length-disagrees.ts';
import notRead from './not-read.ts';
import nullReference from './null-reference.ts';
import nullWithSize from './null-with-size.ts';
import outOfRange from './out-of-range.ts';
import paddingMissing from './padding-missing.ts';
import paddingNotZero from './padding-not-zero.ts';
import sizeDisagrees from './size-disagrees.ts';
import stringEndsEarly from './string-ends-early.ts';
import stringUnterminated from './string-unterminated.ts';
import tagDisagrees from './tag-disagrees.ts';
import tooShort from './too-short.ts';
import uniqueRepeated from './unique-repeated.ts';
import unknownEnumerator from './unknown-enumerator.ts';
import unknownTag from './unknown-tag.ts';

/** What NDR demands of every stub. */
export const ndrRules = [
  chunkDisagrees,
  countBeyondMaximum,
  firstDisagrees,
  fullRepeated,
  leftOver,
  lengthDisagrees,
  notRead,
  nullReference,
  nullWithSize,
  outOfRange,
  paddingMissing,
  paddingNotZero,
  sizeDisagrees,
  stringEndsEarly,
  stringUnterminated,
  tagDisagrees,
  tooShort,
  uniqueRepeated,
  unknownEnumerator,
  unknownTag,
];
